"""Doing an action: every check first, then the ticket, its history and its event in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from wellkept.activation.queries import core_terms
from wellkept.activation.terms import CoreTerms
from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.driver_errors import UniqueViolation
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.errors import DedupKeyHeld, DispatcherRequired, ReopenTooLate, TransitionNotAllowed
from wellkept.tickets.queries import extended, lookups
from wellkept.tickets.rules import guards
from wellkept.tickets.rules.actions import ActionCommand, AssignAction, RespondAction
from wellkept.tickets.rules.effects import Scene, command_data, effect
from wellkept.tickets.schemas.actors import ActorRead
from wellkept.tickets.schemas.history import TransitionRead
from wellkept.tickets.service import announcements, clocks, history, log, recurrence
from wellkept.tickets.service.occasions import on_ticket
from wellkept.tickets.service.references import reference_mistakes
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.errors import Invalid, PermissionDenied, refuse
from wellkept_sdk.hooks.tickets import TicketHooks, TicketTransitioning, TransitionedTicket
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.moment import as_utc
from wellkept_sdk.now import now
from wellkept_sdk.records.tickets import Action, TicketRecord


async def transition(ticket_id: UUID, command: ActionCommand, *, actor: Actor, if_match: IfMatch) -> TransitionRead:
    """
    Do one action; of several callers who do the same at once, one succeeds.

    Raises:
        PermissionDenied: the caller may never do this to a ticket.
        Invalid: the moment, a reference or a field is wrong.
        PreconditionFailed: the ticket is not at the version of If-Match.
        TransitionNotAllowed: the ticket's status forbids the action.
        ReopenTooLate: the days for reopening are over.
        Vetoed: a plugin does not allow it.
    """
    action = command.action
    if not guards.could_ever(actor, action):
        raise PermissionDenied(action=action)
    async with transaction():
        ticket = await history.locked(ticket_id)
        occasion = await on_ticket(ticket, actor=actor)
        terms = core_terms(occasion.active)
        scene = Scene(ticket=ticket, command=command, actor=actor, at=_moment(command, ticket), terms=terms)
        refuse(await _mistakes(scene))
        if_match.require(ticket.version)
        await _require_allowed(scene)
        return await _perform(await _decided(scene, occasion), occasion)


def _moment(command: ActionCommand, ticket: TicketRecord) -> datetime:
    """Without a moment of its own an action happens now, or with the last one if that was dated a little ahead."""
    if command.occurred_at is None:
        return max(now(), ticket.moved_at)
    return as_utc(command.occurred_at, pointer="/occurred_at")


async def _mistakes(scene: Scene) -> list[Invalid]:
    return [
        *guards.moment_mistakes(scene.at, ticket=scene.ticket, now=now()),
        *guards.field_mistakes(scene),
        *await reference_mistakes(scene),
    ]


async def _require_allowed(scene: Scene) -> None:
    refusals = await _refusals(scene.command.action, scene)
    if any(refusal.code == ReopenTooLate.code for refusal in refusals):
        raise ReopenTooLate(detail=refusals[0].message)
    if refusals:
        raise TransitionNotAllowed(
            detail=refusals[0].message,
            ticket_status=scene.ticket.status,
            allowed_actions=await _allowed_actions(scene),
        )
    if isinstance(scene.command, AssignAction) and _needs_dispatcher(scene, scene.command):
        raise DispatcherRequired


def _needs_dispatcher(scene: Scene, command: AssignAction) -> bool:
    beyond = guards.is_beyond_handovers(scene.ticket, command, scene.terms)
    return beyond and scene.actor.role not in {Role.ADMIN, Role.DISPATCHER}


async def refusals_of(
    action: Action, *, ticket: TicketRecord, actor: Actor, terms: CoreTerms, at: datetime
) -> list[guards.Refusal]:
    """Return why the ticket's own state forbids an action; only reopening asks for the customer's day."""
    zone = await lookups.customer_time_zone(ticket) if action is Action.REOPEN else "UTC"
    reopening = guards.Reopening(time_zone=zone, at=at)
    return guards.status_refusals(ticket, action, actor=actor, terms=terms, reopening=reopening)


async def _allowed_actions(scene: Scene) -> list[Action]:
    return [
        action
        for action in Action
        if guards.may(scene.actor, action, status=scene.ticket.status) and not await _refusals(action, scene)
    ]


async def _refusals(action: Action, scene: Scene) -> list[guards.Refusal]:
    return await refusals_of(action, ticket=scene.ticket, actor=scene.actor, terms=scene.terms, at=scene.at)


async def _decided(scene: Scene, occasion: Occasion) -> Scene:
    """Return the scene as the plugins let it happen, perhaps with another note."""
    decided = await calls.decide(
        TicketHooks.ticket_transitioning,
        occasion,
        TicketTransitioning(
            ticket=scene.ticket,
            action=scene.command.action,
            occurred_at=scene.at,
            note=scene.command.note,
            data=command_data(scene.command),
            is_question=False,
        ),
    )
    if decided.note == scene.command.note:
        return scene
    return replace(scene, command=replace(scene.command, note=decided.note))


async def _perform(scene: Scene, occasion: Occasion) -> TransitionRead:
    try:
        ticket, facts = await history.write(
            scene.ticket, await recurrence.linked(scene.ticket, effect(scene)), actor=scene.actor
        )
    except UniqueViolation as clash:
        if clash.concerns("ticket", "project_id", "dedup_key"):
            raise DedupKeyHeld from clash
        raise
    fact = history.fact_of(facts, scene.command.action)
    await clocks.follow(scene.ticket, ticket, terms=scene.terms, occasion=occasion)
    if isinstance(scene.command, RespondAction) and scene.command.message is not None:
        await log.add_message(ticket, scene.command.message, at=scene.at, occasion=occasion)
    await announcements.announce_transitions(scene, ticket, facts, occasion=occasion)
    await recurrence.announce_recurrence(scene.ticket, ticket, at=scene.at, occasion=occasion)
    await calls.apply(TicketHooks.ticket_transitioned, occasion, _told(scene, ticket, fact))
    return await _made(fact, await history.as_left(ticket, occasion), actor=scene.actor)


def _told(scene: Scene, ticket: TicketRecord, fact: Mapping[str, Any]) -> TransitionedTicket:
    return TransitionedTicket(
        before=scene.ticket,
        ticket=ticket,
        action=scene.command.action,
        transition_id=fact["id"],
        occurred_at=scene.at,
        note=scene.command.note,
        data=fact["data"],
    )


async def _made(fact: Mapping[str, Any], ticket: TicketRecord, *, actor: Actor) -> TransitionRead:
    return TransitionRead(
        id=fact["id"],
        ticket_id=ticket.id,
        action=fact["action"],
        from_status=fact["from_status"],
        to_status=fact["to_status"],
        occurred_at=fact["occurred_at"],
        recorded_at=fact["recorded_at"],
        actor=ActorRead(kind=actor.kind, id=actor.id, name=actor.name),
        on_behalf_of=fact["on_behalf_of"],
        note=fact["note"],
        data=fact["data"],
        ticket=await extended.shown(ticket, actor=actor),
    )
