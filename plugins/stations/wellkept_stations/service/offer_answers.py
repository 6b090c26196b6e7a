"""Answers to offers: the first who accepts gets the ticket."""

from typing import Any
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.errors import PermissionDenied, refuse
from wellkept_sdk.ids import TicketId
from wellkept_sdk.moment import as_utc
from wellkept_stations.events import OfferAccepted, OfferDeclined
from wellkept_stations.permissions import DISPATCH
from wellkept_stations.queries import offers as queries
from wellkept_stations.queries.offers import Offer
from wellkept_stations.rules.offers import OfferAnswer, OfferStatus, answer_mistakes, require_answerable
from wellkept_stations.schemas.offers import StationsOfferAnswerCreate, StationsOfferRead
from wellkept_stations.service.offer_outcomes import taken
from wellkept_stations.service.offer_rows import withdraw
from wellkept_stations.service.offering import go_on
from wellkept_stations.service.placing import ticket_row
from wellkept_stations.tables import StationsOffer


async def answer(ctx: Ctx, ticket_id: TicketId, offer_id: UUID, said: StationsOfferAnswerCreate) -> StationsOfferRead:
    """
    Take an engineer's answer: the first who accepts gets the ticket; when all have declined, others are asked.

    Raises:
        OfferNotFound: the ticket has no such offer.
        PermissionDenied: the offer asks somebody else, and the caller does not dispatch.
        Invalid: the moment of arrival is over, or comes with a refusal.
        OfferGone: the offer was answered or withdrawn.
        OfferExpired: its time is over.
        NotEligible: the engineer cannot be sent any more.
        Conflict: core or a plugin does not allow the assignment.
    """
    async with ctx.db.transaction():
        await ticket_row(ctx, ticket_id, lock=True)
        offer = await queries.required(ctx, ticket_id, offer_id)
        if not ctx.actor.may(DISPATCH.name) and offer.user_id != ctx.actor.id:
            raise PermissionDenied(permissions=(DISPATCH.name,))
        eta = None if said.eta is None else as_utc(said.eta, pointer="/eta")
        refuse(answer_mistakes(said.answer, eta=eta, at=ctx.at))
        require_answerable(offer.status, expires_at=offer.expires_at, at=ctx.at)
        values = {"answered_at": ctx.at, "eta": eta, "reason": said.reason, "actor_id": ctx.actor.id}
        if said.answer is OfferAnswer.ACCEPT:
            await _accept(ctx, offer, values)
        else:
            await _decline(ctx, offer, values)
        [shown] = await queries.shown(ctx, ticket_id, [offer_id])
        return shown


async def _accept(ctx: Ctx, offer: Offer, values: dict[str, Any]) -> None:
    await ctx.db.update(StationsOffer, offer.id, changes={**values, "status": OfferStatus.ACCEPTED})
    await withdraw(ctx, offer.ticket_id)
    await ctx.emit(
        OfferAccepted(
            ticket_id=offer.ticket_id,
            offer_id=offer.id,
            engineer_id=offer.engineer_id,
            wave=offer.wave,
            eta=values["eta"],
        )
    )
    await taken(ctx, await ctx.tickets.get(offer.ticket_id), offer)


async def _decline(ctx: Ctx, offer: Offer, values: dict[str, Any]) -> None:
    await ctx.db.update(StationsOffer, offer.id, changes={**values, "status": OfferStatus.DECLINED})
    await ctx.emit(
        OfferDeclined(
            ticket_id=offer.ticket_id,
            offer_id=offer.id,
            engineer_id=offer.engineer_id,
            wave=offer.wave,
            reason=values["reason"],
        )
    )
    if not await queries.has_open(ctx, offer.ticket_id):
        await go_on(ctx, await ctx.tickets.get(offer.ticket_id))
