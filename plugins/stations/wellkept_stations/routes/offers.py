"""Routes of offers below a ticket."""

from typing import Any, Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.http import FromPath, JSONBody, NamedDependency, Page, PageRequest, documents, get, needs, post
from wellkept_sdk.ids import TicketId
from wellkept_stations import errors
from wellkept_stations.permissions import DISPATCH, VISIT
from wellkept_stations.queries.offers import page_of_ticket
from wellkept_stations.schemas.offers import (
    StationsOfferAnswerCreate,
    StationsOfferRead,
    StationsOfferWave,
    StationsOfferWaveCreate,
)
from wellkept_stations.service import offer_answers, offering

_WAVES: Final[dict[str, Any]] = {
    "best": {"size": 3, "expires_after_minutes": 15},
    "named": {"engineer_ids": ["01990000-0000-7000-8000-000000000001"]},
}
_ANSWERS: Final[dict[str, Any]] = {
    "accept": {"answer": "accept", "eta": "2026-11-21T03:30:00Z"},
    "decline": {"answer": "decline", "reason": "The van is being repaired."},
}


@get("/offers", opt=needs(DISPATCH.name, VISIT.name))
async def list_offers(
    ticket_id: FromPath[UUID], page: NamedDependency[PageRequest], ctx: NamedDependency[Ctx]
) -> Page[StationsOfferRead]:
    """Return who was asked whether he takes the ticket, oldest first; an engineer sees what asks himself."""
    return await page_of_ticket(ctx, TicketId(ticket_id), page)


@post(
    "/offers",
    opt=needs(DISPATCH.name)
    | documents(
        problems=[errors.TicketNotOpen, errors.OffersOpen, errors.NoCandidate, errors.NotEligible], examples=_WAVES
    ),
)
async def make_offers(
    ticket_id: FromPath[UUID], data: JSONBody[StationsOfferWaveCreate], ctx: NamedDependency[Ctx]
) -> StationsOfferWave:
    """Ask several engineers at once whether they take the ticket: those named, or the best who were not asked yet."""
    return await offering.offer(ctx, TicketId(ticket_id), data)


@post(
    "/offers/{offer_id:uuid}/answer",
    opt=needs(DISPATCH.name, VISIT.name)
    | documents(
        problems=[errors.OfferNotFound, errors.OfferGone, errors.OfferExpired, errors.NotEligible], examples=_ANSWERS
    ),
)
async def answer_offer(
    ticket_id: FromPath[UUID],
    offer_id: FromPath[UUID],
    data: JSONBody[StationsOfferAnswerCreate],
    ctx: NamedDependency[Ctx],
) -> StationsOfferRead:
    """Accept or decline an offer: the first who accepts gets the ticket; when all have declined, others are asked."""
    return await offer_answers.answer(ctx, TicketId(ticket_id), offer_id, data)


ROUTES = (list_offers, make_offers, answer_offer)
