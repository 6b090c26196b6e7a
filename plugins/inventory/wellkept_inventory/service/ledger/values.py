"""What moves do to the value of our own stock; a party's stock has none here, ever."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.errors import CurrencyMixed
from wellkept_inventory.queries.names import Names
from wellkept_inventory.rules.costing import NO_CURRENCY, Valuation, unit_cost_of, value_of
from wellkept_inventory.rules.keys import NIL
from wellkept_inventory.rules.planned import PlannedMove
from wellkept_sdk import Ctx
from wellkept_sdk.db import store
from wellkept_sdk.errors import invalid
from wellkept_sdk.ids import uuid7
from wellkept_sdk.money import AMOUNT_MINOR_MAX, Money
from wellkept_sdk.services.stock import LocationKind

_COLUMNS: Final = ("id", "part_id", "currency", "quantity_milli", "value_minor")
_AGAIN: Final = (
    "ON CONFLICT (part_id, currency) DO UPDATE SET quantity_milli = excluded.quantity_milli,"
    " value_minor = excluded.value_minor"
)
#: What comes from there was bought: the price is the caller's, or the part's standard cost.
_BOUGHT: Final = frozenset({LocationKind.SUPPLIER, LocationKind.OWNERSHIP})


class Cost(Struct, frozen=True):
    """What a move is worth; neither is known of a party's stock, or where nobody has named a price."""

    unit_cost: Money | None = None
    value: Money | None = None


async def change_values(
    ctx: Ctx, moves: Sequence[PlannedMove], names: Names, known: Mapping[UUID, Valuation]
) -> list[Cost]:
    """
    Change what our stock is worth, and return what each move is worth.

    Args:
        ctx: joins its transaction.
        moves: in the order of the posting.
        names: of their parts and places.
        known: valuations that were read since the parts were locked.

    Raises:
        CurrencyMixed: a price is in another currency than the stock that is there.
        Invalid: the value is more than can be kept.
    """
    valued = [place for place, move in enumerate(moves) if _is_valued(move, names)]
    before = dict(known)
    before |= await _read(ctx, {moves[place].part_id for place in valued} - before.keys())
    after, costs = dict(before), [Cost() for _ in moves]
    # What comes in first: a posting may take what it brings.
    for place in sorted(valued, key=lambda place: not _comes_in(moves[place], names)):
        move = moves[place]
        value, after[move.part_id] = _moved(move, names, after.get(move.part_id, Valuation()))
        costs[place] = _cost(move, value)
    await _write(ctx, {part_id: (before.get(part_id), left) for part_id, left in after.items()})
    return costs


def _moved(move: PlannedMove, names: Names, valuation: Valuation) -> tuple[Money, Valuation]:
    if not _comes_in(move, names):
        value = valuation.taken(move.quantity_milli, move.value)
        return value, valuation.with_less(move.quantity_milli, value)
    value = _brought(move, names, valuation)
    left = valuation.with_more(move.quantity_milli, value)
    if max(value.amount_minor, left.value_minor) > AMOUNT_MINOR_MAX:
        raise invalid(_pointer(move), "too_large", "The value is more than can be kept.")
    return value, left


def _brought(move: PlannedMove, names: Names, valuation: Valuation) -> Money:
    kind = names.places[move.from_location_id].kind
    given = _given(move)
    if given is not None and valuation.takes(given.currency):
        return given
    if given is not None and kind in _BOUGHT:
        raise CurrencyMixed.at(_pointer(move))
    if kind is LocationKind.REMOVED:
        return Money(amount_minor=0, currency=valuation.currency)
    standard = names.parts[move.part_id].standard_cost
    is_average = kind not in _BOUGHT and valuation.quantity_milli > 0
    if not is_average and standard is not None and valuation.takes(standard.currency):
        return value_of(move.quantity_milli, standard)
    return valuation.average(move.quantity_milli)


def _given(move: PlannedMove) -> Money | None:
    if move.value is not None or move.unit_cost is None:
        return move.value
    return value_of(move.quantity_milli, move.unit_cost)


def _cost(move: PlannedMove, value: Money) -> Cost:
    if value.currency == NO_CURRENCY:
        return Cost()
    return Cost(move.unit_cost or unit_cost_of(move.quantity_milli, value), value)


def _is_valued(move: PlannedMove, names: Names) -> bool:
    """Return whether a move brings our own stock in or takes it out."""
    ends = [names.places[place].kind.is_virtual for place in (move.from_location_id, move.to_location_id)]
    return move.stock_owner_id == NIL and ends[0] != ends[1]


def _comes_in(move: PlannedMove, names: Names) -> bool:
    return not names.places[move.to_location_id].kind.is_virtual


def _pointer(move: PlannedMove) -> str:
    return "/lines" if move.line is None else f"/lines/{move.line}/unit_cost"


async def _read(ctx: Ctx, part_ids: set[UUID]) -> dict[UUID, Valuation]:
    """Return what parts are worth whose stock is not empty."""
    if not part_ids:
        return {}
    where = ctx.db.any_of("part_id", part_ids)
    rows = await ctx.db.fetch(
        f"SELECT part_id, currency, quantity_milli, value_minor FROM inventory_value WHERE {where.sql}"
        " AND quantity_milli > 0",
        *where.args,
    )
    return {
        row["part_id"]: Valuation(
            currency=row["currency"], quantity_milli=row["quantity_milli"], value_minor=row["value_minor"]
        )
        for row in rows
    }


async def _write(ctx: Ctx, changed: Mapping[UUID, tuple[Valuation | None, Valuation]]) -> None:
    rows: list[Sequence[object]] = []
    for part_id, (before, after) in sorted(changed.items()):
        if before is not None and before.currency != after.currency:
            rows.append((uuid7(), part_id, before.currency, 0, 0))
        if before != after:
            rows.append((uuid7(), part_id, after.currency, after.quantity_milli, after.value_minor))
    await store(ctx.db, "inventory_value", columns=_COLUMNS, rows=rows, conflict=_AGAIN)
