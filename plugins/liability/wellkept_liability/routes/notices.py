"""Notices to obligors about a ticket."""

from uuid import UUID

from wellkept_liability import errors
from wellkept_liability.permissions import WRITE
from wellkept_liability.queries import notices as queries
from wellkept_liability.schemas.notices import (
    LiabilityNoticeCreate,
    LiabilityNoticeRead,
    LiabilityNoticeTransition,
)
from wellkept_liability.service import notices as service
from wellkept_sdk import Ctx
from wellkept_sdk.http import (
    FromPath,
    JSONBody,
    NamedDependency,
    Page,
    PageRequest,
    Response,
    documents,
    get,
    needs,
    post,
    tagged,
)
from wellkept_sdk.ids import TicketId

CREATED = 201
_ID = "01990000-0000-7000-8000-000000000001"
_NOTICE = {"supplier": {"warranty_term_id": _ID, "perform_by": "2026-03-16", "note": "Replace the seal."}}
_STEP = {
    "performed": {"action": "performed"},
    "step_in": {"action": "step_in", "party_id": _ID, "reason": "The obligor did not come."},
}


@get("/obligor-notices", opt=needs(WRITE.name))
async def list_obligor_notices(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[LiabilityNoticeRead]:
    """List the notices about a ticket in the order in which they were given."""
    return await queries.notice_page(ctx, ticket_id, page)


@post("/obligor-notices", opt=needs(WRITE.name) | documents(examples=_NOTICE))
async def give_obligor_notice(
    ticket_id: FromPath[UUID], data: JSONBody[LiabilityNoticeCreate], ctx: NamedDependency[Ctx]
) -> Response[LiabilityNoticeRead]:
    """Ask the obligor of a warranty to do what it has promised; past `perform_by` it is in default."""
    return tagged(await service.give(ctx, TicketId(ticket_id), data), status_code=CREATED)


@post(
    "/obligor-notices/{notice_id:uuid}/transitions",
    opt=needs(WRITE.name)
    | documents(problems=[errors.NoticeNotAllowed, errors.NoticeNotFound, errors.NoticeTooEarly], examples=_STEP),
)
async def make_notice_transition(
    ticket_id: FromPath[UUID],
    notice_id: FromPath[UUID],
    data: JSONBody[LiabilityNoticeTransition],
    ctx: NamedDependency[Ctx],
) -> Response[LiabilityNoticeRead]:
    """Record that the obligor has performed, or that somebody else steps in for it."""
    return tagged(await service.take_step(ctx, TicketId(ticket_id), notice_id, data), status_code=CREATED)


ON_TICKET = (list_obligor_notices, give_obligor_notice, make_notice_transition)
