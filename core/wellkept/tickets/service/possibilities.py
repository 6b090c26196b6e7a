"""What a caller could do to a ticket now, and why not the rest."""

from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn
from uuid import UUID

import msgspec
from msgspec.inspect import StructType, type_info

from wellkept.activation.queries import core_terms
from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.calling.hearing import is_heard
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.queries import lookups
from wellkept.tickets.rules import guards
from wellkept.tickets.rules.actions import ACTION_COMMANDS, ActionCommand
from wellkept.tickets.rules.guards import Refusal
from wellkept.tickets.rules.transitions import destination
from wellkept.tickets.schemas.history import ActionRead, ActionsRead, Reason
from wellkept.tickets.service.occasions import on_ticket
from wellkept.tickets.service.transitions import refusals_of
from wellkept_sdk.actor import Actor
from wellkept_sdk.ctx import Reply
from wellkept_sdk.hooks.phases import Veto
from wellkept_sdk.hooks.tickets import TicketHooks, TicketTransitioning
from wellkept_sdk.records.tickets import Action, TicketRecord


async def possible_actions(ticket_id: UUID, *, actor: Actor) -> ActionsRead:
    """
    Return every action with all reasons against it, those of plugins among them; nothing is written.

    Raises:
        NotFound: there is no such ticket for the caller.
    """
    ticket = await lookups.ticket(ticket_id, actor=actor)
    occasion = await on_ticket(ticket, actor=actor)
    vetoes = await _vetoes(ticket, occasion)
    actions = [await _possibility(action, ticket, occasion, vetoes.get(action, [])) for action in Action]
    return ActionsRead(status=ticket.status, actions=actions)


async def _possibility(
    action: Action, ticket: TicketRecord, occasion: Occasion, vetoes: Sequence[Refusal]
) -> ActionRead:
    actor, terms = occasion.actor, core_terms(occasion.active)
    refusals = await refusals_of(action, ticket=ticket, actor=actor, terms=terms, at=_moment(ticket, occasion))
    if not guards.may(actor, action, status=ticket.status):
        refusals.append(Refusal(code="permission_denied", message="The caller may not do this."))
    refusals += vetoes
    required, optional = _FIELDS[action]
    if action is Action.CONFIRM and guards.needs_evidence(actor):
        required, optional = ["evidence"], ["occurred_at", "note"]
    return ActionRead(
        action=action,
        allowed=not refusals,
        to=destination(action, status=ticket.status, held_from=ticket.held_from),
        required=required,
        optional=optional,
        input=_INPUTS[action],
        reasons=[Reason(**msgspec.structs.asdict(refusal)) for refusal in refusals],
    )


def _moment(ticket: TicketRecord, occasion: Occasion) -> datetime:
    return max(occasion.at, ticket.moved_at)


async def _vetoes(ticket: TicketRecord, occasion: Occasion) -> dict[Action, list[Refusal]]:
    """Return what plugins say against each action; where none has a say, no transaction is begun."""
    if not is_heard(TicketHooks.ticket_transitioning, occasion.active):
        return {}
    async with transaction():
        return {action: await _asked(action, ticket, occasion) for action in Action}


async def _asked(action: Action, ticket: TicketRecord, occasion: Occasion) -> list[Refusal]:
    """Ask the plugins about one action, and take back whatever they write on that occasion."""
    question = TicketTransitioning(
        ticket=ticket, action=action, occurred_at=_moment(ticket, occasion), note=None, data={}, is_question=True
    )
    try:
        async with transaction():
            _take_back(await calls.vetoes(TicketHooks.ticket_transitioning, occasion, question))
    except _OnlyAskedError as asked:
        return [Refusal(code=veto.value.code, message=veto.value.message, plugin=veto.plugin) for veto in asked.vetoes]


class _OnlyAskedError(Exception):
    """What was done to answer the question shall not stand."""

    def __init__(self, vetoes: Sequence[Reply[Veto]]) -> None:
        """Keep the answer."""
        super().__init__()
        self.vetoes = vetoes


def _take_back(vetoes: Sequence[Reply[Veto]]) -> NoReturn:
    raise _OnlyAskedError(vetoes)


def _fields(command: type[ActionCommand]) -> tuple[list[str], list[str]]:
    """Return the names of the fields that an action must have, and of those that it may have."""
    info = type_info(command)
    assert isinstance(info, StructType), "actions are structs"
    required = [field.name for field in info.fields if field.required]
    return required, [field.name for field in info.fields if not field.required]


def _action_of(command: type[ActionCommand]) -> Action:
    return Action(str(command.__struct_config__.tag))


_INPUTS = {_action_of(command): msgspec.json.schema(command) for command in ACTION_COMMANDS}
_FIELDS = {_action_of(command): _fields(command) for command in ACTION_COMMANDS}
