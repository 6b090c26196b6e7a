"""The rows of statements: each question or change is one statement of SQL, however many lines there are."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from wellkept_consignment.tables import ConsignmentStatement
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect, Numbering, Row, new_ids, padded, typed
from wellkept_sdk.ids import uuid7
from wellkept_sdk.money import Money

_PREFIX: Final = "CS"
_DIGITS: Final = 6
_NUMBERS: Final = Numbering("consignment_statement")
_TAKE: Final = (
    "INSERT INTO consignment_statement_line (id, statement_id, line_id, standing, late, answer)"
    " SELECT {id}, {statement}, line.id, TRUE, line.occurred_at < ?, 'pending' FROM consignment_line line"
    " WHERE line.agreement_id = ? AND line.occurred_at < ? AND NOT EXISTS (SELECT 1"
    " FROM consignment_statement_line other WHERE other.line_id = line.id AND other.standing)"
    # Found all together before the first is stored: else each search would read the rows that are stored meanwhile.
    " ORDER BY line.id"
    # Whoever was quicker has the line; this statement goes without.
    " ON CONFLICT DO NOTHING"
)
_TOTAL: Final = (
    "(SELECT coalesce(sum(line.amount_minor), 0) FROM consignment_statement_line standing"
    " JOIN consignment_line line ON line.id = standing.line_id"
    " WHERE standing.statement_id = consignment_statement.id AND standing.standing)"
)
_UNPRICED: Final = (
    "(SELECT count(*) FROM consignment_statement_line standing JOIN consignment_line line ON line.id = standing.line_id"
    " WHERE standing.statement_id = consignment_statement.id AND standing.standing AND line.amount_minor IS NULL)"
)


async def locked_agreement(ctx: Ctx, agreement_id: UUID) -> Row | None:
    """Return an agreement that nobody else settles, prices or changes before the transaction ends; None without it."""
    lock = " FOR UPDATE" if ctx.db.dialect is Dialect.POSTGRES else ""
    return await ctx.db.fetch_one(f"SELECT * FROM consignment_agreement WHERE id = ?{lock}", agreement_id)


async def agreement_of(ctx: Ctx, agreement_id: UUID) -> Row:
    """Return the agreement of a statement."""
    row = await ctx.db.fetch_one("SELECT * FROM consignment_agreement WHERE id = ?", agreement_id)
    assert row is not None, "a statement has its agreement"
    return row


async def locked(ctx: Ctx, statement_id: UUID) -> Row | None:
    """Return a statement that nobody else changes or answers before the transaction ends; None without it."""
    return await ctx.db.locked(ConsignmentStatement, statement_id)


async def insert(ctx: Ctx, agreement: Row, *, starts_on: date, ends_on: date) -> UUID:
    """
    Store an empty draft, and return its id.

    Raises:
        Conflict: there is one of this period already.
    """
    statement_id, dialect = uuid7(), ctx.db.dialect
    values: list[tuple[str, object]] = [
        ("uuid", statement_id),
        ("timestamptz", ctx.at),
        ("timestamptz", ctx.at),
        ("uuid", agreement["id"]),
        ("uuid", agreement["party_id"]),
        ("date", starts_on),
        ("date", ends_on),
        ("text", agreement["currency"]),
    ]
    number = f"'{_PREFIX}-{ctx.at.year:04d}-' || {padded(dialect, 'place', digits=_DIGITS)}"
    await ctx.db.execute(
        "INSERT INTO consignment_statement (id, created_at, updated_at, agreement_id, party_id, period_from, period_to,"
        " currency, version, status, total_minor, number_seq, number)"
        f" SELECT {', '.join(typed(dialect, kind) for kind, _ in values)}, 1, 'draft', 0, place, {number}"
        f" FROM (SELECT {_NUMBERS.expression(dialect)} AS place) AS next WHERE TRUE",
        *(value for _, value in values),
    )
    return statement_id


async def take_lines(
    ctx: Ctx, statement_id: UUID, *, agreement_id: UUID, starts_at: datetime, ends_at: datetime
) -> int:
    """
    Let every line of an agreement that stands on no statement stand on this one, and return how many did.

    Args:
        ctx: in whose transaction.
        statement_id: on which.
        agreement_id: of which.
        starts_at: what occurred before it is late.
        ends_at: what occurred from it on stays free.
    """
    dialect = ctx.db.dialect
    ids = new_ids(dialect)
    return await ctx.db.execute(
        _TAKE.format(id=ids.sql, statement=typed(dialect, "uuid")),
        *(*ids.args, statement_id, starts_at, agreement_id, ends_at),
    )


async def totalled(ctx: Ctx, statement_id: UUID) -> Row:
    """Set a statement's total to the sum of its lines, and return it, with `unpriced` lines counted."""
    row = await ctx.db.fetch_one(
        f"UPDATE consignment_statement SET total_minor = {_TOTAL}, updated_at = ? WHERE id = ?"
        f" RETURNING *, {_UNPRICED} AS unpriced",
        ctx.at,
        statement_id,
    )
    assert row is not None, "it was stored or locked in this transaction"
    return row


async def changed(ctx: Ctx, statement_id: UUID) -> Row:
    """Do the same and raise the version: the caller has changed its lines."""
    row = await ctx.db.fetch_one(
        f"UPDATE consignment_statement SET total_minor = {_TOTAL}, updated_at = ?, version = version + 1"
        " WHERE id = ? RETURNING *",
        ctx.at,
        statement_id,
    )
    assert row is not None, "it was locked in this transaction"
    return row


async def free_lines(ctx: Ctx, statement_id: UUID) -> None:
    """Let no line stand on a statement any more."""
    await ctx.db.execute(
        "UPDATE consignment_statement_line SET standing = FALSE WHERE statement_id = ? AND standing", statement_id
    )


def subject(statement_id: UUID) -> str:
    """Return how events and the audit name a statement."""
    return f"consignment/statements/{statement_id}"


def total_of(row: Row) -> Money:
    """Return the total of a stored statement."""
    return Money(amount_minor=row["total_minor"], currency=row["currency"])
