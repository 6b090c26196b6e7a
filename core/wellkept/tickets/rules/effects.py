"""What an allowed action does to a ticket: one function per action that does more than move the status."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import UNSET, Struct

from wellkept.activation.terms import CoreTerms
from wellkept.tickets.rules.actions import (
    ActionCommand,
    AssignAction,
    ConfirmAction,
    HoldAction,
    ResolveAction,
    TriageAction,
)
from wellkept.tickets.rules.record import Effect, FactDraft
from wellkept.tickets.rules.transitions import destination
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.records.tickets import Action, FactKind, TicketRecord, TicketStatus

HOLD_CLEARED: dict[str, Any] = {"held_from": None, "hold_reason": None, "hold_until": None, "hold_party_id": None}
OUTCOME_CLEARED: dict[str, Any] = {
    "resolved_at": None,
    "confirmed_at": None,
    "closed_at": None,
    "recurrence_watch_until": None,
}

_ENVELOPE_FIELDS = {"action", "occurred_at", "note"}


class Scene(Struct, frozen=True, kw_only=True):
    """Everything an action may look at."""

    ticket: TicketRecord
    command: ActionCommand
    actor: Actor
    at: datetime
    terms: CoreTerms


def effect(scene: Scene) -> Effect:
    """Return the changes and facts of an action that the guards have allowed."""
    ticket, action = scene.ticket, scene.command.action
    to_status = destination(action, status=ticket.status, held_from=ticket.held_from)
    before = _facts_before(scene)
    fact = FactDraft(
        kind=FactKind.TRANSITION,
        action=action,
        from_status=before[-1].to_status if before else ticket.status,
        to_status=to_status,
        occurred_at=scene.at,
        on_behalf_of=_on_behalf_of(scene.command),
        note=scene.command.note,
        data=command_data(scene.command),
    )
    return Effect(
        changes={**_CHANGES[action](scene), "status": to_status, "moved_at": scene.at},
        facts=(*before, fact, *_facts_after(scene)),
    )


def command_data(command: ActionCommand) -> dict[str, Any]:
    """Return the action's own fields as JSON values, the absent ones left out."""
    data = msgspec.to_builtins(command)
    return {name: value for name, value in data.items() if name not in _ENVELOPE_FIELDS and value is not None}


def changed(ticket: TicketRecord, changes: dict[str, Any]) -> dict[str, Any]:
    """Return only the changes that give a field another value."""
    return {name: value for name, value in changes.items() if getattr(ticket, name) != value}


def before_and_after(ticket: TicketRecord, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the changes as JSON values with what stood there before."""
    return msgspec.to_builtins(
        {name: {"before": getattr(ticket, name), "after": value} for name, value in changes.items()}
    )


def recurrence_watch_end(resolved_at: datetime, terms: CoreTerms) -> datetime | None:
    """Return until when the same fault on the same equipment counts as a recurrence; None means no watch."""
    if terms.recurrence_watch_days == 0:
        return None
    return resolved_at + timedelta(days=terms.recurrence_watch_days)


def _triage(scene: Scene) -> dict[str, Any]:
    assert isinstance(scene.command, TriageAction)
    return {name: getattr(scene.command, name) for name in TRIAGE_FIELDS if getattr(scene.command, name) is not UNSET}


TRIAGE_FIELDS = ("grade", "urgency", "complexity", "fault_code", "operating_state", "impact", "equipment_id")


def _assign(scene: Scene) -> dict[str, Any]:
    assert isinstance(scene.command, AssignAction)
    return {
        "assignee_id": scene.command.assignee_id,
        "handover_count": scene.ticket.handover_count + is_handover(scene.ticket, scene.command),
    }


def is_handover(ticket: TicketRecord, command: AssignAction) -> bool:
    """Return whether the ticket goes from one person to another."""
    return ticket.assignee_id is not None and ticket.assignee_id != command.assignee_id


def _respond(scene: Scene) -> dict[str, Any]:
    return {"first_responded_at": scene.ticket.first_responded_at or scene.at}


def _start(scene: Scene) -> dict[str, Any]:
    if scene.ticket.assignee_id is None and scene.actor.role in Role.assignable():
        return {"assignee_id": scene.actor.id}
    return {}


def _hold(scene: Scene) -> dict[str, Any]:
    assert isinstance(scene.command, HoldAction)
    return {
        "held_from": scene.ticket.status,
        "hold_reason": scene.command.reason,
        "hold_until": scene.command.until,
        "hold_party_id": scene.command.party_id,
    }


def _resume(_scene: Scene) -> dict[str, Any]:
    return HOLD_CLEARED


def _resolve(scene: Scene) -> dict[str, Any]:
    assert isinstance(scene.command, ResolveAction)
    resolution = {name: getattr(scene.command, name) for name in RESOLUTION_FIELDS}
    return {
        **HOLD_CLEARED,
        "resolution": resolution,
        "resolved_at": scene.at,
        "recurrence_watch_until": recurrence_watch_end(scene.at, scene.terms),
        "first_responded_at": scene.ticket.first_responded_at or scene.at,
    }


RESOLUTION_FIELDS = ("cause_code", "cause", "measure", "test_result", "explanation")


def _confirm(scene: Scene) -> dict[str, Any]:
    return {"confirmed_at": scene.at}


def _reject(scene: Scene) -> dict[str, Any]:
    return {**OUTCOME_CLEARED, "resolution": None, "reopen_count": scene.ticket.reopen_count + 1}


def _close(scene: Scene) -> dict[str, Any]:
    resolved_at = scene.ticket.resolved_at or scene.at
    return {"closed_at": scene.at, "recurrence_watch_until": recurrence_watch_end(resolved_at, scene.terms)}


def _escalate(scene: Scene) -> dict[str, Any]:
    return {"escalation_level": scene.ticket.escalation_level + 1}


def _cancel(_scene: Scene) -> dict[str, Any]:
    return HOLD_CLEARED


_CHANGES: dict[Action, Callable[[Scene], dict[str, Any]]] = {
    Action.TRIAGE: _triage,
    Action.ASSIGN: _assign,
    Action.RESPOND: _respond,
    Action.START: _start,
    Action.HOLD: _hold,
    Action.RESUME: _resume,
    Action.RESOLVE: _resolve,
    Action.CONFIRM: _confirm,
    Action.REJECT: _reject,
    Action.CLOSE: _close,
    Action.REOPEN: _reject,
    Action.CANCEL: _cancel,
    Action.ESCALATE: _escalate,
}


def _on_behalf_of(command: ActionCommand) -> str | None:
    if isinstance(command, ConfirmAction) and command.evidence is not None:
        return command.evidence.contact_name
    return None


def _facts_before(scene: Scene) -> tuple[FactDraft, ...]:
    """Return the end of the hold if a ticket on hold is resolved: at the same instant, so that the times add up."""
    ticket = scene.ticket
    if scene.command.action is not Action.RESOLVE or ticket.status is not TicketStatus.ON_HOLD:
        return ()
    resumed = FactDraft(
        kind=FactKind.TRANSITION,
        action=Action.RESUME,
        from_status=ticket.status,
        to_status=ticket.held_from,
        occurred_at=scene.at,
        data={},
    )
    return (resumed,)


def _facts_after(scene: Scene) -> tuple[FactDraft, ...]:
    ticket, command = scene.ticket, scene.command
    if isinstance(command, TriageAction) and command.grade is not UNSET and command.grade != ticket.grade:
        data = before_and_after(ticket, {"grade": command.grade})
        return (FactDraft(kind=FactKind.CHANGE, occurred_at=scene.at, data=data),)
    if isinstance(command, AssignAction) and is_handover(ticket, command):
        data = before_and_after(ticket, {"assignee_id": command.assignee_id})
        return (FactDraft(kind=FactKind.HANDOVER, occurred_at=scene.at, note=command.note, data=data),)
    return ()
