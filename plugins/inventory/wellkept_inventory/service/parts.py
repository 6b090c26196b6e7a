"""Making and changing parts."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import UNSET

from wellkept_inventory.errors import GtinTaken, PartFixed, PartInUse
from wellkept_inventory.queries import parts as queries
from wellkept_inventory.schemas.parts import (
    InventoryPartCreate,
    InventoryPartPatch,
    InventoryPartRead,
    InventorySubstituteWrite,
)
from wellkept_inventory.service.catalogue import change_alone
from wellkept_inventory.service.part_columns import Columns, PartChange, columns_of, mistakes, model_rows, new_columns
from wellkept_inventory.tables import InventoryPart, InventoryPartModel, InventorySubstitute
from wellkept_sdk import Ctx
from wellkept_sdk.errors import CodeTaken, FieldError, Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.http import IfMatch
from wellkept_sdk.ids import uuid7
from wellkept_sdk.services.inventory import PartNotFound


async def create(ctx: Ctx, draft: InventoryPartCreate) -> InventoryPartRead:
    """
    Make a part.

    Raises:
        Invalid: the body has mistakes.
        CodeTaken: another part has this code.
        GtinTaken: another part has this GTIN.
    """
    part_id, columns = uuid7(), new_columns(draft)
    async with ctx.db.transaction():
        await change_alone(ctx)
        refuse([*mistakes(draft, columns), *await _substitute_mistakes(ctx, part_id, draft.substitutes)])
        if await queries.rows_by_code(ctx, [draft.code]):
            raise CodeTaken.at("/code")
        await _require_free_gtin(ctx, part_id, columns)
        await ctx.db.insert(InventoryPart, id=part_id, **columns)
        await write_models(ctx, part_id, columns)
        await _write_substitutes(ctx, part_id, draft.substitutes)
        await ctx.audit("inventory.part.created", subject=_subject(part_id), after=columns)
        return await queries.part(ctx, part_id)


async def update(ctx: Ctx, part_id: UUID, patch: InventoryPartPatch, *, if_match: IfMatch) -> InventoryPartRead:
    """
    Change a part by JSON merge patch; what stays as it was is not written.

    Raises:
        PartNotFound: there is no such part.
        PreconditionFailed: the part has changed since the version that the caller has seen.
        Invalid: the body has mistakes.
        GtinTaken: another part has this GTIN.
        PartFixed: the part has moved, so how it is tracked and counted stays.
        PartInUse: it is in stock, waited for or on order, so it is not archived.
    """
    async with ctx.db.transaction():
        await change_alone(ctx)
        row = await ctx.db.locked(InventoryPart, part_id)
        if row is None:
            raise PartNotFound
        if_match.require(row["version"])
        change = PartChange.to(row, columns_of(patch))
        wanted = () if patch.substitutes is UNSET else patch.substitutes
        found = mistakes(patch, {**row, **change.columns})
        refuse([*found, *await _substitute_mistakes(ctx, part_id, wanted)])
        await _require_possible(ctx, part_id, change)
        await _change(ctx, part_id, change, patch)
        return await queries.part(ctx, part_id)


async def write_models(ctx: Ctx, part_id: UUID, columns: Columns) -> None:
    """Store the models of a part once more, as rows to ask for; those of before are gone."""
    await ctx.db.execute("DELETE FROM inventory_part_model WHERE part_id = ?", part_id)
    await ctx.db.insert_many(InventoryPartModel, [{"part_id": part_id, **row} for row in model_rows(columns)])


async def _change(ctx: Ctx, part_id: UUID, change: PartChange, patch: InventoryPartPatch) -> None:
    """Write what differs, substitutes included, and raise the part's version if anything does."""
    if "models" in change.columns:
        await write_models(ctx, part_id, change.columns)
    replaced = await _replace_substitutes(ctx, part_id, patch)
    if not change.columns and not replaced:
        return
    # Substitutes are rows of their own, but belong to what the version stands for.
    await ctx.db.update(InventoryPart, part_id, changes=change.columns or {"name": change.before["name"]})
    after = {**change.columns, **({"substitutes": _named(patch)} if replaced else {})}
    await ctx.audit("inventory.part.updated", subject=_subject(part_id), before=change.earlier, after=after)


async def _replace_substitutes(ctx: Ctx, part_id: UUID, patch: InventoryPartPatch) -> bool:
    """Make the part name exactly these substitutes; tell whether that is a change."""
    if patch.substitutes is UNSET:
        return False
    present = (await queries.substitutes_of(ctx, [part_id])).get(part_id, ())
    if {(each.part_id, each.kind, each.priority) for each in present} == set(_named(patch)):
        return False
    await ctx.db.execute("DELETE FROM inventory_substitute WHERE part_id = ?", part_id)
    await _write_substitutes(ctx, part_id, patch.substitutes)
    return True


def _named(patch: InventoryPartPatch) -> list[tuple[UUID, str, int]]:
    wanted = () if patch.substitutes is UNSET else patch.substitutes
    return [(each.part_id, each.kind, each.priority) for each in wanted]


async def _write_substitutes(ctx: Ctx, part_id: UUID, substitutes: Sequence[InventorySubstituteWrite]) -> None:
    rows = [
        {"part_id": part_id, "substitute_id": each.part_id, "kind": each.kind.value, "priority": each.priority}
        for each in substitutes
    ]
    await ctx.db.insert_many(InventorySubstitute, rows)


async def _substitute_mistakes(
    ctx: Ctx, part_id: UUID, substitutes: Sequence[InventorySubstituteWrite]
) -> list[Invalid]:
    named = [each.part_id for each in substitutes]
    known = await queries.known(ctx, named)
    found: list[Invalid] = []
    for at, each in enumerate(named):
        pointer = f"/substitutes/{at}/part_id"
        if each == part_id or each in named[:at]:
            found.append(invalid(pointer, "not_a_choice", "Each substitute is named once, and is another part."))
        elif each not in known:
            found.append(unknown_reference(pointer, "part"))
    return found


async def _require_possible(ctx: Ctx, part_id: UUID, change: PartChange) -> None:
    if change.fixed and await queries.moved(ctx, [part_id]):
        raise PartFixed(errors=[FieldError(f"/{name}", PartFixed.code, PartFixed.title()) for name in change.fixed])
    if change.archives and await queries.in_use(ctx, [part_id]):
        raise PartInUse.at("/status")
    await _require_free_gtin(ctx, part_id, change.columns)


async def _require_free_gtin(ctx: Ctx, part_id: UUID, columns: Columns) -> None:
    gtin = columns.get("gtin")
    holder = None if gtin is None else (await queries.holders_of_gtins(ctx, [gtin])).get(gtin)
    if holder is not None and holder != part_id:
        raise GtinTaken.at("/gtin")


def _subject(part_id: UUID) -> str:
    return f"inventory/parts/{part_id}"
