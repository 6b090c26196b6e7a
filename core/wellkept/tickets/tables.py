"""Tickets, their history, their service record and their files."""

from piccolo.columns.base import OnDelete
from piccolo.table import Table

from wellkept.customers.tables import Customer
from wellkept.equipment.tables import Equipment
from wellkept.platform.auth.tables import UserAccount
from wellkept.projects.tables import Project
from wellkept.tickets.rules.actions import GRADE_MAX, GRADE_MIN
from wellkept_sdk.db import columns
from wellkept_sdk.db.indexes import Check, Index, index, unique_index
from wellkept_sdk.records.tickets import DEDUP_STATUSES, OPEN_STATUSES, TicketStatus


class Ticket(Table, tablename="ticket"):
    """One matter to be put right."""

    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    number_seq = columns.big_integer()
    number = columns.text()
    title = columns.text()
    description = columns.text()
    customer_id = columns.reference(Customer, on_delete=OnDelete.restrict, index=False)
    project_id = columns.reference(Project, on_delete=OnDelete.restrict, index=False)
    equipment_id = columns.reference(Equipment, on_delete=OnDelete.restrict, null=True, index=False)
    channel = columns.text()
    grade = columns.small_integer()
    urgency = columns.text()
    complexity = columns.text(null=True)
    fault_code = columns.text(null=True)
    operating_state = columns.text(null=True)
    impact = columns.text(null=True)
    reporter = columns.document(null=True)
    occurred_at = columns.moment(null=True)
    reported_at = columns.moment()
    received_at = columns.moment()
    status = columns.text()
    held_from = columns.text(null=True)
    hold_reason = columns.text(null=True)
    hold_until = columns.moment(null=True)
    hold_party_id = columns.identifier(null=True)
    assignee_id = columns.reference(UserAccount, on_delete=OnDelete.restrict, null=True, index=False)
    first_owner_id = columns.reference(UserAccount, on_delete=OnDelete.restrict, null=True, index=False)
    contract_id = columns.identifier(null=True)
    activation_id = columns.identifier(null=True)
    first_responded_at = columns.moment(null=True)
    resolved_at = columns.moment(null=True)
    confirmed_at = columns.moment(null=True)
    closed_at = columns.moment(null=True)
    resolution = columns.document(null=True)
    reopen_count = columns.integer(default=0)
    repeat_count = columns.integer(default=0)
    handover_count = columns.integer(default=0)
    escalation_level = columns.small_integer(default=0)
    previous_ticket_id = columns.reference("self", on_delete=OnDelete.set_null, null=True, index=False)
    recurrence_watch_until = columns.moment(null=True)
    dedup_key = columns.text(null=True)
    metadata = columns.document()
    #: When the last action happened; the opening counts with the moment of the report.
    moved_at = columns.moment()
    #: How many facts the history has: the position of the last one.
    fact_count = columns.integer()


class TicketFact(Table, tablename="ticket_fact"):
    """One line of a ticket's history; never changed, never deleted."""

    id = columns.primary_key()
    ticket_id = columns.reference(Ticket, on_delete=OnDelete.cascade, index=False)
    position = columns.integer()
    kind = columns.text()
    action = columns.text(null=True)
    from_status = columns.text(null=True)
    to_status = columns.text(null=True)
    occurred_at = columns.moment()
    recorded_at = columns.moment()
    actor_kind = columns.text()
    actor_id = columns.identifier(null=True)
    actor_name = columns.text()
    on_behalf_of = columns.text(null=True)
    note = columns.text(null=True)
    data = columns.document()


class TicketLogEntry(Table, tablename="ticket_log_entry"):
    """One line of the service record; never changed, never deleted."""

    id = columns.primary_key()
    created_at = columns.created_at()
    ticket_id = columns.reference(Ticket, on_delete=OnDelete.cascade, index=False)
    kind = columns.text()
    text = columns.text()
    visibility = columns.text()
    occurred_at = columns.moment()
    actor_kind = columns.text()
    actor_id = columns.identifier(null=True)
    actor_name = columns.text()
    corrects_id = columns.reference("self", on_delete=OnDelete.restrict, null=True, index=False)
    attachment_ids = columns.document()


class TicketAttachment(Table, tablename="ticket_attachment"):
    """One file of a ticket; its bytes lie in the object store under its SHA-256."""

    id = columns.primary_key()
    created_at = columns.created_at()
    ticket_id = columns.reference(Ticket, on_delete=OnDelete.cascade, index=False)
    name = columns.text()
    media_type = columns.text()
    size_bytes = columns.big_integer()
    sha256 = columns.text()
    visibility = columns.text()
    taken_at = columns.moment(null=True)
    actor_kind = columns.text()
    actor_id = columns.identifier(null=True)
    actor_name = columns.text()


def _in(*words: str) -> str:
    return ", ".join(f"'{word}'" for word in words)


IS_OPEN = f"status IN ({_in(*OPEN_STATUSES)})"
HOLDS_DEDUP_KEY = f"dedup_key IS NOT NULL AND status IN ({_in(*DEDUP_STATUSES)})"

INDEXES: tuple[Index, ...] = (
    unique_index("ticket", "number_seq"),
    unique_index("ticket", "number"),
    unique_index("ticket", "project_id", "dedup_key", where=HOLDS_DEDUP_KEY),
    index("ticket", "reported_at", "id"),
    index("ticket", "updated_at", "id"),
    index("ticket", "status", "reported_at", "id"),
    index("ticket", "customer_id", "reported_at", "id"),
    index("ticket", "project_id", "reported_at", "id"),
    index("ticket", "equipment_id", "reported_at", "id"),
    index("ticket", "assignee_id", "reported_at", "id", where=IS_OPEN),
    index("ticket", "equipment_id", "fault_code", "resolved_at"),
    index("ticket", "assignee_id"),
    index("ticket", "first_owner_id"),
    index("ticket", "previous_ticket_id"),
    index("ticket", "activation_id"),
    index("ticket", "contract_id"),
    unique_index("ticket_fact", "ticket_id", "position"),
    index("ticket_log_entry", "ticket_id", "id"),
    index("ticket_log_entry", "corrects_id"),
    index("ticket_attachment", "ticket_id", "id"),
)

CHECKS: tuple[Check, ...] = (
    Check("ticket", "status", f"status IN ({_in(*TicketStatus)})"),
    Check("ticket", "grade", f"grade BETWEEN {GRADE_MIN} AND {GRADE_MAX}"),
    Check("ticket", "hold", "(status = 'on_hold') = (held_from IS NOT NULL)"),
)
#: PostgreSQL only; SQLite has one writer and counts by itself.
SEQUENCES = ("CREATE SEQUENCE ticket_number_seq AS bigint CACHE 1",)
