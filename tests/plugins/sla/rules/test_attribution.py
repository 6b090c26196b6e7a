from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sla_clocks import CALENDAR, MOTORCO, PUMPCO, at, course, held_by, hours, lengths, working
from wellkept_sdk.period import BusinessDays
from wellkept_sdk.services.sla import Holder
from wellkept_sla.rules.attribution import segments, shares
from wellkept_sla.rules.clocks import Holding, Segment, SegmentState, Share
from wellkept_sla.rules.course import Course, Stretch

US_ALONE = [held_by("02-13 09:00", None, Holder.US)]


class TestShares:
    def test_divide_plain_time_among_the_holders(self):
        lived = course(
            hours(24),
            ("03-02 09:00", "03-02 12:00"),
            ("03-02 12:00", "03-02 18:00", "paused"),
            ("03-02 18:00", "03-02 22:00"),
            is_open=False,
        )
        holdings = [
            held_by("03-02 09:00", "03-02 12:00", Holder.US),
            held_by("03-02 12:00", "03-02 18:00", Holder.CUSTOMER),
            held_by("03-02 18:00", "03-02 20:00", Holder.PARTY, party_id=PUMPCO),
            held_by("03-02 20:00", "03-02 22:00", Holder.US),
        ]

        found = shares(lived, holdings=holdings)

        assert lengths(found) == {"us": ("PT5H", "PT5H"), "customer": ("PT6H", "PT0S"), "party": ("PT2H", "PT2H")}

    def test_count_working_time_where_the_target_does(self):
        lived = course(working(8), ("02-13 17:00", "02-14 10:00"), ("02-14 10:00", "02-24 09:00", "paused"))
        holdings = [
            held_by("02-13 17:00", "02-14 10:00", Holder.US),
            held_by("02-14 10:00", None, Holder.CUSTOMER),
        ]

        found = shares(lived, holdings=holdings)

        assert lengths(found) == {"us": ("PT17H", "PT2H30M"), "customer": ("PT239H", "PT0S")}

    def test_count_working_time_for_a_target_in_working_days(self):
        lived = course(BusinessDays(days=2), ("03-02 09:00", "03-03 09:00"))

        found = shares(lived, holdings=US_ALONE)

        assert lengths(found) == {"us": ("PT24H", "PT8H")}

    def test_tell_parties_apart(self):
        lived = course(hours(8), ("03-02 09:00", "03-02 12:00"))
        holdings = [
            held_by("03-02 09:00", "03-02 10:00", Holder.PARTY, party_id=PUMPCO),
            held_by("03-02 10:00", "03-02 12:00", Holder.PARTY, party_id=MOTORCO),
        ]

        found = shares(lived, holdings=holdings)

        assert [(share.party_id, share.elapsed_us) for share in found] == [
            (PUMPCO, 3_600_000_000),
            (MOTORCO, 7_200_000_000),
        ]

    def test_leave_out_a_gap_that_nobody_holds(self):
        lived = course(hours(24), ("03-02 09:00", "03-02 12:00"), ("03-02 18:00", "03-02 19:00"))
        holdings = [held_by("03-02 09:00", "03-02 12:00", Holder.US), held_by("03-02 18:00", None, Holder.US)]

        found = shares(lived, holdings=holdings)

        assert lengths(found) == {"us": ("PT4H", "PT4H")}

    def test_look_only_at_the_time_of_the_clock(self):
        lived = course(hours(24), ("03-02 10:00", "03-02 11:00"), is_open=False)
        holdings = [
            held_by("03-02 08:00", "03-02 10:00", Holder.US),
            held_by("03-02 10:00", "03-02 11:30", Holder.WEATHER),
            held_by("03-02 11:30", None, Holder.US),
        ]

        found = shares(lived, holdings=holdings)

        assert lengths(found) == {"weather": ("PT1H", "PT1H")}

    def test_stop_at_the_moment_that_is_asked_for(self):
        lived = course(hours(4), ("03-02 09:00", "03-02 12:00"), ("03-02 12:00", "03-02 20:00"))
        holdings = [
            held_by("03-02 09:00", "03-02 12:30", Holder.US),
            held_by("03-02 12:30", "03-02 18:00", Holder.ACCESS),
            held_by("03-02 18:00", None, Holder.US),
        ]

        found = shares(lived, holdings=holdings, until=at("03-02 13:00"))

        assert lengths(found) == {"us": ("PT3H30M", "PT3H30M"), "access": ("PT30M", "PT30M")}

    def test_are_none_for_a_clock_that_has_just_begun(self):
        lived = course(hours(4), ("03-02 09:00", "03-02 09:00"))

        assert shares(lived, holdings=US_ALONE) == []

    def test_are_exact_to_the_microsecond(self):
        lived = course(working(8), ("03-02 09:00", "03-02 09:00:00.000003"))
        holdings = [
            held_by("03-02 09:00", "03-02 09:00:00.000001", Holder.US),
            held_by("03-02 09:00:00.000001", None, Holder.CUSTOMER),
        ]

        found = shares(lived, holdings=holdings)

        assert [(share.elapsed_us, share.counted_us) for share in found] == [(1, 1), (2, 2)]


def told(found: list[Segment]) -> list[tuple[str, str, str]]:
    """Return from, state and holder, as a reader sees them."""
    zone = at("03-02 09:00").tzinfo
    return [
        (f"{segment.starts_at.astimezone(zone):%m-%d %H:%M}", segment.state.value, segment.holder.value)
        for segment in found
    ]


class TestSegments:
    def test_count_all_unpaused_time_of_a_plain_target(self):
        lived = course(hours(24), ("03-02 09:00", "03-03 09:00"), ("03-03 09:00", "03-03 10:00", "paused"))

        found = segments(lived, holdings=US_ALONE)

        assert told(found) == [("03-02 09:00", "counted", "us"), ("03-03 09:00", "paused", "us")]

    def test_say_when_the_calendar_was_closed(self):
        lived = course(working(8), ("02-13 17:00", "02-14 10:00"))

        found = segments(lived, holdings=US_ALONE)

        assert told(found) == [
            ("02-13 17:00", "counted", "us"),
            ("02-13 18:00", "out_of_hours", "us"),
            ("02-14 08:30", "counted", "us"),
        ]

    def test_are_out_of_hours_all_through_where_the_calendar_never_opens(self):
        lived = course(working(8), ("03-01 10:00", "03-01 12:00"))

        found = segments(lived, holdings=US_ALONE)

        assert told(found) == [("03-01 10:00", "out_of_hours", "us")]

    def test_end_out_of_hours(self):
        lived = course(working(8), ("03-02 17:00", "03-02 20:00"))

        found = segments(lived, holdings=US_ALONE)

        assert told(found)[-1] == ("03-02 18:00", "out_of_hours", "us")
        assert found[-1].ends_at == at("03-02 20:00")

    def test_change_with_the_holder(self):
        lived = course(hours(24), ("03-02 09:00", "03-02 12:00"))
        holdings = [
            held_by("03-02 09:00", "03-02 10:00", Holder.US),
            held_by("03-02 10:00", None, Holder.PARTY, party_id=PUMPCO),
        ]

        found = segments(lived, holdings=holdings)

        assert told(found) == [("03-02 09:00", "counted", "us"), ("03-02 10:00", "counted", "party")]
        assert [segment.party_id for segment in found] == [None, PUMPCO]

    def test_are_one_where_nothing_changes(self):
        lived = course(hours(24), ("03-02 09:00", "03-02 10:00"), ("03-02 10:00", "03-02 12:00"))

        [found] = segments(lived, holdings=US_ALONE)

        assert (found.starts_at, found.ends_at) == (at("03-02 09:00"), at("03-02 12:00"))

    def test_stay_apart_across_a_gap(self):
        lived = course(hours(24), ("03-02 09:00", "03-02 12:00"), ("03-02 18:00", "03-02 19:00"))
        holdings = [held_by("03-02 09:00", "03-02 12:00", Holder.US), held_by("03-02 18:00", None, Holder.US)]

        found = segments(lived, holdings=holdings)

        assert [segment.starts_at for segment in found] == [at("03-02 09:00"), at("03-02 18:00")]

    def test_name_the_fact_that_came_last(self):
        lived = course(hours(24), ("03-02 09:00", "03-02 10:00"), ("03-02 10:00", "03-02 12:00", "paused"))
        holdings = [
            held_by("03-02 09:00", "03-02 10:00", Holder.US),
            replace(held_by("03-02 10:00", "03-02 11:00", Holder.CUSTOMER), position=2),
            replace(held_by("03-02 11:00", None, Holder.PARTY), position=3),
        ]

        found = segments(lived, holdings=holdings)

        assert [segment.position for segment in found] == [1, 2, 3]


MINUTES = st.integers(min_value=0, max_value=20_000)
WHO = st.sampled_from(
    [(Holder.US, None), (Holder.CUSTOMER, None), (Holder.PARTY, PUMPCO), (Holder.PARTY, MOTORCO), (None, None)]
)
BEGINS = at("02-10 06:13:07.000011")


def cuts(minutes: set[int]) -> list[timedelta]:
    return [timedelta(minutes=number, microseconds=number % 7) for number in sorted(minutes)]


@st.composite
def lives(draw: st.DrawFn) -> tuple[Course, list[Holding]]:
    """Draw a course with pauses and gaps, and holdings with the same gaps and cuts of their own."""
    target = draw(st.sampled_from([hours(24), working(8), BusinessDays(days=3)]))
    held: list[Holding] = []
    stretches: list[Stretch] = []
    points = cuts(draw(st.sets(MINUTES, min_size=2, max_size=15)))
    for place, (starts, ends) in enumerate(pairwise(points), start=1):
        holder, party_id = draw(WHO)
        if holder is None:
            continue
        begins, stops = BEGINS + starts, BEGINS + ends
        held.append(Holding(starts_at=begins, ends_at=stops, holder=holder, party_id=party_id, position=place))
        middle = begins + (stops - begins) * draw(st.integers(min_value=0, max_value=10)) / 10
        for one, other in ((begins, middle), (middle, stops)):
            is_counted = draw(st.booleans())
            due_at = BEGINS if is_counted else None
            stretches.append(
                Stretch(
                    starts_at=one,
                    ends_at=other,
                    is_counted=is_counted,
                    counted_us=0,
                    position=place,
                    due_at=due_at,
                )
            )
    lived = Course(target=target, calendar=CALENDAR, grade=2, stretches=stretches, is_open=False)
    return lived, held


def us(length: timedelta) -> int:
    return length // timedelta(microseconds=1)


class TestTheSums:
    @given(lives())
    def test_of_the_shares_are_the_time_of_the_clock_and_what_it_consumed(self, life: tuple[Course, list[Holding]]):
        lived, held = life

        found = shares(lived, holdings=held)

        counted = [stretch for stretch in lived.stretches if stretch.is_counted]
        consumed = [
            (stretch.ends_at - stretch.starts_at)
            if lived.counts_by is None
            else CALENDAR.elapsed(stretch.starts_at, stretch.ends_at)
            for stretch in counted
        ]
        assert sum(s.elapsed_us for s in found) == sum(us(s.ends_at - s.starts_at) for s in lived.stretches)
        assert sum(s.counted_us for s in found) == sum(us(length) for length in consumed)

    @given(lives())
    def test_of_the_segments_are_those_of_the_shares(self, life: tuple[Course, list[Holding]]):
        lived, held = life

        found = segments(lived, holdings=held)

        summed: dict[tuple[Holder, object], Share] = {}
        for segment in found:
            length_us = us(segment.ends_at - segment.starts_at)
            counted_us = length_us if segment.state is SegmentState.COUNTED else 0
            key = (segment.holder, segment.party_id)
            before = summed.get(key, Share(holder=key[0], party_id=key[1], elapsed_us=0, counted_us=0))
            summed[key] = replace(
                before, elapsed_us=before.elapsed_us + length_us, counted_us=before.counted_us + counted_us
            )
        assert list(summed.values()) == shares(lived, holdings=held)

    @given(lives())
    def test_hide_no_overlap_and_no_empty_segment(self, life: tuple[Course, list[Holding]]):
        lived, held = life

        found = segments(lived, holdings=held)

        assert all(segment.starts_at < segment.ends_at for segment in found)
        assert all(before.ends_at <= after.starts_at for before, after in pairwise(found))
