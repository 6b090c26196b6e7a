"""Correcting fields of a ticket: one fact and one event per request, nothing if nothing differs."""

from typing import Any
from uuid import UUID

import msgspec

from wellkept.platform.merge_patch import given
from wellkept.platform.metadata import patched
from wellkept.platform.outbox.service import emit
from wellkept.platform.preconditions import IfMatch
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.events import TicketUpdated
from wellkept.tickets.rules.effects import before_and_after, changed
from wellkept.tickets.rules.record import Effect, FactDraft, TicketRecord
from wellkept.tickets.rules.words import FactKind
from wellkept.tickets.schemas.tickets import TicketPatch
from wellkept.tickets.service import announcements, history, recurrence
from wellkept.tickets.service.references import equipment_mistakes
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import refuse
from wellkept_sdk.now import now


async def update(ticket_id: UUID, patch: TicketPatch, *, actor: Actor, if_match: IfMatch) -> TicketRecord:
    """
    Change the fields that the patch names.

    Raises:
        Invalid: the equipment is unknown or of another project, or metadata grows too long.
        PreconditionFailed: the ticket is not at the version of If-Match.
    """
    async with transaction():
        ticket = await history.locked(ticket_id)
        changes = changed(ticket, _values(ticket, patch))
        if changes.get("equipment_id") is not None:
            refuse(await equipment_mistakes(changes["equipment_id"], ticket))
        if_match.require(ticket.version)
        if not changes:
            return ticket
        at = now()
        fact = FactDraft(kind=FactKind.CHANGE, occurred_at=at, data=before_and_after(ticket, changes))
        effect = await recurrence.linked(ticket, Effect(changes=changes, facts=(fact,)))
        after, _ = await history.write(ticket, effect, actor=actor)
        updated = TicketUpdated(
            **announcements.subject_fields(after, at=at), changed_fields=announcements.changed_fields(ticket, after)
        )
        await emit(updated, actor=actor)
        await recurrence.announce_recurrence(ticket, after, at=at, actor=actor)
        return after


def _values(ticket: TicketRecord, patch: TicketPatch) -> dict[str, Any]:
    values = given(patch)
    values.pop("extensions", None)
    if patch.reporter:
        values["reporter"] = msgspec.to_builtins(patch.reporter)
    if "metadata" in values:
        values["metadata"] = patched(ticket.metadata, values["metadata"], pointer="/metadata")
    return values
