"""The row of a ticket, locked and shown."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect
from wellkept_sdk.ids import ClockId, CustomerId, PartyId, ProjectId, TicketId
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_sdk.services.sla import Holder


class TicketRow(Struct, frozen=True, kw_only=True):
    """What is stored of a ticket as a whole, with whose it is."""

    ticket_id: TicketId
    customer_id: CustomerId
    project_id: ProjectId
    first_due_at: datetime | None
    first_due_clock_id: ClockId | None
    response_due_at: datetime | None
    resolution_due_at: datetime | None
    breached: bool
    paused: bool
    holder: Holder | None
    party_id: PartyId | None
    next_at: datetime | None


class Zones(Struct, frozen=True, kw_only=True):
    """In which time zones a ticket lies."""

    site: str | None
    customer: str | None


async def locked(ctx: Ctx, ticket_ids: Collection[TicketId]) -> dict[TicketId, TicketRow]:
    """
    Return the rows of tickets that nobody else can fold before the running transaction ends.

    Tickets that never had clocks are left out, and not locked.
    """
    where = ctx.db.any_of("ticket.id", ticket_ids)
    # Core locks a ticket before it tells us, so ours comes second; foreign keys to the ticket may go on being written.
    lock = " FOR NO KEY UPDATE OF ticket, own" if ctx.db.dialect is Dialect.POSTGRES else ""
    rows = await ctx.db.fetch(
        "SELECT own.*, ticket.customer_id, ticket.project_id FROM ticket JOIN sla_ticket own"
        f" ON own.ticket_id = ticket.id WHERE {where.sql} ORDER BY ticket.id{lock}",
        *where.args,
    )
    return {row.ticket_id: row for row in msgspec.convert(rows, list[TicketRow])}


async def zones(ctx: Ctx, tickets: Collection[TicketRecord]) -> Mapping[ProjectId, Zones]:
    """Return the time zones of the sites and customers of tickets, by project."""
    where = ctx.db.any_of("project.id", {ticket.project_id for ticket in tickets})
    rows = await ctx.db.fetch(
        "SELECT project.id, project.time_zone AS site, customer.time_zone AS customer FROM project"
        f" JOIN customer ON customer.id = project.customer_id WHERE {where.sql}",
        *where.args,
    )
    return {row["id"]: msgspec.convert(row, Zones) for row in rows}


async def shown(ctx: Ctx, ticket_ids: Sequence[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """Return what tickets show in their extension."""
    where = ctx.db.any_of("own.ticket_id", ticket_ids)
    rows = await ctx.db.fetch(
        "SELECT own.*, clock.code AS first_due_clock FROM sla_ticket own"
        f" LEFT JOIN sla_clock clock ON clock.id = own.first_due_clock_id WHERE {where.sql}",
        *where.args,
    )
    return {row["ticket_id"]: row for row in rows}
