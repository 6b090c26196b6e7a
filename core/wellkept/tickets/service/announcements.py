"""What a change of a ticket announces."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.tickets.rules.effects import Scene
from wellkept_sdk.events.tickets import EVENT_OF_ACTION
from wellkept_sdk.records.tickets import FactKind, TicketRecord


def subject_fields(ticket: TicketRecord, *, at: datetime) -> dict[str, Any]:
    """Return the fields that every event of a ticket carries: what it is about, and when it happened."""
    return {
        "ticket_id": ticket.id,
        "number": ticket.number,
        "customer_id": ticket.customer_id,
        "project_id": ticket.project_id,
        "equipment_id": ticket.equipment_id,
        "occurred_at": at,
    }


async def announce_transitions(
    scene: Scene, after: TicketRecord, facts: Sequence[Mapping[str, Any]], *, occasion: Occasion
) -> None:
    """Emit one event for each action that the history records: resolving a ticket on hold resumes it first."""
    transitions = [fact for fact in facts if fact["kind"] is FactKind.TRANSITION]
    fields = changed_fields(scene.ticket, after)
    for fact in transitions:
        is_last = fact is transitions[-1]
        event = EVENT_OF_ACTION[fact["action"]](
            **subject_fields(after, at=fact["occurred_at"]),
            from_status=fact["from_status"],
            to_status=fact["to_status"],
            transition_id=fact["id"],
            changed_fields=fields if is_last else [name for name in fields if name in _OF_RESUMING],
        )
        await emit(event, actor=occasion.actor, active=occasion.active)


_BOOKKEEPING = {"version", "updated_at", "moved_at", "fact_count", "held_from"}
_OF_RESUMING = {"status", "hold_reason", "hold_until", "hold_party_id"}


def changed_fields(before: TicketRecord, after: TicketRecord) -> list[str]:
    """Return the names of the fields that differ, in alphabetical order."""
    names = set(TicketRecord.__struct_fields__) - _BOOKKEEPING
    return sorted(name for name in names if getattr(before, name) != getattr(after, name))
