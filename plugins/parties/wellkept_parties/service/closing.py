"""What the end of a ticket means for those who take part in it, and what its reopening does."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from wellkept_parties.queries import involvements as queries
from wellkept_parties.queries.involvements import PlacedInvolvement
from wellkept_parties.rules.days import first_moment_after
from wellkept_parties.service import announcing
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause
from wellkept_sdk.hooks.tickets import TransitionedTicket
from wellkept_sdk.local_days import local_day
from wellkept_sdk.records.tickets import TicketRecord, TicketStatus

OVER = frozenset({TicketStatus.CLOSED, TicketStatus.CANCELLED})

_CLOSE = (
    "UPDATE parties_involvement SET record_closed_at = ?"
    " WHERE record_kind = 'ticket' AND record_id = ? AND ended_by IS NULL"
)
_RESTORE = (
    "UPDATE parties_involvement SET ended_by = NULL, ends_on = ?, ends_at = ?, agreed_ends_on = NULL,"
    " record_closed_at = NULL, updated_at = ?, version = version + 1 WHERE id = ?"
)


async def transitioned(ctx: Ctx, event: TransitionedTicket) -> None:
    """Note since when a ticket is over; of one that is taken up again, bring back what its end has ended."""
    was_over, is_over = event.before.status in OVER, event.ticket.status in OVER
    if is_over and not was_over:
        await ctx.db.execute(_CLOSE, closed_at(event.ticket), event.ticket.id)
    elif was_over and not is_over:
        await ctx.db.execute(_CLOSE, None, event.ticket.id)
        await _restore(ctx, event.ticket.id)


async def imported(ctx: Ctx, tickets: Sequence[TicketRecord]) -> None:
    """Note since when tickets are over that an import has closed, of those in which somebody takes part."""
    where = ctx.db.any_of("record_id", [ticket.id for ticket in tickets])
    rows = await ctx.db.fetch(
        "SELECT DISTINCT record_id FROM parties_involvement"
        f" WHERE record_kind = 'ticket' AND ended_by IS NULL AND {where.sql}",
        *where.args,
    )
    concerned = {row["record_id"] for row in rows}
    closings = [(closed_at(ticket), ticket.id) for ticket in tickets if ticket.id in concerned]
    if closings:
        await ctx.db.execute_many(_CLOSE, closings)


def closed_at(ticket: TicketRecord) -> datetime | None:
    """Return since when a ticket is over; None for one that is not."""
    if ticket.status not in OVER:
        return None
    return ticket.closed_at or ticket.moved_at


async def _restore(ctx: Ctx, ticket_id: UUID) -> None:
    for involvement in _returning(ctx, await _ended_by_closure(ctx, ticket_id)):
        ends_on = involvement.agreed_ends_on
        ends_at = first_moment_after(ends_on, involvement.time_zone)
        await ctx.db.execute(_RESTORE, ends_on, ends_at, ctx.at, involvement.id)
        await announcing.started(ctx, involvement)


async def _ended_by_closure(ctx: Ctx, ticket_id: UUID) -> list[PlacedInvolvement]:
    """Return what the end of a ticket has ended, where nobody has let the party take part anew since."""
    where = Clause(
        "involvement.record_kind = 'ticket' AND involvement.record_id = ? AND involvement.ended_by = 'closure'"
        " AND NOT EXISTS (SELECT 1 FROM parties_involvement anew WHERE anew.record_kind = 'ticket'"
        " AND anew.record_id = involvement.record_id AND anew.party_id = involvement.party_id"
        " AND anew.role = involvement.role AND anew.ended_by IS NULL)",
        (ticket_id,),
    )
    return await queries.placed(ctx, where)


def _returning(ctx: Ctx, ended: Sequence[PlacedInvolvement]) -> list[PlacedInvolvement]:
    """Return the last one of each party in each role, unless its agreed end has come."""
    last = {(each.party_id, each.role): each for each in ended}
    return [
        each
        for each in last.values()
        if each.agreed_ends_on is None or each.agreed_ends_on > local_day(ctx.at, time_zone=each.time_zone)
    ]
