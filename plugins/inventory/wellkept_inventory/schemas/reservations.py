"""Reservations as callers make and see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct

from wellkept_inventory.rules.keys import party_of
from wellkept_inventory.rules.reservations import Hold, Reservation, ReservationStatus
from wellkept_inventory.schemas.ticket_lines import LINES_MAX, PartLine, StockOwnerWish
from wellkept_sdk.ids import PartyId
from wellkept_sdk.moment import Moment
from wellkept_sdk.quantity import decimal_of
from wellkept_sdk.services.stock import Tracking


class InventoryReservationLine(PartLine, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What a ticket needs of a part.

    Args:
        location_id: from this place only; without it, from the first places in sourcing order that have it.
        stock_owner_id: whose stock; without it, by the contract's policy.
        needed_by: what is needed first is served first.
    """

    location_id: UUID | None = None
    stock_owner_id: StockOwnerWish = UNSET
    needed_by: Moment | None = None


class InventoryReservationCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a ticket needs; each line becomes a reservation of its own."""

    lines: Annotated[list[InventoryReservationLine], Meta(min_length=1, max_length=LINES_MAX)]


class InventoryReservationRelease(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="release"
):
    """End a reservation: what it held is free for others."""


class InventoryReservationExtend(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="action", tag="extend"
):
    """Let a reservation hold until another moment, which is not over yet."""

    expires_at: Moment


InventoryReservationTransition = InventoryReservationRelease | InventoryReservationExtend


class InventoryReservationHold(Struct, frozen=True, kw_only=True):
    """What is held of one lot, at one place, of one legal owner; a null `stock_owner_id` is us."""

    location_id: UUID
    lot: str | None
    serial: str | None
    stock_owner_id: PartyId | None
    quantity: str

    @classmethod
    def of(cls, hold: Hold) -> "InventoryReservationHold":
        """Return a hold as it is shown."""
        return cls(
            location_id=hold.key.location_id,
            lot=hold.lot if hold.lot_kind is Tracking.LOT else None,
            serial=hold.lot if hold.lot_kind is Tracking.SERIAL else None,
            stock_owner_id=party_of(hold.key.stock_owner_id),
            quantity=decimal_of(hold.quantity_milli),
        )


class InventoryReservation(Struct, frozen=True, kw_only=True):
    """
    What a ticket needs of a part.

    Args:
        quantity: what was asked for; `reserved` is held, `issued` was issued for it, `missing` is the rest.
        expires_at: when it is released by itself.
        holds: what is held, and where.
    """

    id: UUID
    part_id: UUID
    quantity: str
    reserved: str
    issued: str
    missing: str
    status: ReservationStatus
    needed_by: datetime | None
    expires_at: datetime | None
    holds: list[InventoryReservationHold]

    @classmethod
    def of(cls, reservation: Reservation, holds: Sequence[Hold]) -> "InventoryReservation":
        """Return a reservation as it is shown."""
        return cls(
            id=reservation.id,
            part_id=reservation.part_id,
            quantity=decimal_of(reservation.quantity_milli),
            reserved=decimal_of(reservation.held_milli),
            issued=decimal_of(reservation.issued_milli),
            missing=decimal_of(reservation.missing_milli),
            status=reservation.status,
            needed_by=reservation.needed_by,
            expires_at=reservation.expires_at,
            holds=[InventoryReservationHold.of(hold) for hold in holds],
        )


class InventoryReservations(Struct, frozen=True, kw_only=True):
    """The reservations that a body has made, in the order of its lines."""

    items: list[InventoryReservation]
