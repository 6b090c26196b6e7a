"""Correcting fields of a ticket: one fact and one event per request, nothing if nothing differs."""

from typing import Any
from uuid import UUID

import msgspec

from wellkept.platform.merge_patch import given
from wellkept.platform.metadata import patched
from wellkept.platform.outbox.service import emit
from wellkept.platform.plugin_host import extensions
from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.queries.extended import TICKET_RECORD
from wellkept.tickets.rules.effects import before_and_after, changed
from wellkept.tickets.rules.record import Effect, FactDraft
from wellkept.tickets.schemas.tickets import TicketPatch
from wellkept.tickets.service import announcements, history, recurrence
from wellkept.tickets.service.occasions import on_ticket
from wellkept.tickets.service.references import equipment_mistakes
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import Invalid, refuse
from wellkept_sdk.events.tickets import TicketUpdated
from wellkept_sdk.hooks.tickets import TicketHooks, TicketUpdating, UpdatedTicket
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.now import now
from wellkept_sdk.records.tickets import FactKind, TicketRecord


async def update(ticket_id: UUID, patch: TicketPatch, *, actor: Actor, if_match: IfMatch) -> TicketRecord:
    """
    Change the fields that the patch names, those of plugins among them.

    Raises:
        Invalid: the equipment is unknown or of another project, metadata grows too long, or a plugin's field is wrong.
        PreconditionFailed: the ticket is not at the version of If-Match.
        Vetoed: a plugin does not allow it.
    """
    async with transaction():
        ticket = await history.locked(ticket_id)
        occasion = await on_ticket(ticket, actor=actor)
        changes = changed(ticket, _values(ticket, patch))
        extended = await extensions.prepare(TICKET_RECORD, patch.extensions, occasion=occasion, record_id=ticket.id)
        refuse([*await _mistakes(changes, ticket), *extended.mistakes])
        if_match.require(ticket.version)
        if not changes and not extended.values:
            return ticket
        await calls.decide(TicketHooks.ticket_updating, occasion, TicketUpdating(ticket=ticket, changes=changes))
        return await _write(ticket, changes, extended, occasion=occasion)


async def _mistakes(changes: dict[str, Any], ticket: TicketRecord) -> list[Invalid]:
    equipment_id = changes.get("equipment_id")
    return [] if equipment_id is None else await equipment_mistakes(equipment_id, ticket)


async def _write(
    ticket: TicketRecord, changes: dict[str, Any], extended: extensions.Pending, *, occasion: Occasion
) -> TicketRecord:
    at = now()
    data = before_and_after(ticket, changes)
    if extended.values:
        # Who may see a plugin's values is the plugin's affair, so the history names them and no more.
        data["extensions"] = {"changed": sorted(extended.values)}
    fact = FactDraft(kind=FactKind.CHANGE, occurred_at=at, data=data)
    effect = await recurrence.linked(ticket, Effect(changes=changes, facts=(fact,)))
    after, _ = await history.write(ticket, effect, actor=occasion.actor)
    await extensions.store(TICKET_RECORD, ticket.id, extended, occasion=occasion)
    fields = [*announcements.changed_fields(ticket, after), *extended.changed_fields]
    updated = TicketUpdated(**announcements.subject_fields(after, at=at), changed_fields=fields)
    await emit(updated, actor=occasion.actor, active=occasion.active)
    await recurrence.announce_recurrence(ticket, after, at=at, occasion=occasion)
    told = UpdatedTicket(before=ticket, ticket=after, changed_fields=fields)
    await calls.apply(TicketHooks.ticket_updated, occasion, told)
    return await history.as_left(after, occasion)


def _values(ticket: TicketRecord, patch: TicketPatch) -> dict[str, Any]:
    values = given(patch)
    values.pop("extensions", None)
    if patch.reporter:
        values["reporter"] = msgspec.to_builtins(patch.reporter)
    if "metadata" in values:
        values["metadata"] = patched(ticket.metadata, values["metadata"], pointer="/metadata")
    return values
