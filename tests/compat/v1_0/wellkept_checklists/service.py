"""What changes something: each function joins the caller's transaction."""

from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.errors import NotFound
from wellkept_sdk.hooks import Veto
from wellkept_sdk.ids import uuid7
from wellkept_sdk.records.tickets import Action

from wellkept_checklists import queries
from wellkept_checklists.errors import ChecklistsItemRepeated, ChecklistsItemsOpen
from wellkept_checklists.events import ChecklistsItemAdded, ChecklistsItemDone
from wellkept_checklists.terms import ChecklistsTerms


async def begin(ctx: Ctx, ticket_id: UUID) -> None:
    """Give a new ticket the item that every list begins with, if the terms name one."""
    first_item = ctx.terms(ChecklistsTerms).first_item
    if first_item:
        await add(ctx, ticket_id, text=first_item)


async def veto(ctx: Ctx, ticket_id: UUID, action: Action) -> Veto | None:
    """Return why an action must wait: open items keep a ticket from being resolved, where the terms say so."""
    if action is not Action.RESOLVE or not ctx.terms(ChecklistsTerms).required:
        return None
    open_count = await queries.open_count(ctx, ticket_id)
    return Veto(code=ChecklistsItemsOpen.code, message=ChecklistsItemsOpen.title()) if open_count else None


async def add(ctx: Ctx, ticket_id: UUID, *, text: str) -> Row:
    """
    Add an item and announce it.

    Raises:
        ChecklistsItemRepeated: the ticket has this item already.
    """
    async with ctx.db.transaction():
        # The unique index decides between callers who come at the same time.
        row = await ctx.db.fetch_one(
            "INSERT INTO checklists_item (id, created_at, updated_at, version, ticket_id, text)"
            " VALUES (?, ?, ?, 1, ?, ?) ON CONFLICT (ticket_id, text) DO NOTHING RETURNING *",
            *(uuid7(), ctx.at, ctx.at, ticket_id, text),
        )
        if row is None:
            raise ChecklistsItemRepeated
        await ctx.emit(ChecklistsItemAdded(ticket_id=ticket_id, item_id=row["id"], occurred_at=ctx.at))
        return row


async def finish(ctx: Ctx, ticket_id: UUID, item_id: UUID) -> Row:
    """
    Mark an item as done and announce it; one that is done already stays as it is.

    Raises:
        NotFound: the ticket has no such item.
    """
    async with ctx.db.transaction():
        row = await ctx.db.fetch_one(
            "UPDATE checklists_item SET done_at = ?, updated_at = ?, version = version + 1"
            " WHERE id = ? AND ticket_id = ? AND done_at IS NULL RETURNING *",
            *(ctx.at, ctx.at, item_id, ticket_id),
        )
        if row is not None:
            await ctx.emit(ChecklistsItemDone(ticket_id=ticket_id, item_id=item_id, occurred_at=ctx.at))
            return row
        found = await queries.item(ctx, ticket_id, item_id)
        if found is None:
            raise NotFound
        return found


async def forget(ctx: Ctx, ticket_id: UUID) -> None:
    """Delete the open items of a ticket; doing it twice does no more than once."""
    await ctx.db.execute("DELETE FROM checklists_item WHERE ticket_id = ? AND done_at IS NULL", ticket_id)
