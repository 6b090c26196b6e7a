"""Resolving again which plugins and terms serve a ticket."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec

from wellkept.activation.queries import Resolved, core_terms, places_of, resolve
from wellkept.activation.rules.composition import Composed, Composition
from wellkept.activation.rules.differences import differences
from wellkept.activation.schemas.explanations import PluginChange
from wellkept.platform.audit.service import record_audit
from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host.active_set import ActiveSet
from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.calling.calls import context_of
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.rules.record import Effect, FactDraft
from wellkept.tickets.schemas.activation import PinnedActivation, ReactivationRead, decided_terms
from wellkept.tickets.service import announcements, clocks, history
from wellkept.tickets.service.occasions import on_ticket
from wellkept_sdk.actor import Actor
from wellkept_sdk.events.tickets import TicketReactivated
from wellkept_sdk.hooks.tickets import ReactivatedTicket, TicketHooks
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.records.references import RecordName
from wellkept_sdk.records.tickets import FactKind, TicketRecord


class Reactivated(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it, and the ticket's version afterwards."""

    read: ReactivationRead
    version: int


async def reactivate(ticket_id: UUID, *, note: str | None, actor: Actor, if_match: IfMatch) -> Reactivated:
    """
    Serve a ticket as plans and contracts say now; where that is as before, nothing is written.

    Raises:
        PreconditionFailed: the ticket is not at the version of If-Match.
        PluginFailed: a plugin that is required has failed.
    """
    async with transaction():
        ticket = await history.locked(ticket_id)
        if_match.require(ticket.version)
        occasion = await on_ticket(ticket, actor=actor)
        place = (await places_of(RecordName.TICKET, [ticket.id]))[ticket.id]
        resolved = await resolve(place, at=occasion.at)
        read = _read(ticket, occasion.active, resolved)
        if (resolved.active.id, resolved.contract_id) == (ticket.activation_id, ticket.contract_id):
            return Reactivated(read=read, version=ticket.version)
        after = await _write(ticket, read, note=note, occasion=occasion)
        following = Occasion(actor=actor, at=occasion.at, active=resolved.active, record=occasion.record)
        await clocks.adapt(after, before=core_terms(occasion.active), occasion=following)
        await _announce(ticket, after, read, occasion=following)
        await _tell_plugins(after, occasion, following)
        return Reactivated(read=read, version=(await history.as_left(after, following)).version)


def _read(ticket: TicketRecord, before: ActiveSet, resolved: Resolved) -> ReactivationRead:
    return ReactivationRead(
        before=PinnedActivation.of(before, contract_id=ticket.contract_id),
        after=PinnedActivation.of(resolved.active, contract_id=resolved.contract_id),
        changes=_changes(before, resolved.active),
    )


def _changes(before: ActiveSet, after: ActiveSet) -> list[PluginChange]:
    found = differences(_decided(before), _decided(after))
    return msgspec.convert(found, list[PluginChange], from_attributes=True)


def _decided(active: ActiveSet) -> Composition:
    """Return what plans and contracts have decided in a set."""
    plugins = {
        name: Composed(terms=terms, values=msgspec.to_builtins(terms), sources={})
        for name, terms in decided_terms(active).items()
    }
    return Composition(active=plugins, inactive={})


async def _write(ticket: TicketRecord, read: ReactivationRead, *, note: str | None, occasion: Occasion) -> TicketRecord:
    before, after = _pinned(read.before), _pinned(read.after)
    data = {name: {"before": before[name], "after": after[name]} for name in after if before[name] != after[name]}
    fact = FactDraft(kind=FactKind.ACTIVATION, occurred_at=occasion.at, note=note, data=msgspec.to_builtins(data))
    written, _ = await history.write(ticket, Effect(changes=after, facts=(fact,)), actor=occasion.actor)
    await record_audit(
        TicketReactivated.type, subject=f"tickets/{ticket.id}", actor=occasion.actor, before=before, after=after
    )
    return written


def _pinned(read: PinnedActivation) -> dict[str, Any]:
    return {"activation_id": read.activation_id, "contract_id": read.contract_id}


async def _tell_plugins(ticket: TicketRecord, before: Occasion, after: Occasion) -> None:
    """Tell those that end first, then those that stay or begin; each in the context in which it serves the ticket."""
    was, are = before.active.plugins, after.active.plugins
    for occasion, names, was_active, is_active in (
        (before, was - are, True, False),
        (after, was & are, True, True),
        (after, are - was, False, True),
    ):
        told = ReactivatedTicket(ticket=ticket, was_active=was_active, is_active=is_active)
        await calls.apply(TicketHooks.ticket_reactivated, _only(names, occasion), told)


def _only(names: Collection[str], occasion: Occasion) -> Occasion:
    """Return the occasion with only some of its plugins called, whose contexts still show all of them."""
    active = occasion.active
    called = msgspec.structs.replace(active.activation, plugins=frozenset(names))
    part = Occasion(
        actor=occasion.actor,
        at=occasion.at,
        active=msgspec.structs.replace(active, activation=called),
        record=occasion.record,
    )
    part.contexts.update({name: context_of(name, occasion) for name in names})
    return part


async def _announce(before: TicketRecord, after: TicketRecord, read: ReactivationRead, *, occasion: Occasion) -> None:
    event = TicketReactivated(
        **announcements.subject_fields(after, at=occasion.at),
        from_activation_id=before.activation_id,
        to_activation_id=after.activation_id,
        changed_plugins=[change.plugin for change in read.changes],
    )
    await emit(event, actor=occasion.actor, active=occasion.active)
