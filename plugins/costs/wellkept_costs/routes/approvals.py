"""Up to what customers want chargeable work."""

from typing import Final
from uuid import UUID

from wellkept_costs import errors
from wellkept_costs.permissions import APPROVE, READ
from wellkept_costs.queries.approvals import approval_page
from wellkept_costs.schemas.approvals import CostsApprovalCreate, CostsApprovalRead
from wellkept_costs.service import approvals as service
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromPath, JSONBody, NamedDependency, Page, PageRequest, documents, get, needs, post

_APPROVE: Final = {
    "by_phone": {
        "limit": {"amount_minor": 250000, "currency": "CNY"},
        "evidence": {"kind": "phone", "contact_name": "Wang Fang"},
    }
}


@get("/approvals", opt=needs(READ.name))
async def list_approvals(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[CostsApprovalRead]:
    """List what the customer has approved, in the order of recording; partners see none."""
    return await approval_page(ctx, ticket_id, page)


@post(
    "/approvals",
    opt=needs(APPROVE.name) | documents(problems=[errors.CurrencyMismatch, errors.TicketCancelled], examples=_APPROVE),
)
async def give_approval(
    ticket_id: FromPath[UUID], data: JSONBody[CostsApprovalCreate], ctx: NamedDependency[Ctx]
) -> CostsApprovalRead:
    """Approve chargeable work up to a limit; it counts instead of what was approved before."""
    return await service.approve(ctx, ticket_id, data)


ROUTES = (list_approvals, give_approval)
