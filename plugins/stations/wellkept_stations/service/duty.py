"""Working time of stations and engineers; whoever has no calendar is always on duty."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from wellkept_sdk import Ctx
from wellkept_sdk.period import Period
from wellkept_sdk.services.calendars import CALENDARS, WorkingCalendar


class Duty:
    """Calendars by their code."""

    def __init__(self, calendars: Mapping[str, WorkingCalendar]) -> None:
        """Take the calendars; one that is not among them is always open."""
        self._calendars = calendars

    def is_open(self, code: str | None, at: datetime) -> bool:
        """Return whether a moment is working time of a calendar."""
        calendar = self._calendar(code)
        return calendar is None or calendar.is_open(at)

    def intervals(self, code: str | None, start: datetime, end: datetime) -> Sequence[Period]:
        """Return the working time between two moments, cut to them, in order."""
        if start >= end:
            return []
        calendar = self._calendar(code)
        return [Period(starts_at=start, ends_at=end)] if calendar is None else calendar.intervals(start, end)

    def _calendar(self, code: str | None) -> WorkingCalendar | None:
        return None if code is None else self._calendars.get(code)


async def duty(ctx: Ctx, codes: Collection[str | None]) -> Duty:
    """Return the working time of calendars, in one statement; none for nobody."""
    named = sorted({code for code in codes if code is not None})
    calendars = ctx.service_or_none(CALENDARS) if named else None
    return Duty({} if calendars is None else await calendars.find_many(named))
