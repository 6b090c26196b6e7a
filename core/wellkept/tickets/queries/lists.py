"""Lists of tickets, and of what belongs to one ticket: each page is one statement."""

from datetime import datetime
from uuid import UUID

import msgspec

from wellkept.platform.access import records
from wellkept.platform.paging import Listing
from wellkept.platform.plugin_host.extensions import NOTHING_ASKED, Asked, included, sortable
from wellkept.tickets.queries.extended import TICKET_RECORD, TicketSort, pinned
from wellkept.tickets.queries.filters import TicketFilters
from wellkept.tickets.queries.lookups import RECORD, visibilities
from wellkept.tickets.schemas.history import FactRead
from wellkept.tickets.schemas.record import AttachmentRead, LogEntryRead
from wellkept.tickets.schemas.tickets import NO_TICKET_EXTENSIONS, TicketRead
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.clauses import Clause, all_of
from wellkept_sdk.db.listing import Sort
from wellkept_sdk.http.paging import Page, PageRequest

TICKETS = Listing(
    select="SELECT * FROM ticket",
    sorts={
        "reported_at": Sort("reported_at", datetime),
        "updated_at": Sort("updated_at", datetime),
        "number": Sort("number_seq", int),
    },
    sort_default="-reported_at",
)
FACTS = Listing(select="SELECT * FROM ticket_fact", sorts={"position": Sort("position", int)}, sort_default="position")
LOG = Listing(select="SELECT * FROM ticket_log_entry", sorts={"id": Sort("id", UUID)}, sort_default="id")
ATTACHMENTS = Listing(select="SELECT * FROM ticket_attachment", sorts={"id": Sort("id", UUID)}, sort_default="id")


async def tickets(
    page: PageRequest,
    *,
    filters: TicketFilters,
    sort: TicketSort | None,
    actor: Actor,
    asked: Asked = NOTHING_ASKED,
) -> Page[TicketRead]:
    """Return a page of the tickets that the caller may see, with the extensions that are asked for."""
    found = await sortable(TICKETS, TICKET_RECORD, sort, actor=actor).rows(
        page,
        where=all_of(await records.scope(RECORD, actor), filters.clause(), asked.where),
        sort=sort,
        filters={**msgspec.to_builtins(filters), **asked.filters},
    )
    added = await included(TICKET_RECORD, found.items, asked, actor=actor, active_sets=pinned)
    items = [
        TicketRead.of_row(row, actor=actor, extensions=added.get(row["id"], NO_TICKET_EXTENSIONS))
        for row in found.items
    ]
    return Page(items=items, next_cursor=found.next_cursor)


async def facts(ticket_id: UUID, page: PageRequest, *, actor: Actor) -> Page[FactRead]:
    """Return a page of the ticket's history, oldest first."""
    return await FACTS.page(
        page, decode=lambda row: FactRead.of(row, actor=actor), where=_of(ticket_id), filters={"ticket_id": ticket_id}
    )


async def log_entries(ticket_id: UUID, page: PageRequest, *, actor: Actor) -> Page[LogEntryRead]:
    """Return a page of the service record as the caller may see it, oldest first."""
    return await LOG.page(
        page,
        decode=LogEntryRead.of,
        where=all_of(_of(ticket_id), visibilities(actor)),
        filters={"ticket_id": ticket_id},
    )


async def attachments(ticket_id: UUID, page: PageRequest, *, actor: Actor) -> Page[AttachmentRead]:
    """Return a page of the ticket's files as the caller may see them, oldest first."""
    return await ATTACHMENTS.page(
        page,
        decode=AttachmentRead.of,
        where=all_of(_of(ticket_id), visibilities(actor)),
        filters={"ticket_id": ticket_id},
    )


def _of(ticket_id: UUID) -> Clause:
    return Clause("ticket_id = ?", (ticket_id,))
