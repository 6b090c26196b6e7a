"""Statements and their lines."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_consignment.errors import StatementNotFound
from wellkept_consignment.queries.agreements import own
from wellkept_consignment.rules.answers import Answer
from wellkept_consignment.rules.statements import StatementStatus
from wellkept_consignment.schemas.statements import ConsignmentStatementLineRead, ConsignmentStatementRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest

_statements = ListDeclaration(
    select="SELECT statement.* FROM consignment_statement statement",
    sorts={"number": Sort("statement.number_seq", int)},
    sort_default="-number",
    id_column="statement.id",
)
_COUNT: Final = (
    "COUNT(*) AS line_count, SUM(line.amount_minor) AS total_minor,"
    " COUNT(CASE WHEN standing.answer = 'pending' THEN 1 END) AS pending,"
    " COUNT(CASE WHEN standing.answer = 'confirmed' THEN 1 END) AS confirmed,"
    " COUNT(CASE WHEN standing.answer = 'disputed' THEN 1 END) AS disputed,"
    " COUNT(CASE WHEN line.amount_minor IS NULL THEN 1 END) AS unpriced"
    " FROM consignment_statement_line standing JOIN consignment_line line ON line.id = standing.line_id"
)
_PLACE: Final = (
    *("id", "late", "answer", "reason", "party_quantity_milli", "party_amount_minor", "outcome", "note"),
    *("answered_how", "answered_at"),
)
_lines = ListDeclaration(
    select=(
        f"SELECT line.*, {', '.join(f'place.{name} AS on_{name}' for name in _PLACE)},"
        " statement.id AS statement_id, statement.status AS statement_status"
        " FROM consignment_statement_line place JOIN consignment_line line ON line.id = place.line_id"
        # What has left the statement may stand on a later one.
        " LEFT JOIN consignment_statement_line standing ON standing.line_id = line.id AND standing.standing"
        " LEFT JOIN consignment_statement statement ON statement.id = standing.statement_id"
    ),
    sorts={"occurred_at": Sort("line.occurred_at", datetime)},
    sort_default="occurred_at",
    # A line comes to a statement once: when that is drawn up, or with the outcome that made it.
    id_column="line.id",
)


class StatementFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list is narrowed."""

    agreement_id: UUID | None = None
    party_id: UUID | None = None
    status: StatementStatus | None = None

    def clause(self) -> Clause:
        """Return the condition that all filters make together."""
        return all_of(
            equal("statement.agreement_id", self.agreement_id),
            equal("statement.party_id", self.party_id),
            equal("statement.status", None if self.status is None else self.status.value),
        )


class StatementLineFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the lines of a statement are narrowed."""

    answer: Answer | None = None


async def statement_page(ctx: Ctx, page: PageRequest, *, filters: StatementFilters) -> Page[ConsignmentStatementRead]:
    """Return one page of the statements that the caller may see, the latest first."""
    where = all_of(_seen(ctx.actor), filters.clause())
    found = await ctx.db.page(_statements, page, where=where, filters=msgspec.to_builtins(filters))
    counts = await _counts(ctx, [row["id"] for row in found.items])
    items = [ConsignmentStatementRead.of(row, counts.get(row["id"], {})) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def statement(ctx: Ctx, statement_id: UUID) -> ConsignmentStatementRead:
    """
    Return one statement that the caller may see.

    Raises:
        StatementNotFound: there is none.
    """
    row = await visible(ctx, statement_id)
    return await read(ctx, row)


async def read(ctx: Ctx, row: Row) -> ConsignmentStatementRead:
    """Return a stored statement as it is shown."""
    return ConsignmentStatementRead.of(row, await count(ctx, row["id"]))


async def visible(ctx: Ctx, statement_id: UUID) -> Row:
    """
    Return the row of a statement that the caller may see.

    Raises:
        StatementNotFound: there is none.
    """
    where = all_of(Clause("statement.id = ?", (statement_id,)), _seen(ctx.actor))
    row = await ctx.db.fetch_one(f"{_statements.select} WHERE {where.sql}", *where.args)
    if row is None:
        raise StatementNotFound
    return row


async def line_page(
    ctx: Ctx, statement_id: UUID, page: PageRequest, *, filters: StatementLineFilters
) -> Page[ConsignmentStatementLineRead]:
    """
    Return one page of the lines of a statement as they occurred, those that have left it too.

    Raises:
        StatementNotFound: there is no such statement that the caller may see.
    """
    await visible(ctx, statement_id)
    where = all_of(
        Clause("place.statement_id = ?", (statement_id,)),
        equal("place.answer", None if filters.answer is None else filters.answer.value),
    )
    asked = {"statement_id": str(statement_id), **msgspec.to_builtins(filters)}
    found = await ctx.db.page(_lines, page, where=where, filters=asked)
    items = [ConsignmentStatementLineRead.of(row, is_outside=ctx.actor.is_outside) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def places(ctx: Ctx, statement_id: UUID, ids: Collection[UUID] | None = None) -> Sequence[Row]:
    """
    Return lines that stand on a statement with their places, those of `_PLACE` under names that begin with `on_`.

    Args:
        ctx: in whose transaction.
        statement_id: on which.
        ids: of the places; None for all.
    """
    where = all_of(
        Clause("place.statement_id = ? AND place.standing", (statement_id,)),
        TRUE if ids is None else ctx.db.any_of("place.id", ids),
    )
    return await ctx.db.fetch(f"{_lines.select} WHERE {where.sql} ORDER BY line.id", *where.args)


async def count(ctx: Ctx, statement_id: UUID) -> Row:
    """Return how many lines stand on a statement, by answer, how many have no price, and their sum."""
    row = await ctx.db.fetch_one(f"SELECT {_COUNT} WHERE standing.statement_id = ? AND standing.standing", statement_id)
    return row or {}


def _seen(actor: Actor) -> Clause:
    """Return the condition that the caller may see a statement: a supplier what was issued, whatever became of it."""
    issued = Clause("statement.issued_at IS NOT NULL") if actor.is_outside else TRUE
    return all_of(own(actor, "statement.party_id"), issued)


async def _counts(ctx: Ctx, ids: Sequence[UUID]) -> dict[UUID, Row]:
    where = ctx.db.any_of("standing.statement_id", ids)
    rows = await ctx.db.fetch(
        f"SELECT standing.statement_id, {_COUNT} WHERE {where.sql} AND standing.standing"
        " GROUP BY standing.statement_id",
        *where.args,
    )
    return {row["statement_id"]: row for row in rows}
