"""The rows of statements: each question or change is one statement of SQL, however many lines there are."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from wellkept_consignment.tables import ConsignmentStatement
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect, Row
from wellkept_sdk.ids import uuid7
from wellkept_sdk.money import Money

_PREFIX: Final = "CS"
_DIGITS: Final = 6
#: Where the place in the sequence comes from, and how a number is written with it.
_NEXT: Final = {
    Dialect.POSTGRES: "(SELECT nextval('consignment_statement_number_seq') AS place)",
    Dialect.SQLITE: "(SELECT coalesce(max(number_seq), 0) + 1 AS place FROM consignment_statement)",
}
_PADDED: Final = {
    Dialect.POSTGRES: f"lpad(CAST(place AS text), greatest({_DIGITS}, length(CAST(place AS text))), '0')",
    Dialect.SQLITE: f"printf('%0{_DIGITS}d', place)",
}
#: An id of version 7 whose moment is given as its first fifteen characters, random in the rest.
_ID: Final = {
    Dialect.POSTGRES: "CAST(CAST(? AS text) || substr(CAST(gen_random_uuid() AS text), 16) AS uuid)",
    Dialect.SQLITE: (
        "? || lower(substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + abs(random() % 4), 1)"
        " || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))"
    ),
}
_ID_MOMENT: Final = 15
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
    await ctx.db.execute(
        "INSERT INTO consignment_statement (id, created_at, updated_at, version, number_seq, number, agreement_id,"
        " party_id, period_from, period_to, status, currency, total_minor)"
        f" SELECT {_typed(dialect, 'uuid')}, {_typed(dialect, 'timestamptz')}, {_typed(dialect, 'timestamptz')}, 1,"
        f" place, '{_PREFIX}-{ctx.at.year:04d}-' || {_PADDED[dialect]}, {_typed(dialect, 'uuid')},"
        f" {_typed(dialect, 'uuid')}, {_typed(dialect, 'date')}, {_typed(dialect, 'date')}, 'draft',"
        f" {_typed(dialect, 'text')}, 0 FROM {_NEXT[dialect]} AS next WHERE TRUE",
        *(statement_id, ctx.at, ctx.at, agreement["id"], agreement["party_id"], starts_on, ends_on),
        agreement["currency"],
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
    return await ctx.db.execute(
        _TAKE.format(id=_ID[dialect], statement=_typed(dialect, "uuid")),
        *(str(uuid7())[:_ID_MOMENT], statement_id, starts_at, agreement_id, ends_at),
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


def _typed(dialect: Dialect, kind: str) -> str:
    """Return a placeholder that PostgreSQL knows the type of, where it stands in a list of values."""
    return f"CAST(? AS {kind})" if dialect is Dialect.POSTGRES else "?"
