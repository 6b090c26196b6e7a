"""Day plans: ordered, read, and made into visits."""

from datetime import date
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    FromQuery,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Provide,
    Response,
    documents,
    get,
    needs,
    post,
    tagged,
)
from wellkept_stations import errors
from wellkept_stations.permissions import DISPATCH
from wellkept_stations.queries import plans as queries
from wellkept_stations.queries.plans import PlanFilters
from wellkept_stations.schemas.plans import StationsPlanApplied, StationsPlanCreate, StationsPlanRead
from wellkept_stations.service import applying, planning

ACCEPTED = 202
_ID = "01990000-0000-7000-8000-000000000001"
_ORDER = {"tomorrow": {"station_id": _ID, "day": "2026-03-03", "seconds": 5, "stop_minutes": 60}}


def provide_filters(
    station_id: FromQuery[UUID | None] = None,
    day: FromQuery[date | None] = None,
) -> PlanFilters:
    """Return which plans the caller asks for."""
    return PlanFilters(station_id=station_id, day=day)


@get(
    "/plans",
    opt=needs(DISPATCH.name),
    dependencies={"filters": Provide(provide_filters, sync_to_thread=False)},
)
async def list_day_plans(
    filters: NamedDependency[PlanFilters], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[StationsPlanRead]:
    """List day plans, the latest first."""
    return await queries.plan_page(ctx, page, filters=filters)


@post(
    "/plans",
    status_code=ACCEPTED,
    opt=needs(DISPATCH.name) | documents(problems=[errors.StationClosed], examples=_ORDER),
)
async def order_day_plan(data: JSONBody[StationsPlanCreate], ctx: NamedDependency[Ctx]) -> Response[StationsPlanRead]:
    """Order a plan of the routes of a station's engineers on one day; it is made soon after."""
    ordered = await planning.create(ctx, data)
    return tagged(ordered, status_code=ACCEPTED, location=f"/v1/stations/plans/{ordered.id}")


@get("/plans/{plan_id:uuid}", opt=needs(DISPATCH.name) | documents(problems=[errors.PlanNotFound]))
async def get_day_plan(plan_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> Response[StationsPlanRead]:
    """Return one day plan with its routes, and the tickets that are in none."""
    return tagged(await queries.plan(ctx, plan_id))


@post(
    "/plans/{plan_id:uuid}/apply",
    opt=needs(DISPATCH.name) | documents(problems=[errors.PlanNotFound, errors.PlanNotReady]),
)
async def apply_day_plan(plan_id: FromPath[UUID], ctx: NamedDependency[Ctx]) -> StationsPlanApplied:
    """Agree a visit for every stop of a plan, once; what no longer fits is told, the rest is made."""
    return await applying.apply(ctx, plan_id)


ROUTES = (list_day_plans, order_day_plan, get_day_plan, apply_day_plan)
