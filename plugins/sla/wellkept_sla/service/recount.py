"""The one verb that changes clocks: append facts, fold, and store what differs."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.ids import ClockId, CustomerId, ProjectId, TicketId
from wellkept_sla.queries.clocks import stored_of
from wellkept_sla.queries.facts import facts_of
from wellkept_sla.queries.tickets import locked
from wellkept_sla.rules.clocks import Folded
from wellkept_sla.rules.facts import Fact
from wellkept_sla.rules.histories import NewFact
from wellkept_sla.service.settling import Manner, recorded, settle
from wellkept_sla.service.standing import NOTHING_STORED, Outcome, Standing

__all__ = ["Manner", "NewFact", "Recounted", "recount", "recount_many"]

_USUAL: Final = Manner()


class Recounted(Struct, frozen=True, kw_only=True):
    """
    What came of it.

    Args:
        customer_id: whose ticket it is.
        project_id: where.
        facts: all of the ticket, in the order of recording.
        recorded: those of them that were new, with their ids.
        folded: the clocks as they stand.
        clock_ids: of every clock, by code and number.
        escalates: whether a threshold was reached that asks for the ticket's escalation, and its clock still runs.
    """

    customer_id: CustomerId
    project_id: ProjectId
    facts: Sequence[Fact]
    recorded: Sequence[Fact]
    folded: Folded
    clock_ids: Mapping[tuple[str, int], ClockId]
    escalates: bool

    @classmethod
    def of(cls, outcome: Outcome) -> "Recounted":
        """Return what callers are told."""
        return cls(
            customer_id=outcome.before.customer_id,
            project_id=outcome.before.project_id,
            facts=outcome.facts,
            recorded=outcome.recorded,
            folded=outcome.folded,
            clock_ids=outcome.clock_ids,
            escalates=outcome.escalates,
        )


async def recount(
    ctx: Ctx, ticket_id: TicketId, *, news: Sequence[NewFact] = (), manner: Manner = _USUAL
) -> Recounted | None:
    """
    Record facts, and bring the stored clocks of a ticket to what all its facts give now.

    Args:
        ctx: of the ticket.
        ticket_id: whose clocks; its row is locked first, then the plugin's own.
        news: what is to be recorded, in this order; without any, time alone has passed.
        manner: how.

    Returns:
        The clocks; None for a ticket that never had any.
    """
    return (await recount_many(ctx, {ticket_id: news}, manner=manner)).get(ticket_id)


async def recount_many(
    ctx: Ctx, news: Mapping[TicketId, Sequence[NewFact]], *, manner: Manner = _USUAL
) -> dict[TicketId, Recounted]:
    """Do the same for many tickets at once; those that never had clocks are left out."""
    async with ctx.db.transaction():
        rows = await locked(ctx, news)
        if not rows:
            return {}
        known = await facts_of(ctx, rows)
        stored = await stored_of(ctx, rows)
        standings: list[Standing] = []
        for ticket_id, row in rows.items():
            before = known[ticket_id]
            new = recorded(ctx, news[ticket_id], after=len(before))
            standings.append(
                Standing(
                    ticket_id=ticket_id,
                    customer_id=row.customer_id,
                    project_id=row.project_id,
                    facts=[*before, *new],
                    recorded=new,
                    stored=stored.get(ticket_id, NOTHING_STORED),
                    row=row,
                )
            )
        outcomes = await settle(ctx, standings, manner=manner)
    return {outcome.ticket_id: Recounted.of(outcome) for outcome in outcomes}
