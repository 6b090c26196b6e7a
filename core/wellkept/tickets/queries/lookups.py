"""Single tickets, and what a ticket refers to."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from wellkept.platform.access import records
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import decode, required
from wellkept.platform.storage.sql import any_of
from wellkept.tickets.rules.readers import visible_to
from wellkept.tickets.schemas.record import AttachmentRead
from wellkept_sdk.actor import Actor
from wellkept_sdk.db.clauses import TRUE, Clause
from wellkept_sdk.ids import EquipmentId, ProjectId, TicketId
from wellkept_sdk.records.tickets import DEDUP_STATUSES, TicketRecord

RECORD = "ticket"
_DEDUP_LIST = ", ".join(f"'{status}'" for status in DEDUP_STATUSES)


class Place(Struct, frozen=True, kw_only=True):
    """Where a ticket belongs: its project, that project's customer, and where the named equipment stands."""

    customer_id: UUID
    customer_type_id: UUID
    time_zone: str
    equipment_project_id: UUID | None


async def ticket(ticket_id: UUID, *, actor: Actor) -> TicketRecord:
    """
    Return one ticket that the caller may see.

    Raises:
        NotFound: there is none.
    """
    visible = await records.scope(RECORD, actor)
    sql = f"SELECT * FROM ticket WHERE id = ? AND {visible.sql}"
    return decode(required(await database().fetch_one(sql, ticket_id, *visible.args)), TicketRecord)


async def place(project_id: UUID, equipment_id: UUID | None, *, actor: Actor) -> Place | None:
    """Return where a new ticket of this project belongs, or nothing if the caller may not see the project."""
    visible, mounted = await records.scope("project", actor), await records.scope("equipment", actor)
    row = await database().fetch_one(
        "SELECT project.customer_id, customer.customer_type_id, customer.time_zone,"
        " equipment.project_id AS equipment_project_id"
        " FROM project JOIN customer ON customer.id = project.customer_id"
        f" LEFT JOIN equipment ON equipment.id = ? AND {mounted.sql} WHERE project.id = ? AND {visible.sql}",
        equipment_id,
        *mounted.args,
        project_id,
        *visible.args,
    )
    return None if row is None else decode(row, Place)


async def time_zone(ticket_id: UUID) -> str:
    """
    Return the zone of a ticket's site: the project's, or the customer's where that names none.

    Raises:
        NotFound: there is no such ticket.
    """
    row = await database().fetch_one(
        "SELECT COALESCE(project.time_zone, customer.time_zone) AS time_zone FROM ticket"
        " JOIN project ON project.id = ticket.project_id JOIN customer ON customer.id = project.customer_id"
        " WHERE ticket.id = ?",
        ticket_id,
    )
    return required(row)["time_zone"]


async def contract_starts_on(ticket_id: UUID) -> date | None:
    """Return the first day of the contract under which a ticket is served; None without one, or without the ticket."""
    row = await database().fetch_one(
        "SELECT contract.starts_on FROM ticket JOIN contract ON contract.id = ticket.contract_id WHERE ticket.id = ?",
        ticket_id,
    )
    return None if row is None else row["starts_on"]


async def project_of_equipment(equipment_id: UUID) -> ProjectId | None:
    """Return the project in which the equipment stands."""
    row = await database().fetch_one("SELECT project_id FROM equipment WHERE id = ?", equipment_id)
    return None if row is None else row["project_id"]


async def customer_time_zone(ticket: TicketRecord) -> str:
    """Return the IANA zone in which the ticket's customer counts days."""
    row = await database().fetch_one("SELECT time_zone FROM customer WHERE id = ?", ticket.customer_id)
    assert row is not None, "a ticket's customer cannot be deleted"
    return row["time_zone"]


async def is_of_customer(ticket_id: UUID, customer_id: UUID) -> bool:
    """Return whether there is such a ticket of this customer."""
    row = await database().fetch_one("SELECT id FROM ticket WHERE id = ? AND customer_id = ?", ticket_id, customer_id)
    return row is not None


async def holder_of_dedup_key(project_id: UUID, dedup_key: str) -> TicketId | None:
    """Return the ticket that catches further reports under this key."""
    row = await database().fetch_one(
        f"SELECT id FROM ticket WHERE project_id = ? AND dedup_key = ? AND status IN ({_DEDUP_LIST})",
        project_id,
        dedup_key,
    )
    return None if row is None else row["id"]


def holds_dedup_key(ticket: TicketRecord) -> bool:
    """Return whether further reports under the ticket's key still meet this ticket."""
    return ticket.status in DEDUP_STATUSES


async def watched_predecessor(
    equipment_id: EquipmentId, fault_code: str, *, reported_at: datetime, other_than: TicketId | None
) -> TicketId | None:
    """Return the last ticket of this fault on this equipment that is still watched for recurrence."""
    row = await database().fetch_one(
        "SELECT id FROM ticket WHERE equipment_id = ? AND fault_code = ? AND resolved_at <= ?"
        " AND recurrence_watch_until >= ? AND id <> ? ORDER BY resolved_at DESC, id DESC LIMIT 1",
        equipment_id,
        fault_code,
        reported_at,
        reported_at,
        other_than or UUID(int=0),
    )
    return None if row is None else row["id"]


async def visible_parts(table: str, ids: Sequence[UUID], *, ticket_id: UUID, actor: Actor) -> set[UUID]:
    """Return those ids that are log entries or attachments of this ticket which the caller may see."""
    named, seen = any_of("id", list(ids)), visibilities(actor)
    found = await database().fetch(
        f"SELECT id FROM {table} WHERE ticket_id = ? AND {named.sql} AND {seen.sql}",
        ticket_id,
        *named.args,
        *seen.args,
    )
    return {row["id"] for row in found}


def visibilities(actor: Actor) -> Clause:
    """Return the condition on `visibility` that log entries and attachments must fulfil for this caller."""
    if not actor.is_outside:
        return TRUE
    listed = ", ".join(f"'{visibility}'" for visibility in visible_to(actor))
    return Clause(f"visibility IN ({listed})")


async def attachment_sha256(attachment_id: UUID, *, actor: Actor) -> str:
    """
    Return the digest of a file of any ticket that the caller may see.

    Raises:
        NotFound: there is none.
    """
    seen, scope = visibilities(actor), await records.scope(RECORD, actor)
    sql = (
        "SELECT file.sha256 FROM ticket_attachment file JOIN ticket ON ticket.id = file.ticket_id"
        f" WHERE file.id = ? AND {seen.sql} AND {scope.sql}"
    )
    return required(await database().fetch_one(sql, attachment_id, *seen.args, *scope.args))["sha256"]


async def attachment(ticket_id: UUID, attachment_id: UUID, *, actor: Actor) -> AttachmentRead:
    """
    Return one file of the ticket that the caller may see.

    Raises:
        NotFound: there is none.
    """
    seen = visibilities(actor)
    sql = f"SELECT * FROM ticket_attachment WHERE id = ? AND ticket_id = ? AND {seen.sql}"
    return AttachmentRead.of(required(await database().fetch_one(sql, attachment_id, ticket_id)))


records.register(
    records.RecordKind(
        name=RECORD, table="ticket", scope=lambda actor: any_of("ticket.customer_id", actor.customer_ids)
    )
)
