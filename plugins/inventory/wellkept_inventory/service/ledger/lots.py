"""Lots and serial numbers: found by what people call them, and made where they come in."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.errors import LotExpiryDiffers, LotUnknown
from wellkept_inventory.queries.names import LotName, Names, lots_by_number
from wellkept_inventory.rules.tracking import Named, mistakes_of
from wellkept_sdk import Ctx
from wellkept_sdk.db import store
from wellkept_sdk.errors import Invalid, refuse
from wellkept_sdk.ids import uuid7

_COLUMNS: Final = ("id", "created_at", "part_id", "kind", "number", "expires_on", "party_id")


class LotWanted(Struct, frozen=True, kw_only=True):
    """
    What a line says about its lot or serial number.

    Args:
        line: counted from zero, for the pointers of refusals.
        expires_on: the last day of use, as the caller says.
        expires_on_default: the same, as it follows from the part's shelf life; for lots that are new.
        party_id: from whom it came; for lots that are new.
    """

    part_id: UUID
    quantity_milli: int
    lot: str | None
    serial: str | None
    line: int
    expires_on: date | None = None
    expires_on_default: date | None = None
    party_id: UUID | None = None

    @property
    def number(self) -> str | None:
        """Return what the lot or piece is called."""
        return self.lot if self.serial is None else self.serial

    @property
    def pointer(self) -> str:
        """Return where the number stands in the request."""
        return f"/lines/{self.line}/{'lot' if self.serial is None else 'serial'}"


async def lots_of(
    ctx: Ctx, wanted: Sequence[LotWanted], names: Names, *, creates: bool = False
) -> Sequence[LotName | None]:
    """
    Return the lot or serial number that each line names, and add them to the names; None where none is named.

    Args:
        ctx: joins its transaction.
        wanted: lines of parts that are in `names`.
        names: from `locked_names`.
        creates: whether unknown ones are made: for what comes in. The lot of a part tracked so must be named then.

    Raises:
        Invalid: a line's quantity or its naming is not as the part asks for, or a lot or serial number is unknown.
    """
    refuse([mistake for each in wanted for mistake in _mistakes(each, names, lot_required=creates)])
    known = await _known(ctx, wanted)
    if creates:
        new = [each for each in wanted if each.number is not None and (each.part_id, each.number) not in known]
        await _create(ctx, new, names)
        known |= await _known(ctx, new)
        await _learn_expiry(ctx, wanted, known)
    unknown = [each for each in wanted if each.number is not None and (each.part_id, each.number) not in known]
    refuse([LotUnknown.at(each.pointer) for each in unknown])
    names.lots.update({lot.id: lot for lot in known.values()})
    return [None if each.number is None else known[each.part_id, each.number] for each in wanted]


def _mistakes(wanted: LotWanted, names: Names, *, lot_required: bool) -> list[Invalid]:
    part = names.parts[wanted.part_id]
    named = Named(quantity_milli=wanted.quantity_milli, lot=wanted.lot, serial=wanted.serial)
    return mistakes_of(
        named,
        f"/lines/{wanted.line}",
        tracking=part.tracking,
        whole_units=part.whole_units,
        lot_required=lot_required,
    )


async def _known(ctx: Ctx, wanted: Sequence[LotWanted]) -> dict[tuple[UUID, str], LotName]:
    return await lots_by_number(ctx, {(each.part_id, each.number) for each in wanted if each.number is not None})


async def _create(ctx: Ctx, new: Sequence[LotWanted], names: Names) -> None:
    first = {(each.part_id, each.number): each for each in reversed(new)}
    rows = [
        (
            uuid7(),
            ctx.at,
            each.part_id,
            names.parts[each.part_id].tracking,
            each.number,
            each.expires_on or each.expires_on_default,
            each.party_id,
        )
        for each in first.values()
    ]
    await store(
        ctx.db, "inventory_lot", columns=_COLUMNS, rows=rows, conflict="ON CONFLICT (part_id, number) DO NOTHING"
    )


async def _learn_expiry(ctx: Ctx, wanted: Sequence[LotWanted], known: dict[tuple[UUID, str], LotName]) -> None:
    """Write down when known lots expire where nobody has said so yet; a lot has one such day."""
    said = [each for each in wanted if each.expires_on is not None and each.number is not None]
    for each in said:
        lot = known[each.part_id, each.number or ""]
        if lot.expires_on is None:
            await ctx.db.execute("UPDATE inventory_lot SET expires_on = ? WHERE id = ?", each.expires_on, lot.id)
            known[lot.part_id, lot.number] = LotName(
                id=lot.id, part_id=lot.part_id, kind=lot.kind, number=lot.number, expires_on=each.expires_on
            )
        elif lot.expires_on != each.expires_on:
            raise LotExpiryDiffers.at(f"/lines/{each.line}/expires_on")
