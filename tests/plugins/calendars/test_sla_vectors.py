"""Every calendar question of fourteen peers' own tests, answered by ours; `ticket_state` belongs to the plugin sla."""

import math
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sla_vectors import Vector, calendar_of, moment_of, pauses_of, vector, vectors
from wellkept_sdk.iso_duration import write_duration
from wellkept_sdk.period import END_OF_DAY, SAME_TIME, BusinessDays, BusinessTime
from wellkept_sdk.services.calendars import WorkingCalendar

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
UNITS = {"hour": HOUR, "hours": HOUR, "minutes": MINUTE}

Answer = Callable[[Vector, WorkingCalendar], object]


def counted(calendar: WorkingCalendar, start: datetime, length: timedelta) -> datetime:
    """Working time after a moment, or before it where the peer says it with a minus."""
    duration = BusinessTime(duration=write_duration(abs(length)))
    return (calendar.subtract(start, duration) if length < timedelta() else calendar.add(start, duration)).at


def add(said: Vector, calendar: WorkingCalendar) -> datetime:
    length = timedelta(seconds=said["seconds"] + said.get("hold_seconds", 0))
    return counted(calendar, moment_of(said["start"], said), length)


def add_with_pauses(said: Vector, calendar: WorkingCalendar) -> datetime:
    """The clock stands still in a pause: it counts until one begins, and goes on when it has ended."""
    at, left = moment_of(said["start"], said), timedelta(seconds=said["seconds"])
    for begins, ends in pauses_of(said):
        worked = calendar.elapsed(at, begins)
        if worked >= left:
            break
        at, left = ends, left - worked
    return counted(calendar, at, left)


def elapsed(said: Vector, calendar: WorkingCalendar) -> float:
    found = calendar.elapsed(moment_of(said["start"], said), moment_of(said["end"], said)).total_seconds()
    # This peer tells whole seconds, and half a second is one.
    whole = math.copysign(math.floor(abs(found) + 0.5), found)
    return whole if said["source"] == "working_hours" else found


def elapsed_in_units(said: Vector, calendar: WorkingCalendar) -> float:
    found = timedelta(seconds=elapsed(said, calendar)) / UNITS[said["unit"]]
    return found if isinstance(said["expected"], float) else math.trunc(found)


def elapsed_with_pauses(said: Vector, calendar: WorkingCalendar) -> float:
    paused = (calendar.elapsed(begins, ends) for begins, ends in pauses_of(said))
    return elapsed(said, calendar) - sum(paused, timedelta()).total_seconds()


def elapsed_sum(said: Vector, calendar: WorkingCalendar) -> float:
    pairs = [(moment_of(begins, said), moment_of(ends, said)) for begins, ends in said["intervals"]]
    return sum((calendar.elapsed(begins, ends) for begins, ends in pairs), timedelta()).total_seconds()


def midnight(at: datetime, calendar: WorkingCalendar) -> datetime:
    zone = ZoneInfo(calendar.time_zone)
    return datetime.combine(at.astimezone(zone), datetime.min.time(), tzinfo=zone)


def is_working_day(said: Vector, calendar: WorkingCalendar) -> bool:
    begins = midnight(moment_of(said["start"], said), calendar)
    return bool(calendar.intervals(begins, begins + timedelta(days=1)))


def working_days(said: Vector, calendar: WorkingCalendar, *, until: str) -> datetime:
    """These peers count from the start's date even where it is no working day; ours from the next working day."""
    start = moment_of(said["start"], said)
    days = said["days"] - 1 if said["days"] > 0 and not is_working_day(said, calendar) else said["days"]
    begins = calendar.opening(midnight(start, calendar))
    count = calendar.subtract if days < 0 else calendar.add
    return count(begins, BusinessDays(days=abs(days), until=until)).at


def add_days(said: Vector, calendar: WorkingCalendar) -> datetime:
    """These peers keep the wall time, working time or not: ours is asked for that time of the day, to the minute."""
    wall = moment_of(said["start"], said).astimezone(ZoneInfo(calendar.time_zone))
    seconds = timedelta(seconds=wall.second, microseconds=wall.microsecond)
    return working_days(said, calendar, until=f"{wall:%H:%M}") + seconds


def add_days_end_of_day(said: Vector, calendar: WorkingCalendar) -> datetime:
    return working_days(said, calendar, until=END_OF_DAY)


def add_days_with_pauses(said: Vector, calendar: WorkingCalendar) -> datetime:
    at = add_days_end_of_day(said, calendar) if said["end_of_working_day"] else add_days(said, calendar)
    paused = (calendar.elapsed(begins, ends) for begins, ends in pauses_of(said))
    return counted(calendar, at, sum(paused, timedelta()))


def add_days_roll(said: Vector, calendar: WorkingCalendar) -> datetime:
    """A start that is no working day moves to the nearest one in the direction of the count, as ours does too."""
    start = moment_of(said["start"], said)
    count = calendar.subtract if said["days"] < 0 else calendar.add
    return count(start, BusinessDays(days=abs(said["days"]), until="00:00")).at


def add_days_biz(said: Vector, calendar: WorkingCalendar) -> datetime:
    """The rule of ours exactly; no days at all are no target here."""
    start = moment_of(said["start"], said)
    if said["days"] == 0:
        return calendar.opening(start)
    count = calendar.subtract if said["days"] < 0 else calendar.add
    return count(start, BusinessDays(days=abs(said["days"]), until=SAME_TIME)).at


def plan_days_end(said: Vector, calendar: WorkingCalendar) -> datetime:
    """The first working day counts as one of the planned days."""
    return calendar.add(moment_of(said["start"], said), BusinessDays(days=said["days"] - 1, until=END_OF_DAY)).at


def days_between(said: Vector, calendar: WorkingCalendar) -> int:
    return calendar.business_days(moment_of(said["start"], said), moment_of(said["end"], said))


def next_open(said: Vector, calendar: WorkingCalendar) -> datetime:
    return calendar.opening(moment_of(said["start"], said))


def is_open(said: Vector, calendar: WorkingCalendar) -> bool:
    return calendar.is_open(moment_of(said["start"], said))


ANSWERS: dict[str, Answer] = {
    "add": add,
    "add_with_hold_seconds": add,
    "add_with_pauses": add_with_pauses,
    "elapsed": elapsed,
    "elapsed_trunc": elapsed_in_units,
    "elapsed_with_pauses": elapsed_with_pauses,
    "elapsed_sum": elapsed_sum,
    "add_days": add_days,
    "add_days_end_of_day": add_days_end_of_day,
    "add_days_with_pauses": add_days_with_pauses,
    "add_days_roll": add_days_roll,
    "add_days_biz": add_days_biz,
    "plan_days_end": plan_days_end,
    "days_between": days_between,
    "is_working_day": is_working_day,
    "next_open": next_open,
    "is_open": is_open,
}

# Working days from one date until before another, with the one make-up day among them; the peer leaves it out.
COUNTED_WITH_MAKE_UP_DAYS = {
    "business-1102": 12,
    "business-1105": 9,
    "business-1109": 9,
    "business-1111": 6,
    "business-1113": 10,
    "business-1115": 9,
    "business-1125": 12,
    "business-1129": 7,
    "business-1130": 9,
    "business-1137": 5,
    "business-1172": 12,
    "business-1175": 9,
    "business-1179": 9,
    "business-1181": 6,
    "business-1183": 10,
    "business-1185": 9,
    "business-1195": 12,
    "business-1199": 7,
    "business-1200": 9,
    "business-1207": 5,
}


class TestPeersAgreeWithOurs:
    @pytest.mark.parametrize("op", ANSWERS)
    def test_on(self, op: str) -> None:
        assert list(disagreements(op)) == []

    def test_on_every_operation_that_is_not_of_tickets(self) -> None:
        ops = {said["op"] for said in vectors(tier="core")}

        assert ops == {*ANSWERS, "ticket_state"}


class TestPeersThatDifferFromOurs:
    def test_round_up_to_whole_seconds_and_ours_never_rounds(self) -> None:
        said = vector("working_hours-0000")

        assert add(said, calendar_of(said)) == datetime(1991, 11, 18, 9, 1, 42, 650_000, tzinfo=UTC)
        assert moment_of(said["expected"], said) == datetime(1991, 11, 18, 9, 1, 43, tzinfo=UTC)

    def test_count_a_day_of_25_hours_as_24_and_ours_counts_the_hours_that_pass(self) -> None:
        said = vector("working_hours-0022")

        assert (elapsed(said, calendar_of(said)), said["expected"]) == (90_000, 86_400)

    def test_count_nothing_backwards_and_ours_counts_with_a_sign(self) -> None:
        said = vector("otobo-0344")

        assert (elapsed(said, calendar_of(said)), said["expected"]) == (-205_199, 0)

    def test_add_a_pause_in_wall_time_and_ours_stands_still_for_the_working_time_of_it(self) -> None:
        said = vector("erpnext-0678")

        # The pause, 04:15 to 05:00, lies before the opening at 10:00: it costs nobody any working time.
        assert add_with_pauses(said, calendar_of(said)) == datetime(2020, 3, 4, 16, tzinfo=UTC)
        assert moment_of(said["expected"], said) == datetime(2020, 3, 4, 16, 45, tzinfo=UTC)

    @pytest.mark.parametrize(("vector_id", "ours"), COUNTED_WITH_MAKE_UP_DAYS.items())
    def test_leave_make_up_days_out_between_two_dates_and_ours_counts_them(self, vector_id: str, ours: int) -> None:
        said = vector(vector_id)

        assert days_between(said, calendar_of(said)) == ours
        assert said["expected"] == ours - 1

    def test_are_all_decided(self) -> None:
        differing = {said["id"] for said in vectors() if said["tier"] != "core" and said["op"] != "ticket_state"}

        assert differing == {
            "working_hours-0000",
            "working_hours-0022",
            "otobo-0344",
            "erpnext-0678",
            *COUNTED_WITH_MAKE_UP_DAYS,
        }


def disagreements(op: str) -> Iterator[tuple[Any, ...]]:
    for said in vectors(op=op, tier="core"):
        ours, peers = ANSWERS[op](said, calendar_of(said)), said["expected"]
        if isinstance(peers, str):
            peers = moment_of(peers, said)
        if not agree(said, ours, peers):
            yield said["id"], ours, peers


def agree(said: Vector, ours: object, peers: object) -> bool:
    """Where working time ends, a peer may name the next opening: the same working moment."""
    if ours == peers or said["op"] != "add":
        return ours == peers
    assert isinstance(ours, datetime)
    assert isinstance(peers, datetime)
    return calendar_of(said).elapsed(ours, peers) == timedelta()
