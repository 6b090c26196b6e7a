"""Writing what becomes of offers, and announcing it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_stations.events import OfferExpired, OfferMade
from wellkept_stations.queries.offers import Offer
from wellkept_stations.rules.offers import OfferStatus
from wellkept_stations.tables import OPEN_OFFER, StationsOffer

#: The timer of a ticket whose offers wait for answers: when their time is over.
EXPIRY: Final = "offers"


class Wave(Struct, frozen=True, kw_only=True):
    """Whom to ask at once, the best first, and how long they have for an answer."""

    number: int
    engineer_ids: Sequence[UUID]
    expires_after_minutes: int


async def make(ctx: Ctx, ticket_id: TicketId, wave: Wave) -> list[UUID]:
    """Ask the engineers of a wave, whose ticket the caller has locked; return the ids of the offers in their order."""
    expires_at = ctx.at + timedelta(minutes=wave.expires_after_minutes)
    rows = await ctx.db.insert_many(
        StationsOffer,
        [
            {
                "id": uuid7(),
                "ticket_id": ticket_id,
                "wave": wave.number,
                "engineer_id": engineer_id,
                "status": OfferStatus.OPEN,
                "offered_at": ctx.at,
                "expires_at": expires_at,
                "actor_id": ctx.actor.id,
            }
            for engineer_id in wave.engineer_ids
        ],
    )
    await ctx.db.execute(
        "UPDATE stations_ticket SET wave = ?, updated_at = ? WHERE ticket_id = ?", wave.number, ctx.at, ticket_id
    )
    await ctx.timers.set(EXPIRY, ticket_id, due_at=expires_at)
    for row in rows:
        await ctx.emit(
            OfferMade(
                ticket_id=ticket_id,
                offer_id=row["id"],
                engineer_id=row["engineer_id"],
                wave=wave.number,
                expires_at=expires_at,
            )
        )
    return [row["id"] for row in rows]


async def expire(ctx: Ctx, offers: Sequence[Offer]) -> None:
    """Note that nobody has answered these in time."""
    where = ctx.db.any_of("id", [offer.id for offer in offers])
    await ctx.db.execute(f"UPDATE stations_offer SET status = 'expired' WHERE {where.sql}", *where.args)
    for offer in offers:
        await ctx.emit(
            OfferExpired(ticket_id=offer.ticket_id, offer_id=offer.id, engineer_id=offer.engineer_id, wave=offer.wave)
        )


async def withdraw(ctx: Ctx, ticket_id: TicketId) -> None:
    """Withdraw what is still open of a ticket, which the caller or core has locked."""
    withdrawn = await ctx.db.execute(
        f"UPDATE stations_offer SET status = 'withdrawn' WHERE ticket_id = ? AND {OPEN_OFFER}", ticket_id
    )
    if withdrawn:
        await ctx.timers.cancel(EXPIRY, ticket_id)
