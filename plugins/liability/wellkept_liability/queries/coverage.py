"""What decides whether tickets and equipment are covered: one statement, however many there are."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_liability.rules.coverage import Promise
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause, Row
from wellkept_sdk.local_days import local_day
from wellkept_sdk.services.parties import PartyScope

_ZONE: Final = "COALESCE(project.time_zone, customer.time_zone) AS time_zone"
_TERM: Final = (
    "term.id AS term_id, term.side, term.obligor_party_id, term.scope AS term_scope, term.length, term.exclusions"
)
_APPLIES: Final = (
    "term.project_id = project.id AND (term.equipment_id IS NULL OR EXISTS (SELECT 1 FROM equipment above"
    " WHERE above.id = term.equipment_id AND item.path LIKE above.path || '%'))"
)
# A case that is final stands on what was known when that was recorded; without one, the moment is null and nothing is
# later.
_TICKETS: Final = (
    "SELECT ticket.id, ticket.occurred_at, ticket.reported_at, ticket.resolution, own.scope,"
    f" finding.status AS case_status, {_ZONE}, {_TERM},"
    " CASE WHEN old.id IS NULL THEN term.starts_on ELSE old.starts_on END AS starts_on,"
    " CASE WHEN old.id IS NULL THEN term.ends_on ELSE old.ends_on END AS ends_on FROM ticket"
    " JOIN project ON project.id = ticket.project_id JOIN customer ON customer.id = project.customer_id"
    " LEFT JOIN equipment item ON item.id = ticket.equipment_id"
    " LEFT JOIN liability_ticket own ON own.ticket_id = ticket.id"
    " LEFT JOIN liability_case finding ON finding.ticket_id = ticket.id"
    " LEFT JOIN liability_case_step ended ON ended.case_id = finding.id AND ended.action = 'finalise'"
    f" LEFT JOIN liability_warranty_term term ON {_APPLIES}"
    " AND (term.revoked_at IS NULL OR term.revoked_at > ended.recorded_at)"
    " AND (ended.recorded_at IS NULL OR term.created_at <= ended.recorded_at){only}"
    " LEFT JOIN liability_warranty_date old ON old.id = (SELECT earlier.id FROM liability_warranty_date earlier"
    " WHERE earlier.term_id = term.id AND earlier.until > ended.recorded_at"
    " ORDER BY earlier.until, earlier.id LIMIT 1)"
    " WHERE {where} ORDER BY ticket.id, term.id"
)
_EQUIPMENT: Final = (
    f"SELECT item.id, {_ZONE}, {_TERM}, term.starts_on, term.ends_on FROM equipment item"
    " JOIN project ON project.id = item.project_id JOIN customer ON customer.id = project.customer_id"
    f" LEFT JOIN liability_warranty_term term ON {_APPLIES} AND term.revoked_at IS NULL"
    " WHERE item.id = ? ORDER BY term.id"
)
#: Of what a list shows, only this matters: what we gave, for what the ticket is about.
_SHOWN: Final = " AND term.side = 'given' AND (own.scope IS NULL OR own.scope = term.scope)"


class TicketFacts(Struct, frozen=True, kw_only=True):
    """
    What a ticket tells about its coverage.

    Args:
        day: of the fault, where nobody knows it of its report, as the site counts days.
        scope: what the ticket says that it is about.
        cause_code: of its resolution.
        case_status: of its case, if it has one.
        promises: the warranties that apply to its equipment, in the order of recording.
    """

    day: date
    scope: PartyScope | None
    cause_code: str | None
    case_status: str | None
    promises: Sequence[Promise]


class EquipmentFacts(Struct, frozen=True, kw_only=True):
    """What an item tells about its coverage: the zone of its site, and the warranties that apply to it."""

    time_zone: str
    promises: Sequence[Promise]


async def of_ticket(ctx: Ctx, ticket_id: UUID) -> TicketFacts | None:
    """Return what decides whether a ticket is covered; None where there is no such ticket. One statement."""
    sql = _TICKETS.format(only="", where="ticket.id = ?")
    rows = await ctx.db.fetch(sql, ticket_id)
    return _facts(rows) if rows else None


async def of_tickets(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, TicketFacts]:
    """Return what decides whether we have to cover tickets: our own promises alone. One statement."""
    among = ctx.db.any_of("ticket.id", ids)
    rows = await ctx.db.fetch(_TICKETS.format(only=_SHOWN, where=among.sql), *among.args)
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row)
    return {ticket_id: _facts(own) for ticket_id, own in found.items()}


async def of_equipment(ctx: Ctx, equipment_id: UUID) -> EquipmentFacts:
    """Return what decides whether an item is covered; one statement."""
    rows = await ctx.db.fetch(_EQUIPMENT, equipment_id)
    return EquipmentFacts(time_zone=rows[0]["time_zone"], promises=_promises(rows))


def with_case(status: str) -> Clause:
    """Return the condition that a ticket has a case of this status."""
    return Clause("ticket.id IN (SELECT own.ticket_id FROM liability_case own WHERE own.status = ?)", (status,))


def _facts(rows: Sequence[Row]) -> TicketFacts:
    first = rows[0]
    at: datetime = first["occurred_at"] or first["reported_at"]
    resolution: dict[str, Any] = first["resolution"] or {}
    return TicketFacts(
        day=local_day(at, time_zone=first["time_zone"]),
        scope=None if first["scope"] is None else PartyScope(first["scope"]),
        cause_code=resolution.get("cause_code"),
        case_status=first["case_status"],
        promises=_promises(rows),
    )


def _promises(rows: Sequence[Row]) -> list[Promise]:
    own = [{**row, "id": row["term_id"], "scope": row["term_scope"]} for row in rows if row["term_id"] is not None]
    return msgspec.convert(own, list[Promise])
