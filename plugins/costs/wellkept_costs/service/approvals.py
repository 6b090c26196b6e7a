"""Approving chargeable work."""

from uuid import UUID

import msgspec

from wellkept_costs.errors import CurrencyMismatch
from wellkept_costs.events import CostsApprovalGiven
from wellkept_costs.schemas.approvals import CostsApprovalCreate, CostsApprovalRead
from wellkept_costs.service.accounts import held, store
from wellkept_costs.service.evidence import evidence_mistakes
from wellkept_costs.service.lines import require_open
from wellkept_costs.tables import CostsApproval
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause
from wellkept_sdk.errors import refuse
from wellkept_sdk.money import Money


async def approve(ctx: Ctx, ticket_id: UUID, data: CostsApprovalCreate) -> CostsApprovalRead:
    """
    Keep up to what the customer wants chargeable work; it counts instead of what was approved before.

    Raises:
        NotFound: there is no such ticket.
        TicketCancelled: there will be no more work.
        Invalid: the limit is in another currency, or evidence is missing or names what is not there.
    """
    async with ctx.db.transaction():
        account = await held(ctx, ticket_id)
        require_open(account)
        is_other = data.limit.currency != account.currency
        refuse(
            [
                *([CurrencyMismatch.at("/limit/currency")] if is_other else []),
                *await evidence_mistakes(ctx, data.evidence, of=Clause("ticket.id = ?", (ticket_id,)), required=True),
            ]
        )
        row = await ctx.db.insert(
            CostsApproval,
            ticket_id=ticket_id,
            limit_minor=data.limit.amount_minor,
            currency=account.currency,
            evidence=msgspec.to_builtins(data.evidence),
            actor_id=ctx.actor.id,
            created_at=ctx.at,
        )
        account.approved_minor = data.limit.amount_minor
        await store(ctx, account)
        await ctx.emit(
            CostsApprovalGiven(
                approval_id=row["id"],
                ticket_id=account.ticket_id,
                limit=Money(amount_minor=data.limit.amount_minor, currency=account.currency),
            )
        )
        return CostsApprovalRead.of(row, actor=ctx.actor)
