"""The columns of an imported ticket, from where it stands and what its last row says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from wellkept.activation.terms import CoreTerms
from wellkept.imports.rules.replay import GRADE_DEFAULT, Standing, resolution_of
from wellkept.tickets.rules.effects import recurrence_watch_end
from wellkept_sdk.ids import CustomerId, EquipmentId, ProjectId
from wellkept_sdk.records.tickets import OPEN_STATUSES, TicketStatus, Urgency

_PLAIN = ("title", "channel", "complexity", "fault_code", "operating_state", "impact", "occurred_at")
_STANDING = (
    "status", "held_from", "hold_reason", "reported_at", "moved_at", "first_responded_at", "resolved_at",
    "confirmed_at", "closed_at", "reopen_count", "handover_count",
)  # fmt: skip


class Place(Struct, frozen=True, kw_only=True):
    """Where a ticket belongs: its codes looked up."""

    project_id: ProjectId
    customer_id: CustomerId
    equipment_id: EquipmentId | None


def ticket_fields(standing: Standing, place: Place, *, terms: CoreTerms) -> dict[str, Any]:
    """Return the columns that an import decides."""
    values = standing.values
    return {
        **{name: values.get(name) for name in _PLAIN},
        **{name: getattr(standing, name) for name in _STANDING},
        "project_id": place.project_id,
        "customer_id": place.customer_id,
        "equipment_id": place.equipment_id,
        "description": values.get("description") or "",
        "grade": values.get("grade") or GRADE_DEFAULT,
        "urgency": values.get("urgency") or Urgency.MINOR,
        "reporter": reporter_of(values),
        "metadata": members(values, "metadata."),
        "resolution": resolution_of(values) if _is_put_right(standing.status) else None,
        "recurrence_watch_until": _watch_end(standing, terms),
    }


def new_ticket_fields(received_at: datetime) -> dict[str, Any]:
    """Return the columns that an import leaves empty, or that tell of its own moment."""
    return {
        "received_at": received_at,
        "hold_until": None,
        "hold_party_id": None,
        "assignee_id": None,
        "first_owner_id": None,
        "repeat_count": 0,
        "escalation_level": 0,
        "previous_ticket_id": None,
        "dedup_key": None,
    }


def members(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Return the members of a document, those without a value left out."""
    return {
        name.removeprefix(prefix): value
        for name, value in values.items()
        if value is not None and name.startswith(prefix)
    }


def reporter_of(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return who reported the matter, if the row names somebody."""
    name = values.get("reporter.name")
    if name is None:
        return None
    return {"name": name, "phone": values.get("reporter.phone"), "email": values.get("reporter.email")}


def _is_put_right(status: TicketStatus) -> bool:
    return status not in OPEN_STATUSES and status is not TicketStatus.CANCELLED


def _watch_end(standing: Standing, terms: CoreTerms) -> datetime | None:
    if standing.resolved_at is None or not _is_put_right(standing.status):
        return None
    return recurrence_watch_end(standing.resolved_at, terms)
