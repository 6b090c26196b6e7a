"""What calendars answer without being changed: days, calculations, previews."""

from datetime import date
from typing import Annotated
from uuid import UUID

from wellkept_calendars import errors
from wellkept_calendars.permissions import READ, WRITE
from wellkept_calendars.schemas.calculations import (
    CalendarsCalculations,
    CalendarsDays,
    CalendarsPreview,
    CalendarsResults,
)
from wellkept_calendars.schemas.calendars import CalendarsRevisionCreate
from wellkept_calendars.service import answers, previews
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    JSONBody,
    NamedDependency,
    QueryParameter,
    documents,
    get,
    needs,
    post,
)
from wellkept_sdk.services.calendars import CalendarNotFound, CalendarUnreachable

OK = 200
_CALCULATE = {
    "four_hours": {
        "calculations": [
            {
                "op": "add",
                "start": "2026-02-13T17:00:00+08:00",
                "duration": {"kind": "business_time", "duration": "PT4H"},
            }
        ]
    }
}
_DURATION_PROBLEMS = (errors.DurationAmbiguous, errors.DurationOutOfRange)
_CONTENT_PROBLEMS = (
    errors.UnknownTimeZone,
    errors.IntervalInvalid,
    errors.IntervalOverlap,
    errors.ExceptionInvalid,
    errors.HolidaySetUnknown,
)


@get("/{calendar_id:uuid}/days", opt=needs(READ.name) | documents(problems=[CalendarNotFound]))
async def list_days(
    calendar_id: FromPath[UUID],
    from_on: Annotated[date, QueryParameter(description="The first day.")],
    to_on: Annotated[date, QueryParameter(description="The last day, at most 400 days in all.")],
    ctx: NamedDependency[Ctx],
) -> CalendarsDays:
    """Return which days are worked, when, and which rule says so."""
    return CalendarsDays(items=await answers.days(ctx, calendar_id, from_on=from_on, to_on=to_on))


@post(
    "/{calendar_id:uuid}/calculations",
    status_code=OK,
    opt=needs(READ.name)
    | documents(
        problems=[CalendarNotFound, errors.UnknownTimeZone, CalendarUnreachable, *_DURATION_PROBLEMS],
        examples=_CALCULATE,
    ),
)
async def calculate(
    calendar_id: FromPath[UUID], data: JSONBody[CalendarsCalculations], ctx: NamedDependency[Ctx]
) -> CalendarsResults:
    """Add, subtract and measure working time; stores nothing."""
    return await answers.calculate(ctx, calendar_id, data)


@post(
    "/{calendar_id:uuid}/preview",
    status_code=OK,
    opt=needs(WRITE.name) | documents(problems=[CalendarNotFound, errors.CalendarArchived, *_CONTENT_PROBLEMS]),
)
async def preview_revision(
    calendar_id: FromPath[UUID], data: JSONBody[CalendarsRevisionCreate], ctx: NamedDependency[Ctx]
) -> CalendarsPreview:
    """Return which days a revision would change, and which records of other plugins it would move; writes nothing."""
    return await previews.preview(ctx, calendar_id, data)


ROUTES = (list_days, calculate, preview_revision)
