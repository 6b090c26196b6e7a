"""When engineers have time: their duty less what they have to do, cut into equal pieces."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from wellkept_sdk.period import Period

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
#: Slots begin at quarters of an hour, as people agree them.
_STEP: Final = timedelta(minutes=15)


def slots(duty: Iterable[Period], *, taken: Iterable[Period], minutes: int) -> Iterator[Period]:
    """
    Return the pieces of so many minutes that lie on duty and overlap nothing that is taken, in order.

    Args:
        duty: working time, in order; what touches is one stretch.
        taken: absences and visits, in any order.
        minutes: how long each is.
    """
    length = timedelta(minutes=minutes)
    for stretch in free(duty, taken=taken):
        begins = _rounded_up(stretch.starts_at)
        while begins + length <= stretch.ends_at:
            yield Period(starts_at=begins, ends_at=begins + length)
            begins = _rounded_up(begins + length)


def free(duty: Iterable[Period], *, taken: Iterable[Period]) -> Iterator[Period]:
    """Return what is left of working time, in order."""
    busy = joined(sorted(taken, key=_start))
    for stretch in joined(duty):
        begins = stretch.starts_at
        for period in busy:
            if period.ends_at <= begins or period.starts_at >= stretch.ends_at:
                continue
            if period.starts_at > begins:
                yield Period(starts_at=begins, ends_at=period.starts_at)
            begins = period.ends_at
        if begins < stretch.ends_at:
            yield Period(starts_at=begins, ends_at=stretch.ends_at)


def is_on_duty(duty: Sequence[Period], period: Period) -> bool:
    """
    Return whether a period begins and ends in working time; breaks and nights between do not matter.

    Args:
        duty: working time, in order.
        period: of which.
    """
    begins = any(period.starts_at in stretch for stretch in duty)
    return begins and any(stretch.starts_at < period.ends_at <= stretch.ends_at for stretch in duty)


def joined(periods: Iterable[Period]) -> Sequence[Period]:
    """Return periods, given in order of their start, as stretches that neither overlap nor touch."""
    found: list[Period] = []
    for period in periods:
        if found and period.starts_at <= found[-1].ends_at:
            longer = max(found[-1].ends_at, period.ends_at)
            found[-1] = Period(starts_at=found[-1].starts_at, ends_at=longer)
        else:
            found.append(period)
    return found


def _rounded_up(moment: datetime) -> datetime:
    return moment + (_EPOCH - moment) % _STEP


def _start(period: Period) -> datetime:
    return period.starts_at
