"""Laws of the moments of thresholds."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sla_clocks import CALENDAR, at, breached, course, hours, working
from wellkept_sdk.period import BusinessTime, Elapsed
from wellkept_sla.rules.clocks import ThresholdState
from wellkept_sla.rules.course import Course
from wellkept_sla.rules.thresholds import moments
from wellkept_sla.terms import Deliver, Repeat, Threshold

CHINA = at("03-02 09:00").tzinfo
HOURLY = Repeat(every=hours(1), times=20)
EVERY_KIND = {
    "a": Threshold(percent=50),
    "b": Threshold(percent=80, deliver=Deliver.IN_HOURS),
    "c": Threshold(before_due=working(2)),
    "d": Threshold(before_due=hours(3), deliver=Deliver.IN_HOURS),
    "e": Threshold(after_due=hours(1), repeat=HOURLY),
    "f": Threshold(after_due=working(1), repeat=Repeat(every=working(1), times=5)),
    "g": Threshold(after_due=hours(1), repeat=HOURLY, deliver=Deliver.IN_HOURS),
}


def until(target: Elapsed | BusinessTime, turns: list[int], *, minutes: int) -> Course:
    """Return the course of a clock that is paused and resumed at the turns, as it stood after so many minutes."""
    points = [0, *sorted(turn for turn in turns if turn <= minutes), minutes]
    texts = [f"{at('03-02 09:00') + timedelta(minutes=point):%m-%d %H:%M}" for point in points]
    spans = [
        (starts, ends) if place % 2 == 0 else (starts, ends, "paused")
        for place, (starts, ends) in enumerate(pairwise(texts))
    ]
    lived = course(target, *spans)
    dues = [part.due_at for part in lived.stretches if part.due_at is not None and part.due_at < part.ends_at]
    return breached(lived, due=f"{dues[0].astimezone(CHINA):%m-%d %H:%M}") if dues else lived


def consumed_seconds(lived: Course, *, until: datetime) -> float:
    """Return how much of a clock's target was used up at a moment."""
    total = 0.0
    for each in lived.stretches:
        if each.is_counted and each.starts_at < until:
            ends_at = min(each.ends_at, until)
            length = ends_at - each.starts_at if lived.counts_by is None else CALENDAR.elapsed(each.starts_at, ends_at)
            total += length.total_seconds()
    return total


class TestAPercentage:
    @given(
        percent=st.integers(min_value=1, max_value=99),
        target=st.sampled_from([hours(7), working(7)]),
        ends=st.lists(st.integers(min_value=0, max_value=59), min_size=3, max_size=3),
    )
    def test_comes_when_so_much_has_been_consumed(self, percent: int, target: Elapsed | BusinessTime, ends: list[int]):
        lived = course(
            target,
            ("03-02 09:00", f"03-02 10:{ends[0]:02}"),
            (f"03-02 10:{ends[0]:02}", f"03-02 15:{ends[1]:02}", "paused"),
            (f"03-02 15:{ends[1]:02}", f"03-04 15:{ends[2]:02}"),
        )

        [moment] = moments({"only": Threshold(percent=percent)}, course=lived, recorded_at=at("01-01 00:00"))

        assert moment.state is ThresholdState.REACHED
        assert moment.at is not None
        assert consumed_seconds(lived, until=moment.at) == (7 * 3600 * percent + 50) // 100


class TestWhatHasCome:
    @given(
        target=st.sampled_from([hours(9), working(9)]),
        turns=st.sets(st.integers(min_value=1, max_value=6_000), max_size=8),
        looks=st.tuples(st.integers(min_value=1, max_value=7_000), st.integers(min_value=1, max_value=7_000)),
    )
    def test_stands_whatever_comes_later(self, target: Elapsed | BusinessTime, turns: set[int], looks: tuple[int, int]):
        earlier, later = (
            [
                moment
                for moment in moments(
                    EVERY_KIND, course=until(target, list(turns), minutes=minutes), recorded_at=at("03-02 09:00")
                )
                if moment.state is ThresholdState.REACHED
            ]
            for minutes in sorted(looks)
        )

        assert [moment for moment in later if moment in earlier] == earlier
        assert all(moment.at is not None and moment.at >= at("03-02 09:00") for moment in later)
