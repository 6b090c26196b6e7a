"""Asking engineers whether they take a ticket, wave after wave."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, refuse, unknown_reference
from wellkept_sdk.ids import TicketId, UserId
from wellkept_sdk.records.tickets import TicketRecord, TicketStatus
from wellkept_stations.errors import NoCandidate, OffersOpen, TicketNotOpen
from wellkept_stations.queries import offers as queries
from wellkept_stations.queries.covering import chain
from wellkept_stations.queries.offers import Offer
from wellkept_stations.queries.sites import site_of
from wellkept_stations.rules.offers import (
    Askable,
    Asked,
    OfferStatus,
    has_expired,
    next_asked,
    wave_mistakes,
    waves_in_vain,
)
from wellkept_stations.schemas.offers import StationsOfferWave, StationsOfferWaveCreate
from wellkept_stations.service.choosing import Choice, choose
from wellkept_stations.service.dispatching import require_eligible
from wellkept_stations.service.offer_outcomes import exhausted, only_waits
from wellkept_stations.service.offer_rows import Wave, expire, make
from wellkept_stations.service.placing import ticket_row
from wellkept_stations.terms import StationsTerms

_UNTAKEN: Final = frozenset({TicketStatus.NEW, TicketStatus.TRIAGED})


async def offer(ctx: Ctx, ticket_id: TicketId, draft: StationsOfferWaveCreate) -> StationsOfferWave:
    """
    Ask engineers whether they take a ticket: those who are named, or the best who were not asked yet.

    Raises:
        Invalid: an engineer is not there or named twice, or a size is given beside names.
        TicketNotOpen: nobody is sent for the ticket any more.
        OffersOpen: others are asked already.
        NotEligible: somebody who is named cannot be sent.
        NoCandidate: nobody is left who could be sent.
    """
    async with ctx.db.transaction():
        await ticket_row(ctx, ticket_id, lock=True)
        refuse(await _mistakes(ctx, draft))
        ticket = await ctx.tickets.get(ticket_id)
        if not ticket.is_open:
            raise TicketNotOpen
        made = await queries.of_ticket(ctx, ticket_id)
        if await _are_answers_due(ctx, made):
            raise OffersOpen
        terms = ctx.terms(StationsTerms).offer
        wave = Wave(
            number=_last(made) + 1,
            engineer_ids=await _wanted(ctx, ticket, made, draft),
            expires_after_minutes=draft.expires_after_minutes or terms.expires_after_minutes,
        )
        ids = await make(ctx, ticket_id, wave)
        return StationsOfferWave(wave=wave.number, items=await queries.shown(ctx, ticket_id, ids))


async def open_first_wave(ctx: Ctx, ticket: TicketRecord) -> None:
    """Ask the best for a ticket that nobody has, unless somebody is asked already."""
    async with ctx.db.transaction():
        await ticket_row(ctx, ticket.id, lock=True)
        made = await queries.of_ticket(ctx, ticket.id)
        if ticket.is_open and _taker(ticket) is None and not await _are_answers_due(ctx, made):
            await _ask_next(ctx, ticket, made)


async def go_on(ctx: Ctx, ticket: TicketRecord) -> None:
    """Ask the next for a ticket, which the caller has locked, or announce that nobody is left."""
    if not ticket.is_open:
        return
    made = await queries.of_ticket(ctx, ticket.id)
    in_vain = waves_in_vain(_asked(made))
    if in_vain < ctx.terms(StationsTerms).offer.waves:
        await _ask_next(ctx, ticket, made)
    else:
        await exhausted(ctx, ticket, waves=in_vain)


async def _ask_next(ctx: Ctx, ticket: TicketRecord, made: Sequence[Offer]) -> None:
    terms = ctx.terms(StationsTerms).offer
    choice = await choose(ctx, ticket, at=ctx.at)
    chosen = await _best(ctx, ticket, choice, made, size=terms.size)
    if not chosen:
        await exhausted(ctx, ticket, waves=waves_in_vain(_asked(made)))
        return
    wave = Wave(number=_last(made) + 1, engineer_ids=chosen, expires_after_minutes=terms.expires_after_minutes)
    await make(ctx, ticket.id, wave)


async def _mistakes(ctx: Ctx, draft: StationsOfferWaveCreate) -> list[Invalid]:
    named = draft.engineer_ids or ()
    unknown = await queries.unknown_engineers(ctx, named)
    return [
        *wave_mistakes(named, has_size=draft.size is not None),
        *(
            unknown_reference(f"/engineer_ids/{position}", "engineer")
            for position, engineer_id in enumerate(named)
            if engineer_id in unknown
        ),
    ]


async def _are_answers_due(ctx: Ctx, made: Sequence[Offer]) -> bool:
    """Return whether somebody may still answer; what has run out without the worker having come is noted here."""
    waiting = [offer for offer in made if offer.status is OfferStatus.OPEN]
    if any(not has_expired(expires_at=offer.expires_at, at=ctx.at) for offer in waiting):
        return True
    if waiting:
        await expire(ctx, waiting)
    return False


async def _wanted(
    ctx: Ctx, ticket: TicketRecord, made: Sequence[Offer], draft: StationsOfferWaveCreate
) -> Sequence[UUID]:
    choice = await choose(ctx, ticket, at=ctx.at)
    if draft.engineer_ids is not None:
        for engineer_id in draft.engineer_ids:
            require_eligible(choice, engineer_id)
        return draft.engineer_ids
    size = draft.size or ctx.terms(StationsTerms).offer.size
    chosen = await _best(ctx, ticket, choice, made, size=size)
    if not chosen:
        raise NoCandidate(rejections=choice.rejections())
    return chosen


async def _best(ctx: Ctx, ticket: TicketRecord, choice: Choice, made: Sequence[Offer], *, size: int) -> Sequence[UUID]:
    """Return who is asked next: the best who can be sent, else those whom only a nearer station stands before."""
    asked = _asked(made)
    eligible = [candidate for candidate in choice.eligible if candidate.user_id != _taker(ticket)]
    chosen = next_asked([Askable(engineer_id=each.engineer_id, depth=0) for each in eligible], asked=asked, size=size)
    behind = [candidate for candidate in choice.candidates if only_waits(candidate)]
    if chosen or not behind:
        return chosen
    place = await site_of(ctx, ticket)
    links = await chain(ctx, place.site, allow_parent=ctx.terms(StationsTerms).allow_parent)
    depths = {link.station_id: link.depth for link in links}
    further = [
        Askable(engineer_id=each.engineer_id, depth=depths[choice.facts[each.engineer_id].station_id])
        for each in behind
        if each.user_id != _taker(ticket)
    ]
    return next_asked(further, asked=asked, size=size)


def _taker(ticket: TicketRecord) -> UserId | None:
    """Return who has an open ticket; one that was reopened names who had it, but is to be judged and given anew."""
    return None if ticket.status in _UNTAKEN else ticket.assignee_id


def _asked(made: Sequence[Offer]) -> list[Asked]:
    return [Asked(engineer_id=offer.engineer_id, wave=offer.wave, status=offer.status) for offer in made]


def _last(made: Sequence[Offer]) -> int:
    return max((offer.wave for offer in made), default=0)
