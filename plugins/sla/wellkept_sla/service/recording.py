"""What happens to a ticket, as facts of its clocks."""

from typing import Final

from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.errors import Conflict, NotFound
from wellkept_sdk.hooks.tickets import LoggedTicket, TransitionedTicket, UpdatedTicket
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.records.tickets import LogKind
from wellkept_sdk.services.parties import PARTIES, PartyRole
from wellkept_sla.rules.facts import FactData, FactKind
from wellkept_sla.rules.histories import KINDS, NewFact, data_of, kind_of_message
from wellkept_sla.service.recount import recount
from wellkept_sla.service.settling import Manner

_RAISED_BY_CORE: Final = Manner(raises_version=False)


async def transitioned(ctx: Ctx, event: TransitionedTicket) -> None:
    """Record an action; a grade that comes with it counts from the moment of the action."""
    kind = KINDS.get(event.action)
    if kind is None:
        return
    data = data_of(kind, event.data, side=ctx.actor.side)
    news = [NewFact(kind=kind, occurred_at=event.occurred_at, data=data)]
    if event.ticket.grade != event.before.grade:
        graded = FactData(grade=event.ticket.grade)
        news.append(NewFact(kind=FactKind.GRADE_CHANGED, occurred_at=event.occurred_at, data=graded))
    await recount(ctx, event.ticket.id, news=news, manner=_RAISED_BY_CORE)
    if data.party_id is not None:
        await involve(ctx, event.ticket.id, data.party_id)


async def updated(ctx: Ctx, event: UpdatedTicket) -> None:
    """Record another grade, which counts from now."""
    if event.ticket.grade == event.before.grade:
        return
    graded = NewFact(kind=FactKind.GRADE_CHANGED, occurred_at=ctx.at, data=FactData(grade=event.ticket.grade))
    await recount(ctx, event.ticket.id, news=[graded], manner=_RAISED_BY_CORE)


async def logged(ctx: Ctx, event: LoggedTicket) -> None:
    """Record what was said between the customer and us."""
    kind = kind_of_message(ctx.actor.side, event.visibility) if event.kind is LogKind.MESSAGE else None
    if kind is not None:
        await recount(ctx, event.ticket.id, news=[NewFact(kind=kind, occurred_at=event.occurred_at)])


async def involve(ctx: Ctx, ticket_id: TicketId, party_id: PartyId) -> None:
    """Let a party that was named take part in the ticket, where parties are known; a blocked one does not."""
    parties = ctx.service_or_none(PARTIES)
    if parties is None:
        return
    try:
        async with ctx.db.transaction():
            await parties.involve(
                party_id=party_id, record=RecordName.TICKET, record_id=ticket_id, role=PartyRole.OTHER, origin="sla"
            )
    except (Conflict, NotFound):
        # Core takes any party of a hold; whom it cannot involve has still got the matter in hand.
        return
