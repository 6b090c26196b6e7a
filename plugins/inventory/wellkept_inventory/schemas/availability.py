"""Where parts are available."""

from uuid import UUID

from msgspec import Struct

from wellkept_inventory.schemas.parts import InventorySubstituteKind
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.stock import LocationKind


class InventoryAvailableOfOwner(Struct, frozen=True, kw_only=True):
    """What is available of one legal owner; null is us."""

    stock_owner_id: PartyId | None
    available: str


class InventoryAvailableAt(Struct, frozen=True, kw_only=True):
    """What is available at a place, and what is on order for it."""

    location_id: UUID
    code: str
    name: str
    kind: LocationKind
    sourcing_priority: int
    available: str
    on_order: str
    stock_owners: list[InventoryAvailableOfOwner]


class InventoryAvailableSubstitute(Struct, frozen=True, kw_only=True):
    """Another part that serves as well, and how much of it is available anywhere."""

    part_id: UUID
    code: str
    name: str
    unit: str
    kind: InventorySubstituteKind
    priority: int
    available: str


class InventoryAvailability(Struct, frozen=True, kw_only=True):
    """
    What can be had of a part: neither reserved nor expired, at places that stock may be issued from.

    Args:
        on_order: ordered and not yet received.
        locations: in the order in which they are asked.
        substitutes: by priority.
    """

    part_id: UUID
    unit: str
    available: str
    on_order: str
    locations: list[InventoryAvailableAt]
    substitutes: list[InventoryAvailableSubstitute]


class InventoryRecommendedPart(Struct, frozen=True, kw_only=True):
    """
    A part of a model of equipment.

    Args:
        quantity: how much of it one item has.
        recommended: how much of it should be kept as a spare.
        available: how much of it can be had.
    """

    part_id: UUID
    code: str
    name: str
    unit: str
    wear_part: bool
    quantity: str
    recommended: str
    available: str


class InventoryRecommended(Struct, frozen=True, kw_only=True):
    """The parts of a model of equipment, by code; `model` is null for equipment without one."""

    model: str | None
    items: list[InventoryRecommendedPart]
