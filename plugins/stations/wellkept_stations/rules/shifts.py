"""When somebody can work on a day: his working time, less his absences, and what he has promised in any case."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from wellkept_sdk.local_days import first_moment
from wellkept_sdk.period import Period

#: How far from now a day may be that somebody plans or looks at; calendars tell of no more years than that.
DAYS_AWAY_MAX: Final = 3_660
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)


def day_period(day: date, time_zone: str) -> Period:
    """Return the moments of a day in a zone; it may have 23 or 25 hours."""
    return Period(
        starts_at=first_moment(day, time_zone=time_zone), ends_at=first_moment(day + _DAY, time_zone=time_zone)
    )


def working_time(on_duty: Iterable[Period], *, away: Iterable[Period], promised: Iterable[Period]) -> list[Period]:
    """Return the time to plan, in order and apart; what was promised stays, whether he would be there or not."""
    left = list(on_duty)
    for absence in away:
        left = [part for period in left for part in _without(period, absence)]
    return _joined([*left, *promised])


def full_minute(at: datetime) -> datetime:
    """Return the first full minute from a moment on."""
    begun = at.replace(second=0, microsecond=0)
    return begun if begun == at else begun + _MINUTE


def _without(period: Period, other: Period) -> list[Period]:
    if not period.overlaps(other):
        return [period]
    sides = [(period.starts_at, other.starts_at), (other.ends_at, period.ends_at)]
    return [Period(starts_at=start, ends_at=end) for start, end in sides if start < end]


def _joined(periods: Sequence[Period]) -> list[Period]:
    found: list[Period] = []
    for period in sorted(periods, key=lambda period: period.starts_at):
        if found and period.starts_at <= found[-1].ends_at:
            last = found.pop()
            ends_at = max(last.ends_at, period.ends_at)
            found.append(Period(starts_at=last.starts_at, ends_at=ends_at))
        else:
            found.append(period)
    return found
