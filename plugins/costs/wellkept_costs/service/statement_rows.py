"""The rows of statements: each change is one statement of SQL, however many lines there are."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_costs.settings import CostsSettings
from wellkept_costs.tables import CostsStatement
from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, Numbering, Row, all_of, given, new_ids, typed
from wellkept_sdk.ids import uuid7
from wellkept_sdk.money import Money

_NUMBERS: Final = Numbering("costs_statement", column="number")
#: Whether a line stands on a statement that counts.
_STANDS: Final = (
    "EXISTS (SELECT 1 FROM costs_statement_line other WHERE other.line_id = {line} AND other.released_at IS NULL)"
)
#: A line and its reversal come to nothing; while both are free, neither is settled.
_CANCELLED_OUT: Final = (
    "EXISTS (SELECT 1 FROM costs_line reversal WHERE reversal.reverses_line_id = line.id"
    f" AND NOT {_STANDS.format(line='reversal.id')})"
    f" OR (line.reverses_line_id IS NOT NULL AND NOT {_STANDS.format(line='line.reverses_line_id')})"
)
_TAKE: Final = (
    "INSERT INTO costs_statement_line (id, statement_id, line_id, amount_minor)"
    " SELECT {id}, {statement}, line.id, line.price_minor FROM costs_line line"
    " JOIN ticket ON ticket.id = line.ticket_id WHERE {where}"
    f" AND NOT {_STANDS.format(line='line.id')} AND NOT ({_CANCELLED_OUT})"
    # Found all together before the first is stored: else each search would read the rows that are stored meanwhile.
    " ORDER BY line.id"
    # Whoever was quicker has the line; this statement goes without.
    " ON CONFLICT DO NOTHING"
)
_OF_CUSTOMER: Final = "EXISTS (SELECT 1 FROM project WHERE project.id = ? AND project.customer_id = customer.id)"
_CURRENCY: Final = (
    "COALESCE({given}, (SELECT account.currency FROM costs_ticket account JOIN ticket ON ticket.id = account.id"
    " WHERE ticket.customer_id = customer.id AND {where} ORDER BY account.id DESC LIMIT 1), {default})"
)
_TOTAL: Final = (
    "(SELECT coalesce(sum(place.amount_minor), 0) FROM costs_statement_line place"
    " WHERE place.statement_id = costs_statement.id AND place.released_at IS NULL)"
)


class Period(Struct, frozen=True, kw_only=True):
    """
    Whose costs of which days are to be settled.

    Args:
        currency: None is that of the latest ticket with costs.
        to_on: does not belong to them.
    """

    customer_id: UUID
    project_id: UUID | None
    currency: str | None
    from_on: date
    to_on: date


async def insert(ctx: Ctx, period: Period) -> Row | None:
    """Store an empty draft, and return it; None where the customer has no such project, or is not there."""
    dialect = ctx.db.dialect
    project = given(_OF_CUSTOMER, period.project_id)
    of_project = given("ticket.project_id = ?", period.project_id)
    currency = _CURRENCY.format(given=typed(dialect, "text"), where=of_project.sql, default=typed(dialect, "text"))
    values: list[tuple[str, object]] = [
        ("uuid", uuid7()),
        ("timestamptz", ctx.at),
        ("timestamptz", ctx.at),
        ("timestamptz", ctx.at),
        ("uuid", period.project_id),
        ("date", period.from_on),
        ("date", period.to_on),
    ]
    return await ctx.db.fetch_one(
        "INSERT INTO costs_statement (id, created_at, updated_at, moved_at, project_id, from_on, to_on, currency,"
        " version, status, total_minor, customer_id, number)"
        f" SELECT {', '.join(typed(dialect, kind) for kind, _ in values)}, {currency}, 1, 'draft', 0, customer.id,"
        f" {_NUMBERS.expression(dialect)} FROM customer WHERE customer.id = ? AND {project.sql} RETURNING *",
        *(value for _, value in values),
        *(period.currency, *of_project.args, ctx.settings(CostsSettings).currency),
        *(period.customer_id, *project.args),
    )


async def take_lines(ctx: Ctx, statement: Row, period: Period) -> int:
    """Let every line stand on a statement that is to be settled and stands on none; return how many do."""
    dialect = ctx.db.dialect
    where = all_of(
        Clause("line.covered_by = 'chargeable'"),
        Clause("line.occurred_on >= ? AND line.occurred_on < ?", (period.from_on, period.to_on)),
        Clause("line.currency = ?", (statement["currency"],)),
        Clause("ticket.customer_id = ? AND ticket.status IN ('confirmed', 'closed')", (period.customer_id,)),
        given("ticket.project_id = ?", period.project_id),
        ctx.active_tickets("ticket.id"),
    )
    ids = new_ids(dialect)
    return await ctx.db.execute(
        _TAKE.format(id=ids.sql, statement=typed(dialect, "uuid"), where=where.sql),
        *(*ids.args, statement["id"], *where.args),
    )


async def locked(ctx: Ctx, statement_id: UUID) -> Row | None:
    """Return a statement that nobody else changes before the transaction ends; None without it."""
    return await ctx.db.locked(CostsStatement, statement_id)


async def totalled(ctx: Ctx, statement_id: UUID) -> Row:
    """Set a statement's total to the sum of its lines, and return it."""
    row = await ctx.db.fetch_one(
        f"UPDATE costs_statement SET total_minor = {_TOTAL}, updated_at = ? WHERE id = ? RETURNING *",
        *(ctx.at, statement_id),
    )
    assert row is not None, "it was stored or locked in this transaction"
    return row


async def release(ctx: Ctx, statement_id: UUID, line_ids: Collection[UUID] | None = None) -> int:
    """Let lines, or all, not stand on a statement any more; return how many did."""
    where = all_of(
        Clause("statement_id = ? AND released_at IS NULL", (statement_id,)),
        TRUE if line_ids is None else ctx.db.any_of("line_id", line_ids),
    )
    return await ctx.db.execute(
        f"UPDATE costs_statement_line SET released_at = ? WHERE {where.sql}", ctx.at, *where.args
    )


async def has_lines(ctx: Ctx, statement_id: UUID) -> bool:
    """Return whether any line stands on a statement."""
    found = await ctx.db.fetch_one(
        "SELECT 1 AS one FROM costs_statement_line WHERE statement_id = ? AND released_at IS NULL LIMIT 1", statement_id
    )
    return found is not None


async def dispute(ctx: Ctx, statement_id: UUID, reasons: Mapping[UUID, str]) -> None:
    """Keep why the customer does not agree to lines that stand on a statement."""
    await ctx.db.execute_many(
        "UPDATE costs_statement_line SET dispute = ? WHERE statement_id = ? AND line_id = ? AND released_at IS NULL",
        [(reason, statement_id, line_id) for line_id, reason in reasons.items()],
    )


async def forget_disputes(ctx: Ctx, statement_id: UUID) -> None:
    """Let nothing be disputed of the lines that still stand on a statement: the customer is asked again."""
    await ctx.db.execute(
        "UPDATE costs_statement_line SET dispute = NULL"
        " WHERE statement_id = ? AND released_at IS NULL AND dispute IS NOT NULL",
        statement_id,
    )


def subject(statement_id: UUID) -> str:
    """Return how events and the audit name a statement."""
    return f"costs/statements/{statement_id}"


def total_of(row: Row) -> Money:
    """Return the total of a stored statement."""
    return Money(amount_minor=row["total_minor"], currency=row["currency"])
