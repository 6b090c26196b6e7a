"""Excuses: the reasoned pardon of a breach, which reports count apart."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.errors import NotFound, refuse, unknown_reference
from wellkept_sdk.ids import TicketId
from wellkept_sla.errors import BreachAlreadyMarked
from wellkept_sla.events import SlaBreachExcused
from wellkept_sla.queries.breaches import BreachOfTicket, attachments_among, breach_of
from wellkept_sla.queries.tickets import TicketRow, locked
from wellkept_sla.schemas.breaches import SlaExcuse, SlaExcuseCreate
from wellkept_sla.tables import SlaMark


async def excuse(ctx: Ctx, ticket_id: TicketId, breach_id: UUID, draft: SlaExcuseCreate) -> SlaExcuse:
    """
    Pardon a breach; its verdict and its row stay.

    Raises:
        NotFound: the ticket has no such breach.
        Invalid: an attachment is none of the ticket's.
        BreachAlreadyMarked: it is excused or withdrawn already.
    """
    async with ctx.db.transaction():
        # Nobody withdraws the breach while it is being pardoned: who folds holds this lock.
        row = (await locked(ctx, [ticket_id])).get(ticket_id)
        breach = await breach_of(ctx, ticket_id, breach_id)
        if row is None or breach is None:
            raise NotFound
        await _require_attachments(ctx, ticket_id, draft.attachment_ids)
        if breach.is_marked:
            raise BreachAlreadyMarked
        mark = await ctx.db.insert(
            SlaMark,
            breach_id=breach_id,
            kind="excused",
            reason_code=draft.reason_code,
            note=draft.note,
            evidence=[str(attachment_id) for attachment_id in draft.attachment_ids],
            fact_id=None,
            actor_id=ctx.actor.id,
            recorded_at=ctx.at,
        )
        await ctx.emit(_announced(row, breach, reason_code=draft.reason_code, at=ctx.at))
        after = {"reason_code": draft.reason_code, "note": draft.note}
        await ctx.audit("sla.breach.excused", subject=f"breaches/{breach_id}", after=after)
    return SlaExcuse.of(mark, actor=ctx.actor)


def _announced(row: TicketRow, breach: BreachOfTicket, *, reason_code: str, at: datetime) -> SlaBreachExcused:
    return SlaBreachExcused(
        ticket_id=row.ticket_id,
        customer_id=row.customer_id,
        project_id=row.project_id,
        occurred_at=at,
        clock_id=breach.clock_id,
        code=breach.code,
        number=breach.number,
        kind=breach.kind,
        breach_id=breach.id,
        party_id=breach.party_id,
        due_at=breach.due_at,
        reason_code=reason_code,
    )


async def _require_attachments(ctx: Ctx, ticket_id: TicketId, attachment_ids: Sequence[UUID]) -> None:
    known = await attachments_among(ctx, ticket_id, attachment_ids)
    refuse(
        [
            unknown_reference(f"/attachment_ids/{position}", "attachment of this ticket")
            for position, attachment_id in enumerate(attachment_ids)
            if attachment_id not in known
        ]
    )
