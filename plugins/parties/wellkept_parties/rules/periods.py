"""Half-open periods of days, as involvements have them."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Whatever lasts from a day until before another, or without an end."""

    @property
    def starts_on(self) -> date:
        """The first day."""
        ...

    @property
    def ends_on(self) -> date | None:
        """The day after the last one."""
        ...


DatedT = TypeVar("DatedT", bound=Dated)


def is_empty(starts_on: date, ends_on: date | None) -> bool:
    """Return whether a period has no day."""
    return ends_on is not None and ends_on <= starts_on


def overlap(starts_on: date, ends_on: date | None, other: Dated) -> bool:
    """Return whether there is a day in both; periods that only touch have none."""
    return (other.ends_on is None or starts_on < other.ends_on) and (ends_on is None or other.starts_on < ends_on)


def first_overlapping(starts_on: date, ends_on: date | None, others: Sequence[DatedT]) -> DatedT | None:
    """Return the earliest of the periods that have a day in common with this one; None for none."""
    found = [other for other in others if overlap(starts_on, ends_on, other)]
    return min(found, key=lambda other: other.starts_on, default=None)


def end_of(starts_on: date, ends_on: date | None, *, today: date) -> date:
    """Return on which day a period ends that is ended today: never later than agreed, never before its start."""
    ends = today if ends_on is None else min(today, ends_on)
    return max(ends, starts_on)
