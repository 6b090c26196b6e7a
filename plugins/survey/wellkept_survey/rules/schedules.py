"""When follow-ups are due: the occurrences of a schedule, and which of them are to be planned on a day."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Final, Protocol

from msgspec import Struct

from wellkept_sdk.period import Period

#: How many days ahead a follow-up is planned.
AHEAD_DAYS: Final = 60
_MONTHS_A_YEAR: Final = 12
_DAY: Final = timedelta(days=1)
#: How far the next working day is looked for; a calendar that has none in so long moves nothing.
_SEARCH_DAYS_MAX: Final = 31

IsWorking = Callable[[date], bool]


class Schedule(Protocol):
    """
    How often something is due: exactly one of the first three says it.

    `after_days` once, so many days after the anchor; `every_months` again and again, so many months after it;
    `month_day` every year on that day, as `05-15`. `window_days` is how long it may then take place.
    """

    @property
    def after_days(self) -> int | None: ...  # noqa: D102 - the class says it
    @property
    def every_months(self) -> int | None: ...  # noqa: D102
    @property
    def month_day(self) -> str | None: ...  # noqa: D102
    @property
    def window_days(self) -> int: ...  # noqa: D102


class Occurrence(Struct, frozen=True, kw_only=True):
    """
    One time that a schedule is due.

    Args:
        number: its place after the anchor, from 1; of a schedule by the day of the year, the year.
        due_on: a working day.
        window_until: the last day on which it may take place.
    """

    number: int
    due_on: date
    window_until: date


def occurrence(schedule: Schedule, number: int, *, anchor_on: date | None, is_working: IsWorking) -> Occurrence | None:
    """
    Return one occurrence; None if there is no such, or the calendar ends before it.

    Args:
        schedule: how often.
        number: its place, or the year.
        anchor_on: the day from which it counts; None where nobody knows it yet.
        is_working: whether a day is a working day.
    """
    try:
        due_on = _raw(schedule, number, anchor_on)
        if due_on is None:
            return None
        due_on = next_working_day(due_on, is_working=is_working)
        window_until = due_on + timedelta(days=schedule.window_days)
    except (OverflowError, ValueError):
        return None
    return Occurrence(number=number, due_on=due_on, window_until=window_until)


def to_plan(schedule: Schedule, *, anchor_on: date | None, today: date, is_working: IsWorking) -> Sequence[Occurrence]:
    """
    Return what is to be planned on a day: the next occurrence, if it is near, and the one whose window is still open.

    The same day gives the same answer, however often it is asked.

    Args:
        schedule: how often.
        anchor_on: the day from which it counts; None where nobody knows it yet.
        today: at the place.
        is_working: whether a day is a working day.
    """
    until = today + timedelta(days=AHEAD_DAYS)
    near = list(takewhile(lambda each: each.due_on <= until, _from(schedule, anchor_on, today, is_working)))
    running = [each for each in near if each.due_on < today <= each.window_until]
    following = [each for each in near if each.due_on >= today]
    return [*running[-1:], *following[:1]]


def next_working_day(day: date, *, is_working: IsWorking) -> date:
    """Return the day itself if it is a working day, else the next that is; itself where there is none in a month."""
    days = (day + timedelta(days=ahead) for ahead in range(_SEARCH_DAYS_MAX))
    return next((each for each in days if is_working(each)), day)


def is_worked(begins_at: datetime, ends_at: datetime, *, worked: Sequence[Period]) -> bool:
    """
    Return whether a day is a working day: working time begins on it, or lasts through it.

    Args:
        begins_at: the day's first moment.
        ends_at: the first moment of the next day.
        worked: working time from some time before the day until its end.
    """
    return any(
        begins_at <= each.starts_at < ends_at or (each.starts_at < begins_at and each.ends_at >= ends_at)
        for each in worked
    )


def months_after(day: date, months: int) -> date:
    """
    Return the day so many months later; where that month is shorter, its last day.

    Raises:
        ValueError: the calendar ends before.
    """
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
    return _clamped(year, month + 1, day.day)


def _raw(schedule: Schedule, number: int, anchor_on: date | None) -> date | None:
    if schedule.month_day is not None:
        month, day = map(int, schedule.month_day.split("-"))
        return _clamped(number, month, day)
    if anchor_on is None or number < 1:
        return None
    if schedule.every_months is not None:
        return months_after(anchor_on, number * schedule.every_months)
    if schedule.after_days is not None and number == 1:
        return anchor_on + timedelta(days=schedule.after_days)
    return None


def _from(schedule: Schedule, anchor_on: date | None, today: date, is_working: IsWorking) -> Iterator[Occurrence]:
    """Yield the occurrences from the last whose window may be open, in order."""
    number = _first_number(schedule, anchor_on, today)
    while (found := occurrence(schedule, number, anchor_on=anchor_on, is_working=is_working)) is not None:
        yield found
        number += 1


def _first_number(schedule: Schedule, anchor_on: date | None, today: date) -> int:
    since = today - timedelta(days=min(schedule.window_days + _SEARCH_DAYS_MAX, (today - date.min).days))
    if schedule.month_day is not None:
        return since.year
    if schedule.every_months is None or anchor_on is None:
        return 1
    months = (since.year - anchor_on.year) * _MONTHS_A_YEAR + since.month - anchor_on.month
    return max(1, months // schedule.every_months)


def _clamped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
