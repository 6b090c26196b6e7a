"""Which days are working days, by the deployment's default calendar."""

from datetime import date, timedelta

from wellkept_sdk import Ctx
from wellkept_sdk.local_days import first_moment
from wellkept_sdk.services.calendars import CALENDARS, CalendarUnreachable, WorkingCalendar
from wellkept_survey.rules.schedules import IsWorking, is_worked

_DAY = timedelta(days=1)


async def working_days(ctx: Ctx) -> IsWorking:
    """
    Return what tells working days; without calendars, and in years that none counts, every day is one.

    Raises:
        CalendarNotFound: the deployment names a default calendar that is not there.
    """
    calendars = ctx.service_or_none(CALENDARS)
    return _every_day if calendars is None else _by(await calendars.default())


def _by(calendar: WorkingCalendar) -> IsWorking:
    known: dict[date, bool] = {}

    def is_working(day: date) -> bool:
        if day not in known:
            known[day] = _is_working(calendar, day)
        return known[day]

    return is_working


def _is_working(calendar: WorkingCalendar, day: date) -> bool:
    begins_at = first_moment(day, time_zone=calendar.time_zone)
    ends_at = first_moment(day + _DAY, time_zone=calendar.time_zone)
    try:
        # From the day before, so that a night shift is known by its own beginning.
        worked = calendar.intervals(begins_at - _DAY, ends_at)
    except CalendarUnreachable:
        # One project's mistyped year must not keep all others from their follow-ups.
        return True
    return is_worked(begins_at, ends_at, worked=worked)


def _every_day(day: date) -> bool:
    del day
    return True
