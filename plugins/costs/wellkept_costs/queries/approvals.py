"""What customers have approved."""

from uuid import UUID

from wellkept_costs.schemas.approvals import CostsApprovalRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.db import FALSE, TRUE, Clause, ListDeclaration, Sort, all_of
from wellkept_sdk.http import Page, PageRequest

_approvals = ListDeclaration(select="SELECT * FROM costs_approval", sorts={"id": Sort("id", UUID)}, sort_default="id")


async def approval_page(ctx: Ctx, ticket_id: UUID, page: PageRequest) -> Page[CostsApprovalRead]:
    """Return one page of the approvals of a ticket in the order of recording; partners see none."""
    seen = FALSE if ctx.actor.role is Role.PARTNER else TRUE
    where = all_of(Clause("ticket_id = ?", (ticket_id,)), seen)
    found = await ctx.db.page(_approvals, page, where=where, filters={"ticket_id": str(ticket_id)})
    items = [CostsApprovalRead.of(row, actor=ctx.actor) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)
