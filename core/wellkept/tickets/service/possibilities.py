"""What a caller could do to a ticket now, and why not the rest."""

from uuid import UUID

import msgspec
from msgspec.inspect import StructType, type_info

from wellkept.activation.queries import core_terms
from wellkept.tickets.queries import lookups
from wellkept.tickets.rules import guards
from wellkept.tickets.rules.actions import ACTION_COMMANDS, ActionCommand
from wellkept.tickets.rules.guards import Refusal
from wellkept.tickets.rules.record import TicketRecord
from wellkept.tickets.rules.transitions import destination
from wellkept.tickets.rules.words import Action
from wellkept.tickets.schemas.history import ActionRead, ActionsRead, Reason
from wellkept.tickets.service.transitions import refusals_of
from wellkept_sdk.actor import Actor
from wellkept_sdk.now import now


async def possible_actions(ticket_id: UUID, *, actor: Actor) -> ActionsRead:
    """
    Return every action with all reasons against it; nothing is written.

    Raises:
        NotFound: there is no such ticket for the caller.
    """
    ticket = await lookups.ticket(ticket_id, actor=actor)
    actions = [await _possibility(action, ticket, actor=actor) for action in Action]
    return ActionsRead(status=ticket.status, actions=actions)


async def _possibility(action: Action, ticket: TicketRecord, *, actor: Actor) -> ActionRead:
    refusals = await refusals_of(action, ticket=ticket, actor=actor, terms=core_terms(), at=max(now(), ticket.moved_at))
    if not guards.may(actor, action, status=ticket.status):
        refusals.append(Refusal(code="permission_denied", message="The caller may not do this."))
    required, optional = _FIELDS[action]
    if action is Action.CONFIRM and guards.needs_evidence(actor):
        required, optional = ["evidence"], ["occurred_at", "note"]
    return ActionRead(
        action=action,
        allowed=not refusals,
        to=destination(action, status=ticket.status, held_from=ticket.held_from),
        required=required,
        optional=optional,
        reasons=[Reason(**msgspec.structs.asdict(refusal)) for refusal in refusals],
    )


def _fields(command: type[ActionCommand]) -> tuple[list[str], list[str]]:
    """Return the names of the fields that an action must have, and of those that it may have."""
    info = type_info(command)
    assert isinstance(info, StructType), "actions are structs"
    required = [field.name for field in info.fields if field.required]
    return required, [field.name for field in info.fields if not field.required]


_FIELDS = {Action(str(command.__struct_config__.tag)): _fields(command) for command in ACTION_COMMANDS}
