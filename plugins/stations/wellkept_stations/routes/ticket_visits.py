"""Routes of visits below a ticket."""

from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    IfMatch,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Response,
    documents,
    get,
    needs,
    post,
    require_staff,
    tagged,
)
from wellkept_stations import errors
from wellkept_stations.permissions import DISPATCH, READ, VISIT
from wellkept_stations.queries import visits as queries
from wellkept_stations.schemas.visit_steps import StationsVisitActions, StationsVisitStep, StationsVisitTransition
from wellkept_stations.schemas.visits import StationsVisitCreate, StationsVisitRead
from wellkept_stations.service import visit_moves, visiting

CREATED = 201
_ID = "01990000-0000-7000-8000-000000000001"
_WINDOW = {"from": "2026-03-02T01:00:00Z", "to": "2026-03-02T03:00:00Z"}
_PLAN = {"morning": {"engineer_ids": [_ID], "window": _WINDOW, "purpose": "Replace the bearing."}}
_TRANSITION = {
    "check_in": {"action": "check_in", "longitude": 121.4737, "latitude": 31.2304},
    "check_out": {"action": "check_out", "outcome": "done", "work_minutes": 150, "travel_km": 86},
    "reschedule": {"action": "reschedule", "window": _WINDOW, "reason": "The customer asked for it."},
}
_BOOKING = (errors.EngineerBusy, errors.EngineerLeft, errors.OffDuty, errors.StationClosed, errors.WindowInvalid)


@get("/visits", opt=needs(READ.name))
async def list_ticket_visits(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[StationsVisitRead]:
    """List the visits of a ticket in the order of their making; partners see those that their people make."""
    return await queries.page_of_ticket(ctx, ticket_id, page)


@post(
    "/visits",
    opt=needs(DISPATCH.name) | documents(problems=[*_BOOKING, errors.VisitTicketClosed], examples=_PLAN),
)
async def plan_visit(
    ticket_id: FromPath[UUID], data: JSONBody[StationsVisitCreate], ctx: NamedDependency[Ctx]
) -> Response[StationsVisitRead]:
    """Agree a visit; who makes it has no other at that time."""
    made = await visiting.plan_visit(ctx, ticket_id, data)
    return tagged(made, status_code=CREATED, location=f"/v1/tickets/{ticket_id}/stations/visits/{made.id}")


@get("/visits/{visit_id:uuid}", opt=needs(READ.name) | documents(problems=[errors.VisitNotFound]))
async def get_visit(
    ticket_id: FromPath[UUID], visit_id: FromPath[UUID], ctx: NamedDependency[Ctx]
) -> Response[StationsVisitRead]:
    """Return one visit."""
    return tagged(await queries.read(ctx, await queries.visible(ctx, ticket_id, visit_id)))


@get("/visits/{visit_id:uuid}/transitions", opt=needs(VISIT.name) | documents(problems=[errors.VisitNotFound]))
async def list_visit_actions(
    ticket_id: FromPath[UUID], visit_id: FromPath[UUID], ctx: NamedDependency[Ctx]
) -> StationsVisitActions:
    """Return every action, whether it is possible now, and why it is not."""
    return await visit_moves.actions(ctx, ticket_id, visit_id)


@post(
    "/visits/{visit_id:uuid}/transitions",
    opt=needs(VISIT.name)
    | documents(
        problems=[*_BOOKING, errors.VisitNotAllowed, errors.VisitNotFound, errors.VisitTicketClosed],
        examples=_TRANSITION,
    ),
)
async def make_visit_transition(
    ticket_id: FromPath[UUID],
    visit_id: FromPath[UUID],
    data: JSONBody[StationsVisitTransition],
    if_match: NamedDependency[IfMatch],
    ctx: NamedDependency[Ctx],
) -> Response[StationsVisitRead]:
    """Confirm a visit, set out, check in or out, move it to another time, call it off, or say that nobody came."""
    moved = await visit_moves.transition(ctx, ticket_id, visit_id, data, if_match=if_match)
    return tagged(moved, status_code=CREATED)


@get("/visits/{visit_id:uuid}/history", opt=needs(READ.name) | documents(problems=[errors.VisitNotFound]))
async def list_visit_steps(
    ticket_id: FromPath[UUID],
    visit_id: FromPath[UUID],
    page: NamedDependency[PageRequest],
    ctx: NamedDependency[Ctx],
) -> Page[StationsVisitStep]:
    """List what was done to a visit, oldest first; for our own house."""
    require_staff(ctx.actor, READ.name)
    return await queries.step_page(ctx, ticket_id, visit_id, page)


ROUTES = (
    list_ticket_visits,
    plan_visit,
    get_visit,
    list_visit_actions,
    make_visit_transition,
    list_visit_steps,
)
