"""Why an action is refused: state, terms and permissions, all reasons together."""

from datetime import datetime, timedelta

from msgspec import Struct

from wellkept.activation.terms import Confirmation, CoreTerms
from wellkept.tickets.errors import OccurredInFuture, OccurredOutOfOrder
from wellkept.tickets.rules.actions import (
    AssignAction,
    ConfirmAction,
    HoldAction,
    ResolveAction,
)
from wellkept.tickets.rules.effects import Scene, is_handover
from wellkept.tickets.rules.transitions import CUSTOMER_CANCELS_FROM, TRANSITIONS
from wellkept_sdk.actor import Actor, ActorKind, Role
from wellkept_sdk.errors import Invalid, invalid
from wellkept_sdk.local_days import local_day
from wellkept_sdk.moment import as_utc
from wellkept_sdk.records.tickets import Action, TicketRecord, TicketStatus

CLOCK_SKEW_MAX = timedelta(seconds=60)
OPEN_PERMISSION = "tickets:open"


class Refusal(Struct, frozen=True, kw_only=True):
    """One reason against an action; `plugin` names the plugin that gave it, None is the core."""

    code: str
    message: str
    plugin: str | None = None


class Reopening(Struct, frozen=True, kw_only=True):
    """When a ticket is to be reopened, and in which zone its customer counts days."""

    time_zone: str
    at: datetime


def may(actor: Actor, action: Action, *, status: TicketStatus) -> bool:
    """Return whether the caller may do this to a ticket of its scope that stands here."""
    if action is Action.CANCEL and actor.role is Role.CUSTOMER:
        return status in CUSTOMER_CANCELS_FROM and actor.may(OPEN_PERMISSION)
    return any(actor.may(permission) for permission in TRANSITIONS[action].permissions)


def could_ever(actor: Actor, action: Action) -> bool:
    """Return whether the caller may do this to some ticket of its scope, wherever that stands."""
    return any(may(actor, action, status=status) for status in TicketStatus)


def status_refusals(
    ticket: TicketRecord, action: Action, *, actor: Actor, terms: CoreTerms, reopening: Reopening
) -> list[Refusal]:
    """Return why the ticket's own state forbids the action now."""
    if ticket.status not in TRANSITIONS[action].sources:
        return [_not_from(ticket.status, action)]
    if action is Action.CANCEL and actor.role is Role.CUSTOMER and ticket.status not in CUSTOMER_CANCELS_FROM:
        return [_not_from(ticket.status, action)]
    if action is Action.CLOSE and _needs_confirmation(ticket, actor, terms):
        return [Refusal(code="tickets.transition.not_allowed", message="The customer has to confirm first.")]
    if action is Action.REOPEN and is_too_late(ticket, terms=terms, reopening=reopening):
        return [Refusal(code="tickets.reopen.too_late", message=f"Only within {terms.reopen_within_days} days.")]
    return []


def is_too_late(ticket: TicketRecord, *, terms: CoreTerms, reopening: Reopening) -> bool:
    """Return whether the customer's local day is past the last one on which the ticket may be reopened."""
    if terms.reopen_within_days == 0:
        return True
    finished_on = local_day(ticket.moved_at, time_zone=reopening.time_zone)
    today = local_day(reopening.at, time_zone=reopening.time_zone)
    return today > finished_on + timedelta(days=terms.reopen_within_days)


def moment_mistakes(at: datetime, *, ticket: TicketRecord, now: datetime) -> list[Invalid]:
    """Return what is wrong with the moment of an action: not in the future, not before the last one."""
    if at > now + CLOCK_SKEW_MAX:
        return [OccurredInFuture.at("/occurred_at")]
    if at < ticket.moved_at:
        return [OccurredOutOfOrder.at("/occurred_at")]
    return []


def field_mistakes(scene: Scene) -> list[Invalid]:
    """Return what the command lacks, given who sends it and what the terms demand."""
    ticket, command, terms = scene.ticket, scene.command, scene.terms
    if isinstance(command, ConfirmAction) and command.evidence is None and needs_evidence(scene.actor):
        return [invalid("/evidence", "required", "Who confirms for the customer has to say how they agreed.")]
    if isinstance(command, HoldAction) and command.until is not None:
        is_over = as_utc(command.until, pointer="/until") <= scene.at
        return [invalid("/until", "too_small", "A hold has to end after it begins.")] if is_over else []
    if isinstance(command, AssignAction) and is_beyond_handovers(ticket, command, terms) and not command.note:
        return [invalid("/note", "required", "So many handovers need a reason.")]
    if isinstance(command, ResolveAction):
        return _missing_to_resolve(command, ticket, terms)
    return []


def is_beyond_handovers(ticket: TicketRecord, command: AssignAction, terms: CoreTerms) -> bool:
    """Return whether this assignment is a handover more than the terms let anybody make."""
    return is_handover(ticket, command) and ticket.handover_count >= terms.handovers_max


def _missing_to_resolve(command: ResolveAction, ticket: TicketRecord, terms: CoreTerms) -> list[Invalid]:
    return [
        invalid(f"/{name}", "required", "The service plan demands this before a ticket is resolved.")
        for name in terms.required_to_resolve
        if not getattr(command if hasattr(command, name) else ticket, name)
    ]


def needs_evidence(actor: Actor) -> bool:
    """Return whether the caller has to say how the customer agreed: everybody but the customer."""
    return actor.role is not Role.CUSTOMER and actor.kind is ActorKind.USER


def _needs_confirmation(ticket: TicketRecord, actor: Actor, terms: CoreTerms) -> bool:
    return (
        ticket.status is TicketStatus.RESOLVED
        and terms.confirmation is Confirmation.REQUIRED
        and actor.kind is not ActorKind.SYSTEM
    )


def _not_from(status: TicketStatus, action: Action) -> Refusal:
    return Refusal(
        code="tickets.transition.not_allowed", message=f"{action.capitalize()} is not possible from {status}."
    )
