"""What was scanned, and what it is."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_inventory.rules.scanning import TEXT_LENGTH_MAX, ScanFormat
from wellkept_inventory.schemas.balances import InventoryBalance
from wellkept_inventory.schemas.locations import InventoryLocationRead
from wellkept_inventory.schemas.parts import InventoryPartRead
from wellkept_sdk.ids import EquipmentId

ScannedText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=TEXT_LENGTH_MAX,
        description="As the scanner or a keyboard gives it; the group separator may be written ^ or {GS}.",
        examples=["]C10109506000134352"],
    ),
]


class InventoryScanCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was scanned; `location_id` says where the caller stands: only what lies there is answered."""

    text: ScannedText
    location_id: UUID | None = None


class InventoryScanElement(Struct, frozen=True, kw_only=True):
    """One element of a GS1 symbol: its application identifier and its data."""

    ai: str
    value: str


class InventoryScanRead(Struct, frozen=True, kw_only=True):
    """
    What a text says, and what it names here.

    Args:
        matched: whether it names a part or a place of ours.
        lot: the number as scanned, or of the lot that it names.
        serial: likewise.
        expires_on: as scanned, or else of the lot.
        location: of the label of a place.
        equipment_id: in which the piece with this serial number is built in.
        balances: what lies where of the part, or of its lot or piece.
    """

    matched: bool
    format: ScanFormat
    elements: list[InventoryScanElement]
    part: InventoryPartRead | None
    lot: str | None
    serial: str | None
    expires_on: date | None
    location: InventoryLocationRead | None
    equipment_id: EquipmentId | None
    balances: list[InventoryBalance]


class InventoryLabelRead(Struct, frozen=True, kw_only=True):
    """What a label says to a scanner, and the lines that a person reads."""

    content: str
    lines: list[str]
