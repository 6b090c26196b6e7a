"""Routes of dispatch below a ticket: who comes into question, and sending somebody."""

from typing import Annotated
from uuid import UUID

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
from wellkept_sdk.ids import TicketId
from wellkept_sdk.moment import Moment
from wellkept_stations import errors
from wellkept_stations.permissions import DISPATCH
from wellkept_stations.schemas.candidates import CANDIDATES_DEFAULT, CANDIDATES_MAX, StationsCandidates
from wellkept_stations.schemas.dispatch import StationsAssignmentCreate, StationsAssignmentRead
from wellkept_stations.service import dispatching, proposing

_AT = QueryParameter(description="When the work is to be done; now, if absent.")
_LIMIT = QueryParameter(description="How many are shown, the best first.", ge=1, le=CANDIDATES_MAX)


@get("/candidates", opt=needs(DISPATCH.name))
async def list_candidates(
    ticket_id: FromPath[UUID],
    ctx: NamedDependency[Ctx],
    at: Annotated[Moment | None, _AT] = None,
    limit: Annotated[int, _LIMIT] = CANDIDATES_DEFAULT,
) -> StationsCandidates:
    """Return who comes into question for a ticket, the best first, each with reasons; nothing is stored."""
    return await proposing.candidates(ctx, TicketId(ticket_id), at=at, limit=limit)


@post(
    "/assignment",
    opt=needs(DISPATCH.name)
    | documents(
        problems=[errors.NoCandidate, errors.NotEligible, errors.TicketNotOpen],
        examples={
            "the best": {},
            "somebody in spite of filters": {
                "engineer_id": "01990000-0000-7000-8000-000000000001",
                "override": {"reason": "The customer asked for him."},
            },
        },
    ),
)
async def assign_ticket(
    ticket_id: FromPath[UUID], data: JSONBody[StationsAssignmentCreate], ctx: NamedDependency[Ctx]
) -> StationsAssignmentRead:
    """Send the engineer who is named, or else the best candidate; why he was chosen is kept for ever."""
    return await dispatching.dispatch(ctx, TicketId(ticket_id), data)


ROUTES = (list_candidates, assign_ticket)
