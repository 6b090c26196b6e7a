"""Taking a catalogue and opening stock in from another system."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_inventory.rules.opening import QUANTITY_PATTERN
from wellkept_inventory.schemas.locations import InventoryLocationChanges
from wellkept_inventory.schemas.parts import InventoryPartChanges
from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import Money
from wellkept_sdk.text import Code

PARTS_MAX = 500
LOCATIONS_MAX = 500
STOCK_MAX = 1_000
NUMBER_LENGTH_MAX = 64
REFERENCE_LENGTH_MAX = 100

Reference = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=REFERENCE_LENGTH_MAX,
        description="Under which opening stock is known; a line is taken in once for it.",
        examples=["inventree-2026-11"],
    ),
]
Line = Annotated[str, Meta(min_length=1, max_length=REFERENCE_LENGTH_MAX, description="What the line is called there.")]
ImportedQuantity = Annotated[
    str,
    Meta(
        pattern=QUANTITY_PATTERN,
        description="More than zero; beyond three decimals it is rounded half up, and named in the answer.",
        examples=["37.49040"],
    ),
]
LotNumber = Annotated[str, Meta(min_length=1, max_length=NUMBER_LENGTH_MAX)]


class InventoryPartImport(InventoryPartChanges, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part by its code; a new one needs a name, of a known one what is left out stays."""

    code: Code


class InventoryLocationImport(InventoryLocationChanges, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place by its code; a new one needs a name, of a known one what is left out stays."""

    code: Code
    parent_code: Code | UnsetType | None = UNSET


class InventoryOpeningStock(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What lies somewhere on the day of the move, of one lot or one serial number.

    Args:
        unit_cost: of our own stock.
        stock_owner_id: the party whose it is; null is us.
    """

    line: Line
    part_code: Code
    location_code: Code
    quantity: ImportedQuantity
    lot: LotNumber | None = None
    serial: LotNumber | None = None
    expires_on: date | None = None
    unit_cost: Money | None = None
    stock_owner_id: PartyId | None = None


class InventoryImportCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a catalogue with its stock: taken in as a whole or not at all; places first, then parts, then stock."""

    reference: Reference
    locations: Annotated[tuple[InventoryLocationImport, ...], Meta(max_length=LOCATIONS_MAX)] = ()
    parts: Annotated[tuple[InventoryPartImport, ...], Meta(max_length=PARTS_MAX)] = ()
    stock: Annotated[tuple[InventoryOpeningStock, ...], Meta(max_length=STOCK_MAX)] = ()
    dry_run: bool = False


class InventoryImportFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same without bounds, as a file for the terminal has it."""

    reference: Reference
    locations: Sequence[InventoryLocationImport] = ()
    parts: Sequence[InventoryPartImport] = ()
    stock: Sequence[InventoryOpeningStock] = ()


class InventoryImportTally(Struct, frozen=True, kw_only=True):
    """What became of parts or of places."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


class InventoryRounded(Struct, frozen=True, kw_only=True):
    """A quantity that had more than three decimals."""

    line: str
    given: str
    taken: str


class InventoryImportRead(Struct, frozen=True, kw_only=True):
    """
    What became of an import.

    Args:
        posted: lines of stock that are in the ledger now.
        already_posted: lines that were there before.
        postings: the numbers of the receipts that brought them.
        dry_run: whether nothing of this was kept.
    """

    reference: str
    locations: InventoryImportTally
    parts: InventoryImportTally
    posted: int
    already_posted: int
    postings: list[str]
    rounded: list[InventoryRounded]
    dry_run: bool
