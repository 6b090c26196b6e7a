"""Calendars and their revisions."""

from typing import Annotated, Literal
from uuid import UUID

from wellkept_calendars import errors
from wellkept_calendars.permissions import READ, WRITE
from wellkept_calendars.queries import calendars as queries
from wellkept_calendars.queries.calendars import CalendarFilters
from wellkept_calendars.schemas.calendars import (
    CalendarCode,
    CalendarsCalendarCreate,
    CalendarsCalendarPatch,
    CalendarsCalendarRead,
    CalendarsRevisionCreate,
    CalendarsRevisionRead,
)
from wellkept_calendars.service import calendars as service
from wellkept_calendars.service import revising
from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken
from wellkept_sdk.http import (
    FromPath,
    IfMatch,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    QueryParameter,
    Response,
    ResponseSpec,
    documents,
    get,
    needs,
    patch,
    post,
    tagged,
)
from wellkept_sdk.services.calendars import CalendarNotFound

OK, CREATED = 200, 201
#: What a body that says when a calendar is open may get wrong.
CONTENT_PROBLEMS = (
    errors.UnknownTimeZone,
    errors.IntervalInvalid,
    errors.IntervalOverlap,
    errors.ExceptionInvalid,
    errors.HolidaySetUnknown,
)
_CONTENT = {
    "time_zone": "Asia/Shanghai",
    "holiday_sets": ["cn"],
    "weekly": {
        "mon": [{"opens": "08:00", "closes": "12:00"}, {"opens": "13:00", "closes": "17:00"}],
        "sat": [{"opens": "22:00", "closes": "06:00"}],
    },
}
_CREATE = {"yard": {"code": "jiangnan-yard", "name": "江南船厂", **_CONTENT}}
REVISE = {
    "sea_trial": {
        "add_exceptions": [
            {"on": "2026-06-18", "kind": "partial", "name": "试航", "closed": [{"opens": "12:00", "closes": "24:00"}]}
        ],
        "reason": "Sea trial on 18 June",
    }
}


def provide_filters(
    code: Annotated[CalendarCode | None, QueryParameter(description="Exactly this code.")] = None,
    archived: Annotated[bool | None, QueryParameter(description="Only those that are archived, or are not.")] = None,
) -> CalendarFilters:
    """Return which calendars the caller asks for."""
    return CalendarFilters(code=code, archived=archived)


@get("/", opt=needs(READ.name), dependencies={"filters": Provide(provide_filters, sync_to_thread=False)})
async def list_calendars(
    filters: NamedDependency[CalendarFilters],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    sort: Annotated[
        Literal["code", "-code"] | None, QueryParameter(description="The order, by default `code`.")
    ] = None,
) -> Page[CalendarsCalendarRead]:
    """List the calendars, each with its present revision."""
    return await queries.calendar_page(ctx, page, filters=filters, sort=sort)


@post("/", opt=needs(WRITE.name) | documents(problems=[CodeTaken, *CONTENT_PROBLEMS], examples=_CREATE))
async def create_calendar(
    data: JSONBody[CalendarsCalendarCreate], ctx: NamedDependency[Ctx]
) -> Response[CalendarsCalendarRead]:
    """Make a calendar with its first revision."""
    created = await service.create(ctx, data)
    return tagged(created, status_code=CREATED, location=f"/v1/calendars/{created.id}")


@get("/{calendar_id:uuid}", opt=needs(READ.name) | documents(problems=[CalendarNotFound]))
async def get_calendar(calendar_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[CalendarsCalendarRead]:
    """Return one calendar with its present revision."""
    return tagged(await queries.calendar(ctx, calendar_id))


@patch("/{calendar_id:uuid}", opt=needs(WRITE.name) | documents(problems=[CalendarNotFound]))
async def update_calendar(
    calendar_id: FromPath[UUID],
    data: JSONBody[CalendarsCalendarPatch],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[CalendarsCalendarRead]:
    """Rename, archive or restore a calendar by JSON merge patch; an archived one goes on serving what uses it."""
    return tagged(await service.update(ctx, calendar_id, data, if_match=if_match))


@get("/{calendar_id:uuid}/revisions", opt=needs(READ.name) | documents(problems=[CalendarNotFound]))
async def list_revisions(
    calendar_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[CalendarsRevisionRead]:
    """List the revisions of a calendar, the newest first."""
    return await queries.revision_page(ctx, calendar_id, page)


@post(
    "/{calendar_id:uuid}/revisions",
    opt=needs(WRITE.name)
    | documents(problems=[CalendarNotFound, errors.CalendarArchived, *CONTENT_PROBLEMS], examples=REVISE),
    responses={
        OK: ResponseSpec(
            CalendarsRevisionRead, generate_examples=False, description="The present revision, which says this already."
        )
    },
)
async def revise_calendar(
    calendar_id: FromPath[UUID],
    data: JSONBody[CalendarsRevisionCreate],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[CalendarsRevisionRead]:
    """Let a calendar say something else from now on; what the body leaves out stays as it is."""
    revised = await revising.revise(ctx, calendar_id, data, if_match=if_match)
    return Response(content=revised.revision, status_code=CREATED if revised.is_new else OK)


ROUTES = (list_calendars, create_calendar, get_calendar, update_calendar, list_revisions, revise_calendar)
