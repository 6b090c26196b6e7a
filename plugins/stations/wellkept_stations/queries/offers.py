"""Offers of tickets, each with its engineer."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.ids import TicketId, UserId
from wellkept_stations.errors import OfferNotFound
from wellkept_stations.permissions import DISPATCH
from wellkept_stations.rules.offers import OfferStatus
from wellkept_stations.schemas.offers import StationsOfferRead
from wellkept_stations.tables import OPEN_OFFER

_SELECT: Final = (
    "SELECT offer.*, engineer.code AS engineer_code, engineer.user_id FROM stations_offer offer"
    " JOIN stations_engineer engineer ON engineer.id = offer.engineer_id"
)
OFFERS: Final = ListDeclaration(
    select=_SELECT,
    sorts={"offered_at": Sort("offer.offered_at", datetime)},
    sort_default="offered_at",
    id_column="offer.id",
)


class Offer(Struct, frozen=True, kw_only=True):
    """A stored offer, and the account of its engineer."""

    id: UUID
    ticket_id: TicketId
    wave: int
    engineer_id: UUID
    user_id: UserId
    status: OfferStatus
    expires_at: datetime


async def page_of_ticket(ctx: Ctx, ticket_id: TicketId, page: PageRequest) -> Page[StationsOfferRead]:
    """Return one page of a ticket's offers, oldest first; who does not dispatch sees those that ask himself."""
    own = TRUE if ctx.actor.may(DISPATCH.name) else Clause("engineer.user_id = ?", (ctx.actor.id,))
    found = await ctx.db.page(OFFERS, page, where=_of(ticket_id) & own)
    return Page(items=[StationsOfferRead.of(row) for row in found.items], next_cursor=found.next_cursor)


async def of_ticket(ctx: Ctx, ticket_id: TicketId) -> list[Offer]:
    """Return all offers of a ticket in the order of their making."""
    return msgspec.convert(await _rows(ctx, _of(ticket_id)), list[Offer])


async def required(ctx: Ctx, ticket_id: TicketId, offer_id: UUID) -> Offer:
    """
    Return an offer.

    Raises:
        OfferNotFound: the ticket has no such offer.
    """
    rows = await _rows(ctx, _of(ticket_id) & Clause("offer.id = ?", (offer_id,)))
    if not rows:
        raise OfferNotFound
    return msgspec.convert(rows[0], Offer)


async def shown(ctx: Ctx, ticket_id: TicketId, ids: Collection[UUID]) -> list[StationsOfferRead]:
    """Return offers of a ticket as callers see them, in the order of their making."""
    rows = await _rows(ctx, _of(ticket_id) & ctx.db.any_of("offer.id", ids))
    return [StationsOfferRead.of(row) for row in rows]


async def has_open(ctx: Ctx, ticket_id: TicketId) -> bool:
    """Return whether somebody has still to answer."""
    row = await ctx.db.fetch_one(
        f"SELECT id FROM stations_offer WHERE ticket_id = ? AND {OPEN_OFFER} LIMIT 1", ticket_id
    )
    return row is not None


async def unknown_engineers(ctx: Ctx, engineer_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the ids that name no engineer."""
    if not engineer_ids:
        return set()
    where = ctx.db.any_of("id", engineer_ids)
    rows = await ctx.db.fetch(f"SELECT id FROM stations_engineer WHERE {where.sql}", *where.args)
    return {*engineer_ids} - {row["id"] for row in rows}


def _of(ticket_id: TicketId) -> Clause:
    return Clause("offer.ticket_id = ?", (ticket_id,))


async def _rows(ctx: Ctx, where: Clause) -> list[Row]:
    # Ids are given in the order in which a wave asks: the best first.
    return await ctx.db.fetch(f"{_SELECT} WHERE {where.sql} ORDER BY offer.id", *where.args)
