"""Parts of the catalogue."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_sdk.json import Metadata
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import QuantityText, UnitCode
from wellkept_sdk.services.stock import PartStatus, Tracking
from wellkept_sdk.text import Code, Name

MODELS_MAX = 200
SUBSTITUTES_MAX = 50
SHELF_LIFE_DAYS_MAX = 36_525
PRIORITY_MAX = 99

Gtin = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{8}([0-9]{4,6})?\Z",
        description="A GTIN of 8, 12, 13 or 14 digits with a right check digit; kept with 14.",
        examples=["09506000134352"],
    ),
]
ShelfLifeDays = Annotated[int, Meta(ge=1, le=SHELF_LIFE_DAYS_MAX)]
Priority = Annotated[int, Meta(ge=1, le=PRIORITY_MAX, description="Lower goes first.")]


class InventoryCriticality(StrEnum):
    """How much a plant needs the part: VED analysis."""

    VITAL = "vital"  #: Without it the plant stands still.
    ESSENTIAL = "essential"  #: Without it the plant runs worse.
    DESIRABLE = "desirable"  #: Without it the plant runs.


class InventorySubstituteKind(StrEnum):
    """In which direction one part serves for another."""

    EQUAL = "equal"  #: Each serves for the other.
    ONE_WAY = "one_way"  #: It serves for the part that names it, not the other way round.


class InventoryModelUse(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A model of equipment that has the part.

    Args:
        model: as equipment names it, exactly.
        quantity: how much of the part one item of that model has.
        recommended: how much of it should be kept as a spare.
    """

    model: Name
    quantity: QuantityText = "1"
    recommended: QuantityText = "0"


class InventorySubstituteWrite(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another part that serves as well."""

    part_id: UUID
    kind: InventorySubstituteKind = InventorySubstituteKind.EQUAL
    priority: Priority = 50


Models = Annotated[tuple[InventoryModelUse, ...], Meta(max_length=MODELS_MAX)]
Substitutes = Annotated[tuple[InventorySubstituteWrite, ...], Meta(max_length=SUBSTITUTES_MAX)]


class InventoryPartCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A new part.

    Args:
        whole_units: whether it comes in whole units only.
        standard_cost: of one unit; what a receipt without a cost is valued at.
    """

    code: Code
    name: Name
    unit: UnitCode = "ea"
    tracking: Tracking = Tracking.NONE
    whole_units: bool = True
    gtin: Gtin | None = None
    manufacturer: Name | None = None
    manufacturer_part_number: Name | None = None
    criticality: InventoryCriticality = InventoryCriticality.DESIRABLE
    wear_part: bool = False
    models: Models = ()
    shelf_life_days: ShelfLifeDays | None = None
    standard_cost: Money | None = None
    substitutes: Substitutes = ()
    metadata: Metadata = {}


class InventoryPartChanges(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What may be said of a part that is there; how it is tracked and counted, only until it has moved."""

    name: Name | UnsetType = UNSET
    unit: UnitCode | UnsetType = UNSET
    tracking: Tracking | UnsetType = UNSET
    whole_units: bool | UnsetType = UNSET
    gtin: Gtin | UnsetType | None = UNSET
    manufacturer: Name | UnsetType | None = UNSET
    manufacturer_part_number: Name | UnsetType | None = UNSET
    criticality: InventoryCriticality | UnsetType = UNSET
    wear_part: bool | UnsetType = UNSET
    models: Models | UnsetType = UNSET
    shelf_life_days: ShelfLifeDays | UnsetType | None = UNSET
    standard_cost: Money | UnsetType | None = UNSET
    metadata: Metadata | UnsetType | None = UNSET
    status: PartStatus | UnsetType = UNSET


class InventoryPartPatch(InventoryPartChanges, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a part; `substitutes` are all of them, in place of those that there are."""

    substitutes: Substitutes | UnsetType = UNSET


class InventorySubstituteRead(Struct, frozen=True, kw_only=True):
    """Another part that serves as well."""

    part_id: UUID
    kind: InventorySubstituteKind
    priority: int


class InventoryPartRead(Struct, frozen=True, kw_only=True):
    """A part; `substitutes` are those that it names, by priority."""

    id: UUID
    code: str
    name: str
    unit: str
    tracking: Tracking
    whole_units: bool
    gtin: str | None
    manufacturer: str | None
    manufacturer_part_number: str | None
    criticality: InventoryCriticality
    wear_part: bool
    models: tuple[InventoryModelUse, ...]
    shelf_life_days: int | None
    standard_cost: Money | None
    status: PartStatus
    substitutes: tuple[InventorySubstituteRead, ...]
    metadata: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any], substitutes: Sequence[InventorySubstituteRead]) -> "InventoryPartRead":
        """Return the stored row as the API shows it."""
        cost = row["standard_cost_minor"]
        money = None if cost is None else Money(amount_minor=cost, currency=row["currency"])
        return msgspec.convert({**row, "standard_cost": money, "substitutes": tuple(substitutes)}, cls)
