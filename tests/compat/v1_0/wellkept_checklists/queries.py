"""Questions: reads only, one statement each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, ListDeclaration, Row, Sort
from wellkept_sdk.http import Page, PageRequest

from wellkept_checklists.schemas import ChecklistsTicket

_ITEMS = ListDeclaration(
    select="SELECT id, ticket_id, text, done_at, created_at, version FROM checklists_item",
    sorts={"created_at": Sort("created_at", datetime)},
    sort_default="created_at",
)


async def item_page(ctx: Ctx, ticket_id: UUID, page: PageRequest) -> Page[Row]:
    """Return one page of a ticket's items, in the order of their adding."""
    return await ctx.db.page(_ITEMS, page, where=Clause("ticket_id = ?", (ticket_id,)))


async def item(ctx: Ctx, ticket_id: UUID, item_id: UUID) -> Row | None:
    """Return an item of a ticket, if there is such a one."""
    return await ctx.db.fetch_one("SELECT * FROM checklists_item WHERE id = ? AND ticket_id = ?", item_id, ticket_id)


async def open_count(ctx: Ctx, ticket_id: UUID) -> int:
    """Return how many items of a ticket are open."""
    rows = await ctx.db.fetch(
        "SELECT COUNT(*) AS open_count FROM checklists_item WHERE ticket_id = ? AND done_at IS NULL", ticket_id
    )
    return rows[0]["open_count"]


async def counts(ctx: Ctx, ticket_ids: Sequence[UUID]) -> Mapping[UUID, ChecklistsTicket]:
    """Return what many tickets show, in one statement."""
    where = ctx.db.any_of("ticket_id", ticket_ids)
    rows = await ctx.db.fetch(
        "SELECT ticket_id, COUNT(*) AS item_count, COUNT(*) - COUNT(done_at) AS open_count"
        f" FROM checklists_item WHERE {where.sql} GROUP BY ticket_id",
        *where.args,
    )
    found = {row["ticket_id"]: (row["item_count"], row["open_count"]) for row in rows}
    none = (0, 0)
    return {
        ticket_id: ChecklistsTicket(item_count=all_items, open_count=open_items)
        for ticket_id, (all_items, open_items) in ((each, found.get(each, none)) for each in ticket_ids)
    }
