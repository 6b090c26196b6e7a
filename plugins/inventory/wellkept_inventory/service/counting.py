"""Beginning a stocktake and writing down what is found: one verb, one transaction."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import UNSET

from wellkept_inventory.errors import (
    CountNotFound,
    CountNotOpen,
    CountOverlaps,
    LocationArchived,
    LocationNotReal,
)
from wellkept_inventory.queries import counting, counts
from wellkept_inventory.queries.names import locked_names, parts_by_id, places_by_id
from wellkept_inventory.rules.counting import CountScope, InventoryCountStatus
from wellkept_inventory.rules.keys import StockKey
from wellkept_inventory.schemas.counts import (
    COUNT_LINES_MAX,
    InventoryCountCreate,
    InventoryCountEntries,
    InventoryCountLineRead,
    InventoryCountLines,
    InventoryCountRead,
)
from wellkept_inventory.schemas.ticket_lines import stock_owner_wish
from wellkept_inventory.service.count_entries import Figure, figures_of
from wellkept_inventory.service.numbers import next_number
from wellkept_inventory.tables import InventoryCount
from wellkept_sdk import Ctx
from wellkept_sdk.db import Row, replacing, store
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.ids import uuid7
from wellkept_sdk.services.parties import PARTIES

_PREFIX: Final = "CT"
_KEY: Final = ("id", "count_id", "location_id", "part_id", "lot_id", "stock_owner_id", "open")
_FIGURE: Final = ("expected_milli", "counted_milli", "counted_at", "counted_by")
#: Another open count keeps its line: that there is none of ours is found out afterwards.
_OURS: Final = (
    "ON CONFLICT (part_id, location_id, lot_id, stock_owner_id) WHERE open DO UPDATE SET "
    + replacing(_FIGURE)
    + " WHERE inventory_count_line.count_id = excluded.count_id"
)


async def create(ctx: Ctx, draft: InventoryCountCreate) -> InventoryCountRead:
    """
    Begin a stocktake, with a line for everything of its scope that lies at the place.

    Raises:
        Invalid: the place, a part or the party is unknown, the place is virtual, or there is too much to count at once.
        LocationArchived: the place is not in use any more.
        CountOverlaps: an open count counts some of it already.
    """
    async with ctx.db.transaction():
        await _require_sound(ctx, draft)
        part_ids = None if draft.part_ids is None else sorted(set(draft.part_ids))
        scope = CountScope(
            part_ids=None if part_ids is None else frozenset(part_ids),
            stock_owner_id=stock_owner_wish(draft.stock_owner_id),
        )
        values = {
            "location_id": draft.location_id,
            "part_ids": None if part_ids is None else [str(part_id) for part_id in part_ids],
            "stock_owner_id": scope.stock_owner_id,
            "blind": draft.blind,
        }
        made = await ctx.db.insert(
            InventoryCount,
            **await next_number(ctx, "inventory_count", _PREFIX),
            **values,
            status=InventoryCountStatus.OPEN.value,
            actor_id=ctx.actor.id,
        )
        await _list_stock(ctx, made["id"], scope, location_id=draft.location_id)
        await ctx.audit("inventory.count.created", subject=subject(made["id"]), after=values)
        return await counts.count(ctx, made["id"])


async def enter(ctx: Ctx, count_id: UUID, data: InventoryCountEntries) -> InventoryCountLines:
    """
    Write down what was found, and what the book says at this moment: the difference is fixed here.

    Raises:
        CountNotFound: there is no such count.
        CountNotOpen: nothing is entered any more.
        Invalid: an entry has mistakes, or is not in the count's scope.
        CountOverlaps: another open count counts some of it.
    """
    async with ctx.db.transaction():
        stocktake = await locked(ctx, count_id)
        if stocktake["status"] != InventoryCountStatus.OPEN:
            raise CountNotOpen(count_status=stocktake["status"])
        # Nobody moves these parts from here on, so the book says what it says.
        names = await locked_names(ctx, part_ids={entry.part_id for entry in data.entries})
        figures = await figures_of(
            ctx, data.entries, names, scope=_scope(stocktake), location_id=stocktake["location_id"]
        )
        await _write(ctx, count_id, figures)
        # How many lines are counted is part of what the version stands for.
        await ctx.db.update(InventoryCount, count_id, changes={"status": InventoryCountStatus.OPEN.value})
        return InventoryCountLines(items=await _written(ctx, stocktake, [figure.key for figure in figures]))


async def locked(ctx: Ctx, count_id: UUID) -> Row:
    """
    Return a count that nobody else changes before the transaction ends.

    Raises:
        CountNotFound: there is none.
    """
    row = await ctx.db.locked(InventoryCount, count_id)
    if row is None:
        raise CountNotFound
    return row


def subject(count_id: UUID) -> str:
    """Return how the audit names a count."""
    return f"inventory/counts/{count_id}"


async def _require_sound(ctx: Ctx, draft: InventoryCountCreate) -> None:
    place = (await places_by_id(ctx, [draft.location_id])).get(draft.location_id)
    mistakes: list[Invalid] = []
    if place is None:
        mistakes.append(unknown_reference("/location_id", "location"))
    elif place.kind.is_virtual:
        mistakes.append(LocationNotReal.at("/location_id"))
    refuse([*mistakes, *await _unknown_parts(ctx, draft), *await _unknown_party(ctx, draft)])
    if place is not None and place.archived_at is not None:
        raise LocationArchived.at("/location_id")


async def _unknown_parts(ctx: Ctx, draft: InventoryCountCreate) -> list[Invalid]:
    if draft.part_ids is None:
        return []
    known = await parts_by_id(ctx, set(draft.part_ids))
    return [
        unknown_reference(f"/part_ids/{place}", "part")
        for place, part_id in enumerate(draft.part_ids)
        if part_id not in known
    ]


async def _unknown_party(ctx: Ctx, draft: InventoryCountCreate) -> list[Invalid]:
    party_id = draft.stock_owner_id
    if party_id is UNSET or party_id is None or await ctx.service(PARTIES).names([party_id]):
        return []
    return [unknown_reference("/stock_owner_id", "party")]


def _scope(stocktake: Row) -> CountScope:
    part_ids = stocktake["part_ids"]
    return CountScope(
        part_ids=None if part_ids is None else frozenset(UUID(part_id) for part_id in part_ids),
        stock_owner_id=stocktake["stock_owner_id"],
    )


async def _list_stock(ctx: Ctx, count_id: UUID, scope: CountScope, *, location_id: UUID) -> None:
    keys = await counting.stock_of(
        ctx,
        location_id,
        part_ids=scope.part_ids,
        stock_owner_id=scope.stock_owner_id,
        limit=COUNT_LINES_MAX + 1,
    )
    if len(keys) > COUNT_LINES_MAX:
        raise invalid("/part_ids", "too_long", f"More than {COUNT_LINES_MAX} balances are counted in parts.")
    rows = [_line(count_id, key) for key in keys]
    await store(ctx.db, "inventory_count_line", columns=_KEY, rows=rows, conflict="ON CONFLICT DO NOTHING")
    # Two who begin at once are told apart by the unique index, and by nothing that was read before.
    if await counting.lines_in(ctx, count_id) < len(keys):
        raise CountOverlaps


async def _write(ctx: Ctx, count_id: UUID, figures: Sequence[Figure]) -> None:
    book = await counting.on_book(ctx, [figure.key for figure in figures])
    rows = [
        (*_line(count_id, figure.key), book.get(figure.key, 0), figure.counted_milli, ctx.at, ctx.actor.id)
        for figure in sorted(figures, key=lambda figure: figure.key)
    ]
    await store(ctx.db, "inventory_count_line", columns=(*_KEY, *_FIGURE), rows=rows, conflict=_OURS)


def _line(count_id: UUID, key: StockKey) -> tuple[object, ...]:
    return (uuid7(), count_id, key.location_id, key.part_id, key.lot_id, key.stock_owner_id, True)


async def _written(ctx: Ctx, stocktake: Row, keys: Sequence[StockKey]) -> list[InventoryCountLineRead]:
    written: list[InventoryCountLineRead] = []
    for place, line in enumerate(await counts.lines_of_keys(ctx, stocktake, keys)):
        if line is None:
            raise CountOverlaps.at(f"/entries/{place}")
        written.append(line)
    return written
