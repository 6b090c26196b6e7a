"""The first facts of tickets: opened here, imported with a past, or given promised times later."""

from collections.abc import Sequence
from typing import Final

from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_sla.queries.facts import facts_of
from wellkept_sla.queries.tickets import locked
from wellkept_sla.rules.facts import Fact, FactData, FactKind
from wellkept_sla.rules.histories import NewFact, grade_at_opening, opening_of, told
from wellkept_sla.service.circumstances import at_place, in_force, places
from wellkept_sla.service.recount import recount, recount_many
from wellkept_sla.service.settling import Manner, recorded, settle
from wellkept_sla.service.standing import Standing

_OPENED: Final = Manner(raises_version=False)
_IMPORTED: Final = Manner(raises_version=False, is_silent=True)
_REACTIVATED: Final = Manner(raises_version=False)
_STATES_TERMS: Final = frozenset({FactKind.OPENED, FactKind.ACTIVATION_CHANGED})


async def open_clocks(ctx: Ctx, ticket: TicketRecord) -> None:
    """Start the clocks of a ticket that was opened just now."""
    data = at_place(await in_force(ctx), (await places(ctx, [ticket])).get(ticket.project_id))
    opening = opening_of(ticket, grade=ticket.grade, data=data)
    await settle(ctx, [_beginning(ctx, ticket, [opening])], manner=_OPENED)


async def take_over(ctx: Ctx, tickets: Sequence[TicketRecord]) -> None:
    """
    Fold what an import tells of tickets with equal terms, new ones and such as it continues.

    Nothing is announced: what was, was announced elsewhere.
    """
    histories = await ctx.tickets.facts([ticket.id for ticket in tickets])
    # A ticket that this import has made has the first version, so nothing is known of it yet.
    grown = [ticket.id for ticket in tickets if ticket.version > 1]
    known = await locked(ctx, grown) if grown else {}
    data, zones = await in_force(ctx), await places(ctx, tickets)
    beginnings: list[Standing] = []
    for ticket in tickets:
        history = histories[ticket.id]
        if ticket.id not in known:
            grade = grade_at_opening(ticket, history)
            opening = opening_of(ticket, grade=grade, data=at_place(data, zones.get(ticket.project_id)))
            beginnings.append(_beginning(ctx, ticket, [opening, *told(history)]))
    if beginnings:
        await settle(ctx, beginnings, manner=_IMPORTED)
    # All that one batch writes is recorded at one moment, that of the call.
    news = {ticket_id: told(fact for fact in histories[ticket_id] if fact.recorded_at == ctx.at) for ticket_id in known}
    if news:
        await recount_many(ctx, news, manner=_IMPORTED)


async def change_terms(ctx: Ctx, ticket: TicketRecord, *, is_active: bool) -> None:
    """Let other terms serve a ticket, or none; where they are the same, nothing happens."""
    known = (await facts_of(ctx, [ticket.id])).get(ticket.id, [])
    data = await in_force(ctx) if is_active else FactData()
    stated = [fact for fact in known if fact.kind in _STATES_TERMS]
    if stated and stated[-1].data.terms_hash == data.terms_hash:
        return
    change = NewFact(kind=FactKind.ACTIVATION_CHANGED, occurred_at=ctx.at, data=data)
    if stated:
        missed = await _missed(ctx, ticket.id, stated[-1])
        await recount(ctx, ticket.id, news=[*missed, change], manner=_REACTIVATED)
    elif is_active:
        history = (await ctx.tickets.facts([ticket.id]))[ticket.id]
        messages = (await ctx.tickets.messages([ticket.id]))[ticket.id]
        nothing = at_place(FactData(), (await places(ctx, [ticket])).get(ticket.project_id))
        grade = grade_at_opening(ticket, history)
        opening = opening_of(ticket, grade=grade, data=nothing, recorded_at=ticket.created_at)
        await settle(ctx, [_beginning(ctx, ticket, [opening, *told(history, messages), change])], manner=_REACTIVATED)


async def _missed(ctx: Ctx, ticket_id: TicketId, stated: Fact) -> list[NewFact]:
    """Return what has happened while no terms served the ticket, for then nobody tells us."""
    if stated.data.terms_hash is not None:
        return []
    history = (await ctx.tickets.facts([ticket_id]))[ticket_id]
    messages = (await ctx.tickets.messages([ticket_id]))[ticket_id]
    return [new for new in told(history, messages) if new.recorded_at is None or new.recorded_at > stated.recorded_at]


def _beginning(ctx: Ctx, ticket: TicketRecord, news: Sequence[NewFact]) -> Standing:
    facts = recorded(ctx, news, after=0)
    return Standing(
        ticket_id=ticket.id,
        customer_id=ticket.customer_id,
        project_id=ticket.project_id,
        facts=facts,
        recorded=facts,
    )
