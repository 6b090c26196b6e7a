"""What has happened to many tickets, and what was said about them, for plugins that work it out again."""

from collections.abc import Sequence
from typing import Any, TypeVar

from wellkept.platform.storage import rows
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import any_of
from wellkept_sdk.actor import ActorKind, Role, Side
from wellkept_sdk.db.database import Row
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.histories import AttachmentRecord, LogEntryRecord, LoggedMessage, TicketFactRecord
from wellkept_sdk.records.tickets import LogKind

_RecordT = TypeVar("_RecordT", TicketFactRecord, LoggedMessage, LogEntryRecord, AttachmentRecord)


async def facts(ticket_ids: Sequence[TicketId]) -> dict[TicketId, list[TicketFactRecord]]:
    """Return the history of each ticket in the order of recording; one statement."""
    wanted = any_of("told.ticket_id", ticket_ids)
    found = await database().fetch(f"{_FACTS} WHERE {wanted.sql} ORDER BY told.ticket_id, told.position", *wanted.args)
    return _by_ticket(ticket_ids, found, TicketFactRecord)


async def messages(ticket_ids: Sequence[TicketId]) -> dict[TicketId, list[LoggedMessage]]:
    """Return the messages of each ticket in the order of recording; one statement."""
    wanted = any_of("told.ticket_id", ticket_ids)
    found = await database().fetch(
        f"{_MESSAGES} WHERE {wanted.sql} AND told.kind = ? ORDER BY told.ticket_id, told.id",
        *wanted.args,
        str(LogKind.MESSAGE),
    )
    return _by_ticket(ticket_ids, found, LoggedMessage)


async def log_entries(ticket_ids: Sequence[TicketId]) -> dict[TicketId, list[LogEntryRecord]]:
    """Return the service record of each ticket in the order of recording; one statement."""
    return await _recorded(_LOG, ticket_ids, LogEntryRecord)


async def files(ticket_ids: Sequence[TicketId]) -> dict[TicketId, list[AttachmentRecord]]:
    """Return what is known of the files of each ticket in the order of recording; one statement."""
    return await _recorded(_FILES, ticket_ids, AttachmentRecord)


async def _recorded(
    select: str, ticket_ids: Sequence[TicketId], kind: type[_RecordT]
) -> dict[TicketId, list[_RecordT]]:
    wanted = any_of("told.ticket_id", ticket_ids)
    found = await database().fetch(f"{select} WHERE {wanted.sql} ORDER BY told.ticket_id, told.id", *wanted.args)
    return _by_ticket(ticket_ids, found, kind)


def _by_ticket(
    ticket_ids: Sequence[TicketId], found: Sequence[Row], kind: type[_RecordT]
) -> dict[TicketId, list[_RecordT]]:
    told: dict[TicketId, list[_RecordT]] = {ticket_id: [] for ticket_id in ticket_ids}
    for record in rows.decode_all([{**row, "actor": _actor(row)} for row in found], kind):
        told[record.ticket_id].append(record)
    return told


def _actor(row: Row) -> dict[str, Any]:
    kind, role = ActorKind(row["actor_kind"]), row["actor_role"]
    side = Side.of(kind, None if role is None else Role(role))
    return {"kind": kind, "id": row["actor_id"], "name": row["actor_name"], "side": side}


_ACCOUNT = "LEFT JOIN user_account ON user_account.id = told.actor_id"
_FACTS = f"SELECT told.*, user_account.role AS actor_role FROM ticket_fact AS told {_ACCOUNT}"
_RECORDED = "SELECT told.*, told.created_at AS recorded_at, user_account.role AS actor_role FROM"
_MESSAGES = f"{_RECORDED} ticket_log_entry AS told {_ACCOUNT}"
_LOG = _MESSAGES
_FILES = f"{_RECORDED} ticket_attachment AS told {_ACCOUNT}"
