"""Balances change by guarded statements: what must have enough is asked and taken in one breath."""

from collections.abc import Sequence
from typing import Final, Protocol
from uuid import UUID

from wellkept_inventory.errors import StockInsufficient
from wellkept_inventory.queries.names import Names
from wellkept_inventory.rules.balances import Change, changes_of
from wellkept_inventory.rules.costing import Valuation
from wellkept_inventory.rules.keys import NIL, VIRTUAL_LOCATIONS, StockKey
from wellkept_inventory.rules.planned import PlannedMove
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, Dialect, Row, one_of, store
from wellkept_sdk.errors import FieldError
from wellkept_sdk.ids import uuid7
from wellkept_sdk.quantity import decimal_of

_VIRTUAL: Final = frozenset(VIRTUAL_LOCATIONS.values())
_NAMES: Final = ("part_id", "lot_id", "stock_owner_id", "location_id", "quantity_milli", "held_milli")
_GIVEN: Final = {
    Dialect.POSTGRES: "unnest("
    + ", ".join(["CAST(? AS uuid[])"] * 4 + ["CAST(? AS bigint[])"] * 2)
    + f") AS given ({', '.join(_NAMES)})",
    Dialect.SQLITE: "(SELECT "
    + ", ".join(f"json_extract(value, '$[{place}]') AS {name}" for place, name in enumerate(_NAMES))
    + " FROM json_each(?)) AS given",
}
_SAME_KEY: Final = " AND ".join(f"inventory_balance.{name} = given.{name}" for name in _NAMES[:4])
_KEY: Final = ", ".join(f"inventory_balance.{name} AS {name}" for name in _NAMES[:4])
_PRESENT: Final = (
    "FROM inventory_value value WHERE value.part_id = inventory_balance.part_id AND value.quantity_milli > 0"
)
_VALUED: Final = ", ".join(
    f"(SELECT value.{name} {_PRESENT}) AS {alias}"
    for name, alias in (("currency", "currency"), ("quantity_milli", "valued_milli"), ("value_minor", "value_minor"))
)
#: The value of the stock comes along: one statement less for what happens most, the issue.
_TAKE: Final = (
    "UPDATE inventory_balance SET quantity_milli = inventory_balance.quantity_milli + given.quantity_milli,"
    " reserved_milli = inventory_balance.reserved_milli - given.held_milli, changed_at = ? FROM {given}"
    f" WHERE {_SAME_KEY} AND inventory_balance.reserved_milli >= given.held_milli"
    " AND inventory_balance.quantity_milli + given.quantity_milli"
    " >= inventory_balance.reserved_milli - given.held_milli"
    f" RETURNING {_KEY}, {_VALUED}"
)
_COLUMNS: Final = (
    *("id", "part_id", "lot_id", "stock_owner_id", "location_id", "quantity_milli", "reserved_milli", "real"),
    *("serial", "first_in_at", "changed_at"),
)
_AGAIN: Final = (
    "ON CONFLICT (part_id, location_id, lot_id, stock_owner_id) DO UPDATE SET"
    " quantity_milli = inventory_balance.quantity_milli + excluded.quantity_milli,"
    " first_in_at = CASE WHEN inventory_balance.quantity_milli > 0 THEN inventory_balance.first_in_at"
    " ELSE excluded.first_in_at END, changed_at = excluded.changed_at"
)


async def change_balances(ctx: Ctx, moves: Sequence[PlannedMove], names: Names) -> dict[UUID, Valuation]:
    """
    Change every balance that moves touch, and return what is known from it of the value of parts before.

    Raises:
        StockInsufficient: a balance has less than is asked of it, what is reserved apart.
    """
    changes = changes_of(moves)
    known = await _take(ctx, [change for change in changes if change.needs_stock(_VIRTUAL)], moves)
    await _add(ctx, [change for change in changes if not change.needs_stock(_VIRTUAL)], names)
    return known


async def _take(ctx: Ctx, changes: Sequence[Change], moves: Sequence[PlannedMove]) -> dict[UUID, Valuation]:
    if not changes:
        return {}
    rows = await ctx.db.fetch(_TAKE.format(given=_GIVEN[ctx.db.dialect]), ctx.at, *_given(ctx, changes))
    taken = {StockKey.of_row(row) for row in rows}
    short = [change for change in changes if change.key not in taken]
    if short:
        raise await _insufficient(ctx, short, moves)
    return {row["part_id"]: _valuation(row) for row in rows if row["stock_owner_id"] == NIL}


async def _add(ctx: Ctx, changes: Sequence[Change], names: Names) -> None:
    rows: list[Sequence[object]] = []
    for change in changes:
        key = change.key
        lot = names.lots.get(key.lot_id)
        real = key.location_id not in _VIRTUAL
        fixed = (real, lot is not None and lot.is_serial, ctx.at, ctx.at)
        whole = (key.part_id, key.lot_id, key.stock_owner_id, key.location_id)
        rows.append((uuid7(), *whole, change.quantity_milli, 0, *fixed))
    await store(ctx.db, "inventory_balance", columns=_COLUMNS, rows=rows, conflict=_AGAIN)


async def _insufficient(ctx: Ctx, short: Sequence[Change], moves: Sequence[PlannedMove]) -> StockInsufficient:
    """Return the refusal for the first line that cannot be served."""
    missing = {change.key: change for change in short}
    move = next(move for move in moves if move.source in missing)
    change = missing[move.source]
    there = await available_of(ctx, [change.key])
    available = there.get(change.key, 0) + change.held_milli
    return insufficient(move, requested_milli=-change.quantity_milli, available_milli=available)


class Short(Protocol):
    """A move or line for which there is not enough; `line` is counted from zero, None where no line asks for it."""

    @property
    def part_id(self) -> UUID:
        """Of which part."""
        ...

    @property
    def line(self) -> int | None:
        """Which line of the request."""
        ...


def insufficient(short: Short, *, requested_milli: int, available_milli: int) -> StockInsufficient:
    """
    Return the refusal where there is not enough of a part.

    Args:
        short: what asks for it.
        requested_milli: how much it asks for.
        available_milli: how much there is of what it may take.
    """
    found = FieldError(f"/lines/{short.line}/quantity", StockInsufficient.code, StockInsufficient.title())
    return StockInsufficient(
        errors=[] if short.line is None else [found],
        part_id=short.part_id,
        requested=decimal_of(requested_milli),
        available=decimal_of(available_milli),
    )


async def available_of(ctx: Ctx, keys: Sequence[StockKey]) -> dict[StockKey, int]:
    """Return what is not reserved of balances; those that were never there are left out."""
    where = one_of(*(_is(key) for key in keys))
    rows = await ctx.db.fetch(
        "SELECT part_id, lot_id, stock_owner_id, location_id, quantity_milli - reserved_milli AS available"
        f" FROM inventory_balance WHERE {where.sql}",
        *where.args,
    )
    return {StockKey.of_row(row): row["available"] for row in rows}


def _is(key: StockKey) -> Clause:
    return Clause(
        "part_id = ? AND lot_id = ? AND stock_owner_id = ? AND location_id = ?",
        (key.part_id, key.lot_id, key.stock_owner_id, key.location_id),
    )


def _given(ctx: Ctx, changes: Sequence[Change]) -> list[object]:
    rows = [
        (
            change.key.part_id,
            change.key.lot_id,
            change.key.stock_owner_id,
            change.key.location_id,
            change.quantity_milli,
            change.held_milli,
        )
        for change in changes
    ]
    if ctx.db.dialect is Dialect.POSTGRES:
        return [list(column) for column in zip(*rows, strict=True)]
    return [rows]


def _valuation(row: Row) -> Valuation:
    if row["currency"] is None:
        return Valuation()
    return Valuation(currency=row["currency"], quantity_milli=row["valued_milli"], value_minor=row["value_minor"])
