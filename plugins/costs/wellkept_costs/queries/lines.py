"""The lines of tickets."""

from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_costs.errors import LineNotFound
from wellkept_costs.rules.charges import CONTRACT_SUFFIX
from wellkept_costs.rules.lines import Line
from wellkept_costs.schemas.lines import CostsLineRead
from wellkept_sdk import Ctx
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.db import TRUE, Clause, ListDeclaration, Row, Sort, all_of, equal
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.services.costs import CostKind, CoveredBy

_REVERSAL: Final = "LEFT JOIN costs_line reversal ON reversal.reverses_line_id = line.id"
#: A line with what has become of it.
LINE_SELECT: Final = (
    "SELECT line.*, reversal.id AS reversed_by_line_id, rest.id AS rest_line_id, statement.id AS statement_id,"
    f" statement.issued_at AS statement_issued_at FROM costs_line line {_REVERSAL}"
    " LEFT JOIN costs_line rest ON rest.split_from_id = line.id"
    " LEFT JOIN costs_statement_line standing ON standing.line_id = line.id AND standing.released_at IS NULL"
    " LEFT JOIN costs_statement statement ON statement.id = standing.statement_id"
)
_STORED: Final = (
    "SELECT line.*, reversal.id AS reversed_by_line_id, reversal.collected AS reversal_collected"
    f" FROM costs_line line {_REVERSAL}"
)
_lines = ListDeclaration(
    select=LINE_SELECT, sorts={"id": Sort("line.id", UUID)}, sort_default="id", id_column="line.id"
)


class LineFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list is narrowed."""

    kind: CostKind | None = None
    covered_by: CoveredBy | None = None

    def clause(self) -> Clause:
        """Return the condition that all filters make together."""
        return all_of(
            equal("line.kind", None if self.kind is None else self.kind.value),
            equal("line.covered_by", None if self.covered_by is None else self.covered_by.value),
        )


async def line_page(ctx: Ctx, ticket_id: UUID, page: PageRequest, *, filters: LineFilters) -> Page[CostsLineRead]:
    """Return one page of the lines of a ticket that the caller may see, in the order of recording."""
    where = all_of(_of(ticket_id, ctx.actor), filters.clause())
    asked = {"ticket_id": str(ticket_id), **msgspec.to_builtins(filters)}
    found = await ctx.db.page(_lines, page, where=where, filters=asked)
    return Page(items=[CostsLineRead.of(row, actor=ctx.actor) for row in found.items], next_cursor=found.next_cursor)


async def line(ctx: Ctx, ticket_id: UUID, line_id: UUID) -> CostsLineRead:
    """
    Return one line of a ticket.

    Raises:
        LineNotFound: the ticket has no such line that the caller may see.
    """
    where = all_of(_of(ticket_id, ctx.actor), Clause("line.id = ?", (line_id,)))
    row = await ctx.db.fetch_one(f"{LINE_SELECT} WHERE {where.sql}", *where.args)
    if row is None:
        raise LineNotFound
    return CostsLineRead.of(row, actor=ctx.actor)


async def rows_of_ticket(ctx: Ctx, ticket_id: UUID) -> list[Row]:
    """Return all lines of a ticket in the order of recording, whoever asks; one statement."""
    return await ctx.db.fetch("SELECT * FROM costs_line WHERE ticket_id = ? ORDER BY id", ticket_id)


async def stored(ctx: Ctx, ticket_id: UUID, line_id: UUID | None = None) -> list[Line]:
    """Return all lines of a ticket, or one of them, each with its reversal, whoever asks; one statement."""
    where = all_of(
        Clause("line.ticket_id = ?", (ticket_id,)), TRUE if line_id is None else Clause("line.id = ?", (line_id,))
    )
    rows = await ctx.db.fetch(f"{_STORED} WHERE {where.sql} ORDER BY line.id", *where.args)
    return msgspec.convert(rows, list[Line])


async def known(ctx: Ctx, *, source: str, source_key: str) -> Row | None:
    """Return the line that a source has added under a key, or its first part where it was split."""
    return await ctx.db.fetch_one(
        f"{LINE_SELECT} WHERE line.source = ? AND line.source_key IN (?, ?)"
        # Somebody's own key may end like that of a first part.
        " AND (line.source_key = ? OR rest.id IS NOT NULL) ORDER BY line.id",
        *(source, source_key, f"{source_key}{CONTRACT_SUFFIX}", source_key),
    )


def own(actor: Actor) -> Clause:
    """Return the condition that the caller may see a line of a ticket that it sees: a partner its party's own."""
    return Clause("line.party_id = ?", (actor.party_id,)) if actor.role is Role.PARTNER else TRUE


def _of(ticket_id: UUID, actor: Actor) -> Clause:
    return all_of(Clause("line.ticket_id = ?", (ticket_id,)), own(actor))
