"""Periods of a project: how many have passed since a day, and which one has just begun."""

from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from wellkept_survey.rules.schedules import months_after

#: Whoever switches surveys on for an old project does not want to ask about a period that began long ago.
LATE_MAX: Final = timedelta(days=30)
_MONTHS_A_YEAR: Final = 12


class BegunPeriod(Struct, frozen=True, kw_only=True):
    """A period that has begun: its number, from 1, and its first day."""

    number: int
    begins_on: date


def begun_period(anchor: date, *, every_months: int, today: date) -> BegunPeriod | None:
    """
    Return the latest period that has begun, unless it was long ago; None before the first.

    Args:
        anchor: from which day on months are counted; the end of a shorter month stands for a day that it lacks.
        every_months: the length of a period.
        today: as the project counts it.
    """
    passed = (today.year - anchor.year) * _MONTHS_A_YEAR + today.month - anchor.month
    number = passed // every_months
    if number >= 1 and months_after(anchor, number * every_months) > today:
        number -= 1
    if number < 1:
        return None
    begins_on = months_after(anchor, number * every_months)
    return BegunPeriod(number=number, begins_on=begins_on) if today - begins_on <= LATE_MAX else None
