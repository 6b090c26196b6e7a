"""Holiday sets and what is known of their years."""

from typing import Annotated

from wellkept_calendars.errors import HolidayYearInvalid
from wellkept_calendars.permissions import READ, WRITE
from wellkept_calendars.queries import holidays as queries
from wellkept_calendars.schemas.holidays import (
    CalendarsHolidaySetCreate,
    CalendarsHolidaySetRead,
    CalendarsHolidayYearCreate,
    CalendarsHolidayYearRead,
    Year,
)
from wellkept_calendars.service import publishing
from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken, NotFound
from wellkept_sdk.http import (
    FromPath,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    QueryParameter,
    Response,
    ResponseSpec,
    documents,
    get,
    needs,
    post,
)

OK, CREATED = 200, 201
_PUBLISH = {
    "new_year": {
        "year": 2026,
        "status": "published",
        "sources": ["https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"],
        "checked_on": "2025-11-05",
        "days": [
            {"on": "2026-01-01", "kind": "off", "name": "元旦"},
            {"on": "2026-01-02", "kind": "off", "name": "元旦"},
            {"on": "2026-01-04", "kind": "working", "name": "元旦"},
        ],
    }
}


@get("/holiday-sets", opt=needs(READ.name))
async def list_holiday_sets(
    page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[CalendarsHolidaySetRead]:
    """List the holiday sets by code."""
    return await queries.set_page(ctx, page)


@post("/holiday-sets", opt=needs(WRITE.name) | documents(problems=[CodeTaken]))
async def create_holiday_set(
    data: JSONBody[CalendarsHolidaySetCreate], ctx: NamedDependency[Ctx]
) -> CalendarsHolidaySetRead:
    """Make a holiday set that calendars may follow; its years are published one by one."""
    return await publishing.create_set(ctx, data)


@get("/holiday-sets/{code:str}/years", opt=needs(READ.name) | documents(problems=[NotFound]))
async def list_holiday_years(
    code: FromPath[str],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
    year: Annotated[Year | None, QueryParameter(description="Only this year.")] = None,
) -> Page[CalendarsHolidayYearRead]:
    """List what is known of the years of a holiday set now, the first year first."""
    return await queries.year_page(ctx, await queries.set_id(ctx, code), page, year=year)


@post(
    "/holiday-sets/{code:str}/years",
    opt=needs(WRITE.name) | documents(problems=[NotFound, HolidayYearInvalid], examples=_PUBLISH),
    responses={
        OK: ResponseSpec(CalendarsHolidayYearRead, generate_examples=False, description="This is known already.")
    },
)
async def publish_holiday_year(
    code: FromPath[str], data: JSONBody[CalendarsHolidayYearCreate], ctx: NamedDependency[Ctx]
) -> Response[CalendarsHolidayYearRead]:
    """Say what is known of a year; every calendar that follows the set gets a new revision with it."""
    published = await publishing.publish(ctx, code, data)
    return Response(content=published.year, status_code=CREATED if published.is_new else OK)


ROUTES = (list_holiday_sets, create_holiday_set, list_holiday_years, publish_holiday_year)
