"""Taking in parts by their codes."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from msgspec import UNSET, Struct

from wellkept_inventory.errors import GtinTaken, PartFixed, PartInUse
from wellkept_inventory.queries import parts as queries
from wellkept_inventory.rules.merge_patch import patched
from wellkept_inventory.schemas.imports import InventoryImportTally, InventoryPartImport
from wellkept_inventory.schemas.parts import InventoryPartCreate
from wellkept_inventory.service.import_places import Placed, repeated
from wellkept_inventory.service.part_columns import (
    Columns,
    PartChange,
    columns_of,
    mistakes,
    model_rows,
    new_columns,
)
from wellkept_inventory.service.parts import write_models
from wellkept_inventory.tables import InventoryPart, InventoryPartModel
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import Invalid, WellkeptError, invalid, refuse
from wellkept_sdk.ids import uuid7


class _Intent(Struct, frozen=True, kw_only=True):
    """What is to become of one part: `change` is None of a new one, `columns` are those that are written."""

    pointer: str
    said: InventoryPartImport
    id: UUID
    columns: Columns
    change: PartChange | None

    def mistakes(self) -> list[Invalid]:
        """Return what is wrong with the item itself."""
        after = self.columns if self.change is None else {**self.change.before, **self.columns}
        return mistakes(self.said, after, pointer=self.pointer)


async def take_parts(ctx: Ctx, placed: Placed[InventoryPartImport]) -> InventoryImportTally:
    """
    Make those that are new, change those that differ.

    Raises:
        Invalid: with every mistake at its place.
    """
    if not placed:
        return InventoryImportTally()
    rows = await queries.rows_by_code(ctx, [item.code for _, item in placed])
    intents = [_intent(pointer, item, rows.get(item.code)) for pointer, item in placed]
    refuse(
        [
            *repeated(placed, "code", lambda item: item.code),
            *_nameless(intents),
            *(mistake for intent in intents for mistake in intent.mistakes()),
            *await _clashes(ctx, intents),
        ]
    )
    new = [intent for intent in intents if intent.change is None]
    changed = [intent for intent in intents if intent.change is not None and intent.columns]
    await _insert(ctx, new)
    for intent in changed:
        await _update(ctx, intent)
    unchanged = len(intents) - len(new) - len(changed)
    return InventoryImportTally(created=len(new), updated=len(changed), unchanged=unchanged)


def _intent(pointer: str, said: InventoryPartImport, row: Row | None) -> _Intent:
    if row is not None:
        change = PartChange.to(row, columns_of(said))
        return _Intent(pointer=pointer, said=said, id=row["id"], columns=change.columns, change=change)
    # A part without a name is refused before anything is stored.
    name = said.code if said.name is UNSET else said.name
    columns = {**new_columns(InventoryPartCreate(code=said.code, name=name)), **columns_of(said)}
    columns["metadata"] = patched({}, columns["metadata"])
    return _Intent(pointer=pointer, said=said, id=uuid7(), columns=columns, change=None)


def _nameless(intents: Sequence[_Intent]) -> Iterator[Invalid]:
    for intent in intents:
        if intent.change is None and intent.said.name is UNSET:
            yield invalid(f"{intent.pointer}/name", "required", "A new part needs a name.")


async def _clashes(ctx: Ctx, intents: Sequence[_Intent]) -> list[Invalid]:
    """Return what the present state does not allow."""
    fixed = [(intent, intent.change.fixed) for intent in intents if intent.change is not None and intent.change.fixed]
    archived = [intent for intent in intents if intent.change is not None and intent.change.archives]
    moved = await queries.moved(ctx, [intent.id for intent, _ in fixed]) if fixed else set[UUID]()
    in_use = await queries.in_use(ctx, [intent.id for intent in archived]) if archived else set[UUID]()
    return [
        *(_at(f"{it.pointer}/{name}", PartFixed) for it, names in fixed if it.id in moved for name in names),
        *(_at(f"{intent.pointer}/status", PartInUse) for intent in archived if intent.id in in_use),
        *await _taken_gtins(ctx, intents),
    ]


async def _taken_gtins(ctx: Ctx, intents: Sequence[_Intent]) -> list[Invalid]:
    wanted = [(intent, intent.columns["gtin"]) for intent in intents if intent.columns.get("gtin") is not None]
    holders: dict[str, UUID] = await queries.holders_of_gtins(ctx, [gtin for _, gtin in wanted])
    found: list[Invalid] = []
    for intent, gtin in wanted:
        if holders.setdefault(gtin, intent.id) != intent.id:
            found.append(_at(f"{intent.pointer}/gtin", GtinTaken))
    return found


def _at(pointer: str, error: type[WellkeptError]) -> Invalid:
    return invalid(pointer, error.code, error.title())


async def _insert(ctx: Ctx, intents: Sequence[_Intent]) -> None:
    rows: list[Mapping[str, object]] = [{"id": intent.id, **intent.columns} for intent in intents]
    await ctx.db.insert_many(InventoryPart, rows)
    models = [{"part_id": intent.id, **row} for intent in intents for row in model_rows(intent.columns)]
    await ctx.db.insert_many(InventoryPartModel, models)


async def _update(ctx: Ctx, intent: _Intent) -> None:
    if "models" in intent.columns:
        await write_models(ctx, intent.id, intent.columns)
    await ctx.db.update(InventoryPart, intent.id, changes=intent.columns)
