"""Statements and their lines."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_costs.errors import StatementNotFound
from wellkept_costs.rules.statements import StatementStatus
from wellkept_costs.schemas.statements import CostsStatementItem, CostsStatementRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.db import FALSE, TRUE, Clause, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest

_statements = ListDeclaration(
    select="SELECT statement.* FROM costs_statement statement",
    sorts={"number": Sort("statement.number", int)},
    sort_default="-number",
    id_column="statement.id",
)
_LINES: Final = (
    "SELECT place.line_id, place.amount_minor, place.dispute, line.ticket_id, ticket.number AS ticket_number,"
    " line.number, line.kind, line.description, line.quantity_milli, line.unit, line.currency, line.occurred_on,"
    " line.reverses_line_id FROM costs_statement_line place JOIN costs_line line ON line.id = place.line_id"
    " LEFT JOIN ticket ON ticket.id = line.ticket_id WHERE place.statement_id = ? AND place.released_at IS NULL"
    " ORDER BY place.line_id"
)


class StatementFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list is narrowed."""

    customer_id: UUID | None = None
    project_id: UUID | None = None
    status: StatementStatus | None = None

    def clause(self) -> Clause:
        """Return the condition that all filters make together."""
        return all_of(
            equal("statement.customer_id", self.customer_id),
            equal("statement.project_id", self.project_id),
            equal("statement.status", None if self.status is None else self.status.value),
        )


async def statement_page(ctx: Ctx, page: PageRequest, *, filters: StatementFilters) -> Page[CostsStatementItem]:
    """Return one page of the statements that the caller may see, the latest first."""
    where = all_of(_seen(ctx, ctx.actor), filters.clause())
    found = await ctx.db.page(_statements, page, where=where, filters=msgspec.to_builtins(filters))
    return Page(items=[CostsStatementItem.of(row) for row in found.items], next_cursor=found.next_cursor)


async def statement(ctx: Ctx, statement_id: UUID) -> CostsStatementRead:
    """
    Return one statement with its lines.

    Raises:
        StatementNotFound: there is none that the caller may see.
    """
    return await read(ctx, await visible(ctx, statement_id))


async def visible(ctx: Ctx, statement_id: UUID) -> Row:
    """
    Return the row of a statement.

    Raises:
        StatementNotFound: there is none that the caller may see.
    """
    where = all_of(Clause("statement.id = ?", (statement_id,)), _seen(ctx, ctx.actor))
    row = await ctx.db.fetch_one(f"{_statements.select} WHERE {where.sql}", *where.args)
    if row is None:
        raise StatementNotFound
    return row


async def read(ctx: Ctx, row: Row) -> CostsStatementRead:
    """Return a stored statement with its lines; one statement of SQL, however many there are."""
    return CostsStatementRead.with_lines(row, await ctx.db.fetch(_LINES, row["id"]))


async def standing_among(ctx: Ctx, statement_id: UUID, line_ids: Collection[UUID]) -> set[UUID]:
    """Return which of these lines stand on a statement; one statement of SQL."""
    where = all_of(
        Clause("statement_id = ? AND released_at IS NULL", (statement_id,)), ctx.db.any_of("line_id", line_ids)
    )
    rows = await ctx.db.fetch(f"SELECT line_id FROM costs_statement_line WHERE {where.sql}", *where.args)
    return {row["line_id"] for row in rows}


def _seen(ctx: Ctx, actor: Actor) -> Clause:
    """Return the condition that the caller may see a statement: a customer its own, once it was issued."""
    if actor.role is Role.PARTNER:
        return FALSE
    if actor.role is Role.CUSTOMER:
        own = ctx.db.any_of("statement.customer_id", actor.customer_ids)
        return all_of(own, Clause("statement.issued_at IS NOT NULL"))
    return TRUE
