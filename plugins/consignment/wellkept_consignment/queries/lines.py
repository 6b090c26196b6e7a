"""What is owed, line by line."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_consignment.errors import LineNotFound
from wellkept_consignment.queries.agreements import own
from wellkept_consignment.rules.groups import PRINCIPAL, Group, OwedLine, groups_of
from wellkept_consignment.schemas.lines import ConsignmentLineRead
from wellkept_sdk import Ctx
from wellkept_sdk.db import FALSE, TRUE, Clause, ListDeclaration, Row, Sort, all_of, given, one_of
from wellkept_sdk.http import Page, PageRequest
from wellkept_sdk.services.consignment import LineKind

#: A line with the statement on which it stands.
LINE_SELECT: Final = (
    "SELECT line.*, statement.id AS statement_id, statement.status AS statement_status FROM consignment_line line"
    " LEFT JOIN consignment_statement_line standing ON standing.line_id = line.id AND standing.standing"
    " LEFT JOIN consignment_statement statement ON statement.id = standing.statement_id"
)
_lines = ListDeclaration(
    select=LINE_SELECT,
    sorts={"occurred_at": Sort("line.occurred_at", datetime)},
    sort_default="-occurred_at",
    id_column="line.id",
)
_PRINCIPAL: Final = ", ".join(f"'{kind}'" for kind in PRINCIPAL)
_ADJUSTING: Final = f"'{LineKind.CORRECTION}', '{LineKind.CLAIM}'"


class LineFilters(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """By what the list is narrowed; the period includes its start and not its end."""

    agreement_id: UUID | None = None
    party_id: UUID | None = None
    part_id: UUID | None = None
    kind: LineKind | None = None
    settled: bool | None = None
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None

    def clause(self, *, is_outside: bool) -> Clause:
        """Return the condition that all filters make together; for suppliers a draft settles nothing."""
        settled = Clause(
            "statement.id IS NOT NULL AND statement.status <> 'draft'" if is_outside else "statement.id IS NOT NULL"
        )
        return all_of(
            given("line.agreement_id = ?", self.agreement_id),
            given("line.party_id = ?", self.party_id),
            given("line.part_id = ?", self.part_id),
            given("line.kind = ?", None if self.kind is None else self.kind.value),
            TRUE if self.settled is None else settled if self.settled else _not(settled),
            given("line.occurred_at >= ?", self.occurred_from),
            given("line.occurred_at < ?", self.occurred_to),
        )


async def line_page(ctx: Ctx, page: PageRequest, *, filters: LineFilters) -> Page[ConsignmentLineRead]:
    """Return one page of the lines that the caller may see, the latest first."""
    is_outside = ctx.actor.is_outside
    where = all_of(own(ctx.actor, "line.party_id"), filters.clause(is_outside=is_outside))
    found = await ctx.db.page(_lines, page, where=where, filters=msgspec.to_builtins(filters))
    items = [ConsignmentLineRead.of(row, is_outside=is_outside) for row in found.items]
    return Page(items=items, next_cursor=found.next_cursor)


async def line(ctx: Ctx, line_id: UUID) -> ConsignmentLineRead:
    """
    Return one line that the caller may see.

    Raises:
        LineNotFound: there is none.
    """
    where = all_of(Clause("line.id = ?", (line_id,)), own(ctx.actor, "line.party_id"))
    row = await ctx.db.fetch_one(f"{LINE_SELECT} WHERE {where.sql}", *where.args)
    if row is None:
        raise LineNotFound
    return ConsignmentLineRead.of(row, is_outside=ctx.actor.is_outside)


async def line_ids(ctx: Ctx, ids: Collection[UUID]) -> list[ConsignmentLineRead]:
    """Return lines in the order of recording; one statement."""
    where = ctx.db.any_of("line.id", ids)
    rows = await ctx.db.fetch(f"{LINE_SELECT} WHERE {where.sql} ORDER BY line.id", *where.args)
    return [ConsignmentLineRead.of(row, is_outside=ctx.actor.is_outside) for row in rows]


async def of_ticket(ctx: Ctx, ticket_id: UUID) -> list[Row]:
    """Return all lines of a ticket in the order of recording, with their statements; one statement."""
    where = all_of(Clause("line.ticket_id = ?", (ticket_id,)), own(ctx.actor, "line.party_id"))
    return await ctx.db.fetch(f"{LINE_SELECT} WHERE {where.sql} ORDER BY line.id", *where.args)


async def recorded_for(ctx: Ctx, ticket_id: UUID) -> list[Row]:
    """Return all lines of a ticket as they are stored, whoever asks, in the order of recording; one statement."""
    return await ctx.db.fetch("SELECT * FROM consignment_line WHERE ticket_id = ? ORDER BY id", ticket_id)


async def tickets_with_lines(ctx: Ctx, ticket_ids: Collection[UUID]) -> set[UUID]:
    """Return for which tickets stock was used that the caller may know of, and did not come back; one statement."""
    where = all_of(ctx.db.any_of("line.ticket_id", ticket_ids), own(ctx.actor, "line.party_id"))
    rows = await ctx.db.fetch(
        f"SELECT line.ticket_id FROM consignment_line line WHERE {where.sql}"
        " GROUP BY line.ticket_id HAVING SUM(line.quantity_milli) > 0",
        *where.args,
    )
    return {row["ticket_id"] for row in rows}


async def stored(ctx: Ctx, line_id: UUID) -> OwedLine | None:
    """Return a line as it is stored, whoever asks."""
    row = await ctx.db.fetch_one("SELECT * FROM consignment_line WHERE id = ?", line_id)
    return None if row is None else msgspec.convert(row, OwedLine)


async def of_moves(ctx: Ctx, move_ids: Collection[UUID]) -> list[OwedLine]:
    """Return the lines of moves; none is asked for without any."""
    if not move_ids:
        return []
    where = ctx.db.any_of("move_id", move_ids)
    rows = await ctx.db.fetch(f"SELECT * FROM consignment_line WHERE {where.sql}", *where.args)
    return msgspec.convert(rows, list[OwedLine])


async def groups_with(ctx: Ctx, lines: Collection[OwedLine]) -> list[Group]:
    """Return the groups of lines, and maybe others of the same days; two statements, and none for nothing."""
    keys = {(each.agreement_id, each.part_id, each.price_on) for each in lines}
    days = [Clause("agreement_id = ? AND part_id = ? AND price_on = ?", key) for key in sorted(keys, key=str)]
    return await _groups(ctx, one_of(*days))


async def groups_between(
    ctx: Ctx, agreement_id: UUID, part_id: UUID, *, starts_on: date, ends_on: date | None
) -> list[Group]:
    """Return the groups of a part whose day lies in a span, without an end for good; two statements."""
    where = all_of(
        Clause("agreement_id = ? AND part_id = ? AND price_on >= ?", (agreement_id, part_id, starts_on)),
        given("price_on < ?", ends_on),
    )
    return await _groups(ctx, where)


async def _groups(ctx: Ctx, where: Clause) -> list[Group]:
    if where == FALSE:
        return []
    principal = await ctx.db.fetch(
        f"SELECT * FROM consignment_line WHERE ({where.sql}) AND kind IN ({_PRINCIPAL}) ORDER BY id", *where.args
    )
    if not principal:
        return []
    corrected = ctx.db.any_of("corrects_line_id", [row["id"] for row in principal])
    adjusting = await ctx.db.fetch(
        f"SELECT * FROM consignment_line WHERE {corrected.sql} AND kind IN ({_ADJUSTING}) ORDER BY id", *corrected.args
    )
    return groups_of(msgspec.convert([*principal, *adjusting], list[OwedLine]))


def _not(clause: Clause) -> Clause:
    """Return the condition that the clause does not hold, or has nothing to compare."""
    return Clause(f"({clause.sql}) IS NOT TRUE", clause.args)
