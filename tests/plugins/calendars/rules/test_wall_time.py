from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from made_calendars import intervals
from wellkept_calendars.rules.epoch import to_moment
from wellkept_calendars.rules.wall_time import Span, merged, microsecond_of, minutes_of, moments_of, span_of, without

BERLIN = ZoneInfo("Europe/Berlin")
SPRING, AUTUMN = date(2026, 3, 29).toordinal(), date(2026, 10, 25).toordinal()
HOUR = 3_600_000_000


def span(text: str) -> Span:
    [interval] = intervals(text)
    return span_of(interval)


class TestMinutesOf:
    @pytest.mark.parametrize(("text", "minutes"), [("00:00", 0), ("08:30", 510), ("23:59", 1439), ("24:00", 1440)])
    def test_counts_from_midnight(self, text: str, minutes: int) -> None:
        assert minutes_of(text) == minutes

    @pytest.mark.parametrize("text", ["25:00", "08:70", "24:01", "99:99"])
    def test_knows_no_other_times(self, text: str) -> None:
        with pytest.raises(ValueError, match="no such time"):
            minutes_of(text)


class TestSpanOf:
    def test_ends_on_the_same_date(self) -> None:
        assert span("08:30-12:00") == (510, 720)
        assert span("00:00-24:00") == (0, 1440)

    def test_ends_on_the_next_date_where_closing_is_not_after_opening(self) -> None:
        assert span("22:00-06:00") == (1320, 1800)
        assert span("22:00-00:00") == (1320, 1440)

    @pytest.mark.parametrize("text", ["08:00-08:00", "00:00-00:00", "24:00-06:00", "24:00-24:00"])
    def test_is_never_empty_and_begins_on_its_date(self, text: str) -> None:
        with pytest.raises(ValueError, match="No interval"):
            span(text)


class TestMerged:
    def test_joins_what_overlaps_or_touches(self) -> None:
        assert merged([Span(720, 800), Span(500, 720), Span(510, 600), Span(900, 1000)]) == (
            Span(500, 800),
            Span(900, 1000),
        )

    def test_is_nothing_for_nothing(self) -> None:
        assert merged([]) == ()


class TestWithout:
    def test_takes_away_from_both_ends_and_from_within(self) -> None:
        assert without([Span(500, 700), Span(800, 1000)], [Span(400, 510), Span(600, 610), Span(900, 1100)]) == (
            Span(510, 600),
            Span(610, 700),
            Span(800, 900),
        )

    def test_leaves_nothing_of_what_is_closed_wholly(self) -> None:
        assert without([Span(500, 700)], [Span(500, 600), Span(600, 700)]) == ()


class TestMicrosecondOf:
    def test_is_exact(self) -> None:
        after_midnight = 9 * HOUR + 1

        found = microsecond_of(date(2026, 3, 2).toordinal(), after_midnight, ZoneInfo("Asia/Shanghai"))

        assert to_moment(found) == datetime(2026, 3, 2, 1, 0, 0, 1, tzinfo=UTC)

    def test_moves_a_time_that_is_left_out_forward_by_the_jump(self) -> None:
        found = microsecond_of(SPRING, 2 * HOUR + HOUR // 2, BERLIN)

        assert to_moment(found) == datetime.fromisoformat("2026-03-29T03:30+02:00")

    def test_takes_the_first_of_a_repeated_time(self) -> None:
        found = microsecond_of(AUTUMN, 2 * HOUR + HOUR // 2, BERLIN)

        assert to_moment(found) == datetime.fromisoformat("2026-10-25T02:30+02:00")

    def test_lies_on_a_later_date_from_24_hours_on(self) -> None:
        found = microsecond_of(SPRING, 26 * HOUR, BERLIN)

        assert to_moment(found) == datetime.fromisoformat("2026-03-30T02:00+02:00")


class TestMomentsOf:
    def test_has_none_for_what_lies_within_a_jump(self) -> None:
        # 02:30 is 03:30 that night, and 03:00 comes before it.
        assert list(moments_of([Span(150, 180)], on=SPRING, zone=BERLIN)) == []
        assert len(list(moments_of([Span(150, 180)], on=AUTUMN, zone=BERLIN))) == 1
