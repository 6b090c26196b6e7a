"""Recording lines: as many as there are in one statement, each with its number and its event."""

from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import asdict

from wellkept_costs.events import CostsLineAdded, CostsLineReversed
from wellkept_costs.rules.lines import Line
from wellkept_sdk import Ctx
from wellkept_sdk.db import Numbering, Row
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.services.costs import CostKind, CoveredBy

_COLUMNS: Final = (
    *("id", "ticket_id", "kind", "description", "quantity_milli", "unit", "currency", "unit_cost_minor"),
    *("unit_price_minor", "cost_minor", "price_minor", "covered_by", "coverage_code", "allowance_code"),
    *("allowance_contract_id", "allowance_starts_on", "occurred_on", "party_id", "visit_id", "source", "source_key"),
    *("collected", "reverses_line_id", "corrects_line_id", "split_from_id", "note"),
)
_MARKS: Final = ", ".join("?" * len(_COLUMNS))
_HEAD: Final = f"INSERT INTO costs_line ({', '.join(_COLUMNS)}, actor_id, created_at, number) VALUES"
_NUMBERS: Final = Numbering("costs_line", column="number")
#: More would make a statement with more placeholders than the databases take.
_TOGETHER_MAX: Final = 500


async def insert_lines(ctx: Ctx, lines: Sequence[Line]) -> list[Row]:
    """
    Record lines in the caller's transaction, announce each, and return them as they are stored, in the same order.

    Args:
        ctx: its moment is that of the recording, its actor who has caused it.
        lines: without any nothing happens.

    Raises:
        Conflict: a source has used a key already, or a line is reversed already.
    """
    rows: list[Row] = []
    for start in range(0, len(lines), _TOGETHER_MAX):
        rows += await _insert(ctx, lines[start : start + _TOGETHER_MAX])
    for row in rows:
        await ctx.emit(_told(row))
    return rows


async def _insert(ctx: Ctx, lines: Sequence[Line]) -> list[Row]:
    numbers = await _NUMBERS.expressions(ctx.db, len(lines))
    values: list[object] = []
    for line in lines:
        columns = asdict(line)
        values += [*(_stored(columns[name]) for name in _COLUMNS), ctx.actor.id, ctx.at]
    rows = ", ".join(f"({_MARKS}, ?, ?, {number})" for number in numbers)
    found = {row["id"]: row for row in await ctx.db.fetch(f"{_HEAD} {rows} RETURNING *", *values)}
    return [found[line.id] for line in lines]


def _stored(value: Any) -> object:  # noqa: ANN401 - a column's value of any type
    return value.value if isinstance(value, CostKind | CoveredBy) else value


def _told(row: Row) -> CostsLineAdded | CostsLineReversed:
    told: dict[str, Any] = {
        "line_id": row["id"],
        "ticket_id": TicketId(row["ticket_id"]),
        "kind": CostKind(row["kind"]),
        "covered_by": CoveredBy(row["covered_by"]),
        "cost": Money(amount_minor=row["cost_minor"], currency=row["currency"]),
        "price": Money(amount_minor=row["price_minor"], currency=row["currency"]),
        "party_id": None if row["party_id"] is None else PartyId(row["party_id"]),
    }
    if row["reverses_line_id"] is None:
        return CostsLineAdded(**told)
    return CostsLineReversed(**told, reverses_line_id=row["reverses_line_id"])
