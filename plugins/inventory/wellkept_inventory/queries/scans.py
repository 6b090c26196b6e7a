"""Questions about what a scanned or typed text names."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.errors import ScanInvalid
from wellkept_inventory.queries import locations, parts
from wellkept_inventory.queries.balances import BalanceFilters, balance_page
from wellkept_inventory.rules.scanning import Scan, is_mistyped_gtin, read_scan
from wellkept_inventory.rules.scanning_text import ScanError
from wellkept_inventory.schemas.balances import InventoryBalance
from wellkept_inventory.schemas.locations import InventoryLocationRead
from wellkept_inventory.schemas.scans import InventoryScanCreate, InventoryScanElement, InventoryScanRead
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import FieldError, unknown_reference
from wellkept_sdk.http import PageRequest
from wellkept_sdk.ids import EquipmentId
from wellkept_sdk.services.stock import Tracking

BALANCES_MAX: Final = 200

_BY_GTIN: Final = "SELECT id FROM inventory_part WHERE gtin = ?"
_BY_CODE: Final = "SELECT id FROM inventory_part WHERE code = ?"
# What several have names none of them: a wrong part is worse than none.
_BY_MAKERS_NUMBER: Final = (
    "SELECT id FROM inventory_part WHERE manufacturer_part_number = ? AND status <> 'archived' LIMIT 2"
)
_BY_SERIAL: Final = f"SELECT part_id AS id FROM inventory_lot WHERE number = ? AND kind = '{Tracking.SERIAL}' LIMIT 2"
_LOT: Final = (
    "SELECT lot.kind, lot.number, lot.expires_on, installation.equipment_id FROM inventory_lot lot"
    " LEFT JOIN inventory_installation installation"
    "  ON installation.lot_id = lot.id AND installation.serial AND installation.removed_at IS NULL"
    " WHERE lot.part_id = ? AND lot.number = ?"
)


class _Found(Struct, frozen=True, kw_only=True):
    """What a text names: a part, perhaps with the number of a lot or piece, or a place, or nothing."""

    part_id: UUID | None = None
    lot: str | None = None
    serial: str | None = None
    location: InventoryLocationRead | None = None


class _LotFacts(Struct, frozen=True, kw_only=True):
    """What is known of a lot or piece."""

    expires_on: date | None = None
    equipment_id: EquipmentId | None = None


async def scan(ctx: Ctx, asked: InventoryScanCreate) -> InventoryScanRead:
    """
    Return what a text says, and what it names.

    Raises:
        ScanInvalid: the text claims to be GS1 or ours, and is malformed; or it has the digits of a GTIN with a wrong
            check digit, and is no code, number or serial that we know.
        Invalid: there is no such place.
    """
    read = _read(asked.text, today=ctx.at.date())
    if asked.location_id is not None and await locations.row(ctx, asked.location_id) is None:
        raise unknown_reference("/location_id", "place")
    found = await _found(ctx, read)
    if found == _Found() and is_mistyped_gtin(read.text):
        raise _invalid("the check digit of this GTIN is wrong")
    lot = await _lot(ctx, found)
    return InventoryScanRead(
        matched=found != _Found(),
        format=read.format,
        elements=[InventoryScanElement(ai=each.ai, value=each.value) for each in read.elements],
        part=None if found.part_id is None else await parts.part(ctx, found.part_id),
        lot=found.lot or read.lot,
        serial=found.serial or read.serial,
        expires_on=read.expires_on or lot.expires_on,
        location=found.location,
        equipment_id=lot.equipment_id,
        balances=await _balances(ctx, found, location_id=asked.location_id),
    )


def _read(text: str, *, today: date) -> Scan:
    try:
        return read_scan(text, today=today)
    except ScanError as refusal:
        raise _invalid(str(refusal)) from None


def _invalid(fault: str) -> ScanInvalid:
    return ScanInvalid(errors=[FieldError("/text", ScanInvalid.code, fault)])


async def _found(ctx: Ctx, read: Scan) -> _Found:
    if read.location_code is not None:
        return await _place(ctx, read.location_code)
    if read.part_code is not None:
        return _with_numbers(await _one(ctx, _BY_CODE, read.part_code), read)
    part_id = None if read.gtin is None else await _one(ctx, _BY_GTIN, read.gtin)
    # What has the digits of a GTIN and is none of ours, may be any other number; elements of GS1 are nothing else.
    return _with_numbers(part_id, read) if part_id is not None or read.elements else await _plain(ctx, read.text)


async def _plain(ctx: Ctx, text: str) -> _Found:
    for sql in (_BY_CODE, _BY_MAKERS_NUMBER):
        part_id = await _one(ctx, sql, text)
        if part_id is not None:
            return _Found(part_id=part_id)
    part_id = await _one(ctx, _BY_SERIAL, text)
    return _Found() if part_id is None else _Found(part_id=part_id, serial=text)


async def _place(ctx: Ctx, code: str) -> _Found:
    row = (await locations.rows_by_code(ctx, [code])).get(code)
    return _Found() if row is None else _Found(location=await locations.location(ctx, row["id"]))


async def _one(ctx: Ctx, sql: str, value: str) -> UUID | None:
    rows: Sequence[Row] = await ctx.db.fetch(sql, value)
    return rows[0]["id"] if len(rows) == 1 else None


def _with_numbers(part_id: UUID | None, read: Scan) -> _Found:
    return _Found() if part_id is None else _Found(part_id=part_id, lot=read.lot, serial=read.serial)


async def _lot(ctx: Ctx, found: _Found) -> _LotFacts:
    number = found.serial or found.lot
    if found.part_id is None or number is None:
        return _LotFacts()
    row = await ctx.db.fetch_one(_LOT, found.part_id, number)
    return _LotFacts() if row is None else _LotFacts(expires_on=row["expires_on"], equipment_id=row["equipment_id"])


async def _balances(ctx: Ctx, found: _Found, *, location_id: UUID | None) -> list[InventoryBalance]:
    if found == _Found():
        return []
    # A piece may carry the number of its lot too; its own is enough.
    filters = BalanceFilters(
        part_id=found.part_id,
        location_id=location_id if found.location is None else found.location.id,
        serial=found.serial,
        lot=None if found.serial else found.lot,
    )
    return (await balance_page(ctx, PageRequest(limit=BALANCES_MAX), filters=filters)).items
