from datetime import UTC, datetime, timedelta, timezone

import pytest

from made_calendars import (
    EVERY_DAY,
    REVISION_ID,
    calendar,
    closed,
    cn_standard,
    intervals,
    opened,
    partial,
    plain,
    week,
)
from wellkept_calendars.errors import DurationAmbiguous, DurationOutOfRange
from wellkept_calendars.rules.content import CalendarsException, CalendarsWeek
from wellkept_calendars.rules.working_calendar import CompiledCalendar, compiled
from wellkept_sdk.period import BusinessDays, BusinessTime, Elapsed, Period
from wellkept_sdk.services.calendars import CalendarUnreachable, CountedMoment, WorkingCalendar

CN = calendar(cn_standard())
BEIJING = timezone(timedelta(hours=8))


def cn(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def added(start: str, duration: str, *, to: CompiledCalendar = CN) -> datetime:
    return to.add(cn(start), BusinessTime(duration=duration)).at


class TestBusinessTimeInChina:
    @pytest.mark.parametrize(
        ("start", "duration", "expected"),
        [
            ("2026-02-13 17:00", "PT4H", "2026-02-14 11:30"),
            ("2026-02-13 17:00", "PT8H", "2026-02-14 17:00"),
            ("2026-02-13 17:00", "PT24H", "2026-02-25 17:00"),
            ("2026-02-13 17:00", "PT48H", "2026-02-28 17:00"),
            ("2026-02-13 17:00", "PT72H", "2026-03-04 17:00"),
            ("2026-02-14 09:00", "PT4H", "2026-02-14 14:30"),
            ("2026-02-14 09:00", "PT24H", "2026-02-26 09:00"),
            ("2026-09-30 16:00", "PT4H", "2026-10-08 10:30"),
            ("2026-09-30 16:00", "PT24H", "2026-10-10 16:00"),
            ("2026-05-08 17:30", "PT8H", "2026-05-09 17:30"),
            ("2026-05-08 17:30", "PT48H", "2026-05-15 17:30"),
        ],
    )
    def test_counts_make_up_days(self, start: str, duration: str, expected: str) -> None:
        assert added(start, duration) == cn(expected)

    def test_is_what_lies_between_two_moments(self) -> None:
        assert CN.elapsed(cn("2026-02-14 10:00"), cn("2026-02-24 09:00")) == timedelta(hours=7)
        assert CN.elapsed(cn("2026-02-13 17:00"), cn("2026-02-14 10:00")) == timedelta(hours=2, minutes=30)

    def test_is_negative_backwards(self) -> None:
        assert CN.elapsed(cn("2026-02-24 09:00"), cn("2026-02-14 10:00")) == -timedelta(hours=7)

    def test_ends_on_closing_time_and_not_at_the_next_opening(self) -> None:
        assert added("2026-03-02 08:30", "PT8H") == cn("2026-03-02 18:00")

    def test_of_no_length_ends_where_it_begins(self) -> None:
        assert added("2026-03-01 10:00", "PT0S") == cn("2026-03-01 10:00")
        assert CN.subtract(cn("2026-03-01 10:00"), BusinessTime(duration="PT0S")).at == cn("2026-03-01 10:00")

    def test_loses_what_an_exception_closes(self) -> None:
        half_a_day = calendar(cn_standard(partial("2026-02-13", "13:30-18:00")))

        assert added("2026-02-13 11:00", "PT4H", to=half_a_day) == cn("2026-02-14 11:30")

    def test_goes_on_after_the_turn_of_the_year(self) -> None:
        # Four hours of 2025, the year 2026 from its first working day, which is a Sunday.
        assert added("2025-12-31 13:30", "PT5H30M") == cn("2026-01-04 09:30")
        assert CN.elapsed(cn("2025-12-31 13:30"), cn("2026-01-04 09:30")) == timedelta(hours=5, minutes=30)
        assert CN.subtract(cn("2026-01-04 09:30"), BusinessTime(duration="PT5H")).at == cn("2025-12-31 14:00")

    def test_is_counted_over_many_years(self) -> None:
        start, end = cn("2007-06-01 09:00"), cn("2026-06-01 09:00")

        length = CN.elapsed(start, end)

        assert CN.elapsed(end, start) == -length
        assert length == sum(
            (CN.elapsed(cn(f"{year}-06-01 09:00"), cn(f"{year + 1}-06-01 09:00")) for year in range(2007, 2026)),
            timedelta(),
        )


class TestNightShift:
    def test_of_two_touching_intervals_is_one(self) -> None:
        touching = calendar(plain(CalendarsWeek(fri=intervals("20:00-24:00"), sat=intervals("00:00-04:00"))))

        assert added("2026-03-06 21:00", "PT5H", to=touching) == cn("2026-03-07 02:00")

    @pytest.mark.parametrize("exceptions", [(), (closed("2026-03-07"),)])
    def test_runs_into_a_closed_saturday(self, exceptions: tuple[CalendarsException, ...]) -> None:
        nights = calendar(plain(week("22:00-06:00"), *exceptions))

        assert added("2026-03-06 23:00", "PT8H", to=nights) == cn("2026-03-09 23:00")

    @pytest.mark.parametrize(("hours", "expected"), [("04:00-08:00", 10), ("01:00-03:00", 8), ("07:00-08:00", 9)])
    def test_that_an_exception_overlaps_counts_once(self, hours: str, expected: int) -> None:
        nights = calendar(plain(week("22:00-06:00"), opened("2026-03-07", hours)))

        assert nights.elapsed(cn("2026-03-06 22:00"), cn("2026-03-07 09:00")) == timedelta(hours=expected)


class TestDaylightSaving:
    BERLIN = calendar(plain(week("00:00-24:00", on=EVERY_DAY), time_zone="Europe/Berlin"))

    def test_makes_a_day_of_23_hours(self) -> None:
        start, end = datetime.fromisoformat("2026-03-29T00:00+01:00"), datetime.fromisoformat("2026-03-30T00:00+02:00")

        assert self.BERLIN.elapsed(start, end) == timedelta(hours=23)

    def test_makes_a_day_of_25_hours(self) -> None:
        start, end = datetime.fromisoformat("2026-10-25T00:00+02:00"), datetime.fromisoformat("2026-10-26T00:00+01:00")

        assert self.BERLIN.elapsed(start, end) == timedelta(hours=25)

    def test_moves_the_wall_time_of_what_is_added(self) -> None:
        found = self.BERLIN.add(datetime.fromisoformat("2026-03-28T12:00+01:00"), BusinessTime(duration="PT24H"))

        assert found.at == datetime.fromisoformat("2026-03-29T13:00+02:00")

    def test_makes_an_early_shift_shorter_or_longer(self) -> None:
        early = calendar(plain(week("01:00-05:00", on=EVERY_DAY), time_zone="Europe/Berlin"))

        spring = early.elapsed(datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC))
        autumn = early.elapsed(datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC))

        assert (spring, autumn) == (timedelta(hours=3), timedelta(hours=5))


class TestElapsed:
    def test_is_plain_time(self) -> None:
        assert CN.add(cn("2026-12-31 17:00"), Elapsed(duration="P1DT1H")) == CountedMoment(
            datetime(2027, 1, 1, 10, tzinfo=UTC), provisional=False
        )
        assert CN.subtract(cn("2026-02-14 17:00"), Elapsed(duration="P1D")).at == cn("2026-02-13 17:00")


class TestSubtraction:
    def test_gives_the_latest_moment(self) -> None:
        eight_hours = BusinessTime(duration="PT8H")

        # Monday's opening, and not the closing of the Saturday before.
        assert CN.subtract(cn("2026-03-02 18:00"), eight_hours).at == cn("2026-03-02 08:30")
        assert CN.subtract(cn("2026-03-02 08:30"), eight_hours).at == cn("2026-02-28 08:30")

    def test_says_that_it_is_provisional(self) -> None:
        found = CN.subtract(cn("2027-01-01 09:30"), BusinessTime(duration="PT2H"))

        assert found == CountedMoment(cn("2026-12-31 17:00"), provisional=True)


class TestProvisionalAnswer:
    def test_touches_a_year_that_is_not_published(self) -> None:
        found = CN.add(cn("2026-12-31 17:00"), BusinessTime(duration="PT2H"))

        assert found == CountedMoment(cn("2027-01-01 09:30"), provisional=True)

    def test_is_final_until_the_last_published_closing(self) -> None:
        found = CN.add(cn("2026-12-31 17:00"), BusinessTime(duration="PT1H"))

        assert found == CountedMoment(cn("2026-12-31 18:00"), provisional=False)
        assert not CN.is_provisional(cn("2026-12-01 00:00"), cn("2027-01-01 00:00"))
        assert CN.is_provisional(cn("2026-12-01 00:00"), cn("2027-01-01 00:01"))


class TestOpening:
    def test_is_the_moment_itself_in_working_time(self) -> None:
        assert CN.opening(cn("2026-03-02 09:00")) == cn("2026-03-02 09:00")
        assert CN.is_open(cn("2026-03-02 08:30"))

    def test_is_the_next_one_from_closing_time_on(self) -> None:
        assert CN.opening(cn("2026-02-14 18:00")) == cn("2026-02-24 08:30")
        assert not CN.is_open(cn("2026-02-14 18:00"))

    def test_is_told_in_utc(self) -> None:
        assert CN.opening(cn("2026-03-02 09:00")).tzinfo is UTC


class TestIntervals:
    def test_are_cut_to_what_is_asked(self) -> None:
        assert CN.intervals(cn("2026-02-13 17:00"), cn("2026-02-14 10:00")) == [
            Period(starts_at=cn("2026-02-13 17:00"), ends_at=cn("2026-02-13 18:00")),
            Period(starts_at=cn("2026-02-14 08:30"), ends_at=cn("2026-02-14 10:00")),
        ]

    def test_that_touch_are_one_over_the_turn_of_the_year_too(self) -> None:
        always = calendar(plain(week("00:00-24:00", on=EVERY_DAY)))

        [period] = always.intervals(cn("2025-12-31 12:00"), cn("2027-01-02 12:00"))

        assert period == Period(starts_at=cn("2025-12-31 12:00"), ends_at=cn("2027-01-02 12:00"))

    def test_are_none_in_closed_time_or_backwards(self) -> None:
        assert CN.intervals(cn("2026-02-15 00:00"), cn("2026-02-24 00:00")) == []
        assert CN.intervals(cn("2026-03-03 00:00"), cn("2026-03-02 00:00")) == []
        assert CN.intervals(cn("2026-03-02 11:00"), cn("2026-03-02 09:00")) == []
        assert CN.intervals(cn("2026-03-02 09:00"), cn("2026-03-02 09:00")) == []


class TestUnreachableCalendar:
    NEVER = calendar(plain(CalendarsWeek()))
    ONCE = calendar(plain(CalendarsWeek(), opened("2026-03-02", "08:00-10:00")), horizon_years=5)

    def test_is_one_that_never_opens(self) -> None:
        with pytest.raises(CalendarUnreachable):
            self.NEVER.add(cn("2026-03-02 09:00"), BusinessTime(duration="PT1S"))
        with pytest.raises(CalendarUnreachable):
            self.NEVER.subtract(cn("2026-03-02 09:00"), BusinessTime(duration="PT1S"))
        with pytest.raises(CalendarUnreachable):
            self.NEVER.add(cn("2026-03-02 09:00"), BusinessDays(days=1))
        with pytest.raises(CalendarUnreachable):
            self.NEVER.opening(cn("2026-03-02 09:00"))
        with pytest.raises(CalendarUnreachable):
            self.NEVER.business_days(cn("2026-03-02 09:00"), cn("2026-03-03 09:00"))

    def test_still_tells_that_nothing_was_worked(self) -> None:
        assert self.NEVER.elapsed(cn("2026-03-02 09:00"), cn("2029-03-02 09:00")) == timedelta()
        assert not self.NEVER.is_open(cn("2026-03-02 09:00"))

    def test_does_not_have_so_much_working_time_within_its_horizon(self) -> None:
        assert added("2026-03-01 00:00", "PT2H", to=self.ONCE) == cn("2026-03-02 10:00")
        with pytest.raises(CalendarUnreachable):
            added("2026-03-01 00:00", "PT2H1S", to=self.ONCE)
        with pytest.raises(CalendarUnreachable):
            self.ONCE.add(cn("2026-03-01 00:00"), BusinessDays(days=1))
        with pytest.raises(CalendarUnreachable):
            self.ONCE.subtract(cn("2026-03-03 00:00"), BusinessDays(days=1))

    def test_opens_only_beyond_its_horizon(self) -> None:
        assert self.ONCE.opening(cn("2021-01-01 09:00")) == cn("2026-03-02 08:00")
        with pytest.raises(CalendarUnreachable):
            self.ONCE.opening(cn("2020-12-31 07:00"))

    @pytest.mark.parametrize("at", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)])
    def test_counts_no_other_years_than_1900_to_2200(self, at: datetime) -> None:
        with pytest.raises(CalendarUnreachable, match="1900 to 2200"):
            CN.elapsed(at, cn("2026-03-02 09:00"))
        with pytest.raises(CalendarUnreachable, match="1900 to 2200"):
            CN.add(at, Elapsed(duration="PT1H"))
        with pytest.raises(CalendarUnreachable):
            CN.add(datetime(2200, 12, 31, 23, tzinfo=UTC), BusinessTime(duration="PT100H"))


class TestDuration:
    @pytest.mark.parametrize("duration", [BusinessTime(duration="P1D"), Elapsed(duration="P1M")])
    def test_that_nobody_agrees_on_is_refused(self, duration: BusinessTime | Elapsed) -> None:
        with pytest.raises(DurationAmbiguous):
            CN.add(cn("2026-03-02 09:00"), duration)

    @pytest.mark.parametrize("duration", [BusinessTime(duration="-PT1S"), BusinessDays(days=0)])
    def test_that_is_no_length_is_refused(self, duration: BusinessTime | BusinessDays) -> None:
        with pytest.raises(DurationOutOfRange):
            CN.subtract(cn("2026-03-02 09:00"), duration)


class TestNaiveMoment:
    def test_is_refused(self) -> None:
        with pytest.raises(TypeError):
            CN.is_open(datetime(2026, 3, 2, 9))  # noqa: DTZ001 - the point


class TestRevision:
    def test_says_what_it_is(self) -> None:
        promised: WorkingCalendar = CN

        assert (promised.code, promised.revision_id, promised.revision) == ("made", REVISION_ID, 1)
        assert promised.time_zone == "Asia/Shanghai"

    def test_reads_its_wall_times_in_another_zone(self) -> None:
        content = cn_standard()

        paris = compiled(content, code="cn", revision_id=REVISION_ID, revision=1, time_zone="Europe/Paris")

        assert paris.time_zone == "Europe/Paris"
        assert paris.opening(datetime(2026, 3, 2, tzinfo=UTC)) == datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
        assert paris.in_zone("Asia/Shanghai").opening(cn("2026-03-02 00:00")) == cn("2026-03-02 08:30")

    def test_stays_itself_in_its_own_zone(self) -> None:
        assert CN.in_zone("Asia/Shanghai") is CN
        assert CN.in_zone("Asia/Tokyo") is CN.in_zone("Asia/Tokyo")

    @pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", ""])
    def test_knows_no_zone_that_does_not_exist(self, name: str) -> None:
        with pytest.raises(ValueError, match="no time zone"):
            CN.in_zone(name)

    def test_goes_on_answering_in_more_zones_than_it_keeps(self) -> None:
        names = [f"Etc/GMT{sign}{hours}" for sign in "+-" for hours in range(1, 13)]
        names += ["Europe/Paris", "Europe/Rome", "Europe/Madrid", "Europe/Berlin", "Asia/Tokyo", "Asia/Seoul"]
        names += ["Asia/Dubai", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu"]
        asked = calendar(cn_standard())
        moment = datetime(2026, 3, 2, tzinfo=UTC)

        first = [asked.in_zone(name).opening(moment) for name in names]
        again = [asked.in_zone(name).opening(moment) for name in names]

        assert first == again
