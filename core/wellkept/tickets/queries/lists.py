"""Lists of tickets, and of what belongs to one ticket: each page is one statement."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from wellkept.platform.access import records
from wellkept.platform.paging import Listing, Page, PageRequest, Sort
from wellkept.platform.storage.sql import Clause, all_of
from wellkept.tickets.queries.filters import TicketFilters
from wellkept.tickets.queries.lookups import RECORD, visibilities
from wellkept.tickets.schemas.history import FactRead
from wellkept.tickets.schemas.record import AttachmentRead, LogEntryRead
from wellkept.tickets.schemas.tickets import TicketRead
from wellkept_sdk.actor import Actor

TicketSort = Literal["reported_at", "-reported_at", "updated_at", "-updated_at", "number", "-number"]

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
    page: PageRequest, *, filters: TicketFilters, sort: TicketSort | None, actor: Actor
) -> Page[TicketRead]:
    """Return a page of the tickets that the caller may see."""
    return await TICKETS.page(
        page,
        decode=lambda row: TicketRead.of_row(row, actor=actor),
        where=all_of(records.scope(RECORD, actor), filters.clause()),
        sort=sort,
        filters=msgspec.to_builtins(filters),
    )


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
