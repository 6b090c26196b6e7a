"""Who has the matter in hand: the timeline, and what people and other plugins say about it."""

from datetime import datetime

from wellkept_sdk import Ctx
from wellkept_sdk.errors import Conflict, Invalid, NotFound, refuse
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.services.parties import PARTIES, PartyRead
from wellkept_sdk.services.sla import Holder
from wellkept_sla.errors import HolderPartyMismatch, HolderUnknownParty
from wellkept_sla.events import SlaHolderChanged
from wellkept_sla.rules.facts import FactData, FactKind
from wellkept_sla.schemas.explaining import SlaHolding, by_position
from wellkept_sla.schemas.recording import SlaHolder, SlaHolderCreate
from wellkept_sla.service.moments import moment_mistakes, moment_of, uncancelled
from wellkept_sla.service.pages import page_of
from wellkept_sla.service.recording import involve
from wellkept_sla.service.recount import NewFact, recount
from wellkept_sla.service.showing import look, may_know

_PARTY_POINTER = "/party_id"


async def timeline(ctx: Ctx, ticket_id: TicketId, page: PageRequest) -> Page[SlaHolding]:
    """Return one page of who had the matter in hand, in order; to partners, only when it was they."""
    seen = await look(ctx, ticket_id, as_of=ctx.at)
    if seen is None:
        return Page(items=[], next_cursor=None)
    facts = by_position(seen.facts)
    own = [holding for holding in seen.folded.holdings if may_know(ctx.actor, holding)]
    found = page_of(own, page, name_of=lambda holding: holding.starts_at)
    items = [SlaHolding.of(holding, facts=facts, actor=ctx.actor) for holding in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def record(ctx: Ctx, ticket_id: TicketId, draft: SlaHolderCreate) -> SlaHolder:
    """
    Record who has the matter in hand from a moment on, until a hold, a resumption or somebody says otherwise.

    Raises:
        HolderPartyMismatch: `party` without a party, or a party with another holder.
        HolderUnknownParty: there is no such party, or it may not be named anew.
        FactInFuture: the moment has not come yet.
        FactBeforeStart: the clocks start later.
        TicketCancelled: the ticket is cancelled.
    """
    at = moment_of(ctx, draft.occurred_at)
    party = await _party(ctx, draft.party_id)
    refuse(
        [
            *_party_mistakes(draft.holder, draft.party_id, party=party),
            *await moment_mistakes(ctx, ticket_id, at=at),
        ]
    )
    data = FactData(holder=draft.holder, party_id=draft.party_id, note=draft.note)
    async with ctx.db.transaction():
        ticket = await uncancelled(ctx, ticket_id)
        recounted = await recount(ctx, ticket_id, news=[NewFact(kind=FactKind.HOLDER, occurred_at=at, data=data)])
        if recounted is None:
            raise NotFound
        if party is not None:
            await involve(ctx, ticket_id, party.id)
        await ctx.emit(
            SlaHolderChanged(
                ticket_id=ticket_id,
                customer_id=ticket.customer_id,
                project_id=ticket.project_id,
                occurred_at=at,
                holder=draft.holder,
                party_id=draft.party_id,
            )
        )
    [fact] = recounted.recorded
    return SlaHolder.of(fact)


async def hold_by(
    ctx: Ctx, ticket_id: TicketId, *, holder: Holder, party_id: PartyId | None, occurred_at: datetime
) -> None:
    """
    Record who has the matter in hand, as another plugin tells it.

    Raises:
        Invalid: the moment lies in the future or before the ticket, or holder and party do not match.
        TicketCancelled: the ticket is cancelled.
    """
    await record(ctx, ticket_id, SlaHolderCreate(holder=holder, party_id=party_id, occurred_at=occurred_at))


async def _party(ctx: Ctx, party_id: PartyId | None) -> PartyRead | None:
    """Return the party, if it is known and may be named anew."""
    parties = ctx.service_or_none(PARTIES)
    if parties is None or party_id is None:
        return None
    try:
        return await parties.require(party_id)
    except (NotFound, Conflict):
        return None


def _party_mistakes(holder: Holder, party_id: PartyId | None, *, party: PartyRead | None) -> list[Invalid]:
    if (holder is Holder.PARTY) != (party_id is not None):
        return [HolderPartyMismatch.at(_PARTY_POINTER)]
    return [HolderUnknownParty.at(_PARTY_POINTER)] if party_id is not None and party is None else []
