"""
Which stock goes first.

Places come in sourcing order; among places of the same priority the policy of stock owners decides, then that of lots.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.rules.keys import NIL, StockKey
from wellkept_inventory.terms import LotPolicy, StockOwnerPolicy


class Shelf(Struct, frozen=True, kw_only=True):
    """
    What is free of one balance.

    Args:
        available_milli: neither reserved nor promised otherwise.
        lot: the number of its lot or serial.
        expires_on: the last day on which the lot may be used.
        first_in_at: when the stock that is there began to come in.
        sourcing_priority: of the place; lower goes first.
    """

    key: StockKey
    available_milli: int
    lot: str | None
    expires_on: date | None
    first_in_at: datetime
    sourcing_priority: int


class Take(Struct, frozen=True):
    """So much of one balance."""

    key: StockKey
    quantity_milli: int


def pick(shelves: Iterable[Shelf], quantity_milli: int, *, owners: StockOwnerPolicy, lots: LotPolicy) -> list[Take]:
    """Return what to take, in order; less than asked for, where there is less."""
    takes: list[Take] = []
    missing = quantity_milli
    for shelf in sorted(shelves, key=lambda shelf: _rank(shelf, owners, lots)):
        quantity = min(missing, shelf.available_milli)
        if quantity > 0:
            takes.append(Take(shelf.key, quantity))
            missing -= quantity
    return takes


def usable(
    shelves: Iterable[Shelf], *, today_at: Mapping[UUID, date], stock_owner_ids: Collection[UUID] | None = None
) -> Sequence[Shelf]:
    """
    Return the shelves that the policies may choose from.

    Args:
        shelves: in any order.
        today_at: the day at each of their places, in the place's own time zone; lots that expired before it are left.
        stock_owner_ids: of the parties whose stock may be used besides ours; None for anybody's.
    """
    return [
        shelf
        for shelf in shelves
        if not has_expired(shelf.expires_on, today=today_at[shelf.key.location_id])
        and (stock_owner_ids is None or shelf.key.stock_owner_id == NIL or shelf.key.stock_owner_id in stock_owner_ids)
    ]


def has_expired(expires_on: date | None, *, today: date) -> bool:
    """Return whether a lot may not be used any more; on the day it expires it still may."""
    return expires_on is not None and expires_on < today


def _rank(shelf: Shelf, owners: StockOwnerPolicy, lots: LotPolicy) -> tuple[object, ...]:
    expiry = date.max if lots is LotPolicy.FIFO or shelf.expires_on is None else shelf.expires_on
    return (
        shelf.sourcing_priority,
        _owner_rank(shelf.key.stock_owner_id, owners),
        expiry,
        shelf.first_in_at,
        shelf.lot or "",
        shelf.key,
    )


def _owner_rank(stock_owner_id: UUID, owners: StockOwnerPolicy) -> int:
    if owners is StockOwnerPolicy.OLDEST_FIRST:
        return 0
    ours_first = owners is StockOwnerPolicy.OWN_FIRST
    return 0 if (stock_owner_id == NIL) is ours_first else 1
