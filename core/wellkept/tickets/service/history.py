"""Writing a ticket and its history together: no field changes without a fact that tells of it."""

from typing import Any
from uuid import UUID

import msgspec

from wellkept.platform.plugin_host.calling.hearing import is_heard
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.storage import rows
from wellkept.platform.storage.engines import database
from wellkept.tickets.rules.record import Effect, FactDraft
from wellkept.tickets.tables import Ticket, TicketFact
from wellkept_sdk.actor import Actor
from wellkept_sdk.hooks.tickets import TicketHooks
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now
from wellkept_sdk.records.tickets import Action, TicketRecord


async def locked(ticket_id: UUID) -> TicketRecord:
    """
    Return the ticket, its row locked until the transaction ends.

    Raises:
        NotFound: there is none.
    """
    row = rows.required(await rows.locked(Ticket, ticket_id))
    return rows.decode(row, TicketRecord)


async def as_left(ticket: TicketRecord, occasion: Occasion) -> TicketRecord:
    """Return the ticket as plugins have left it, which may have acted on it in their turn."""
    if not any(is_heard(spec, occasion.active) for spec in _FOLLOWING):
        return ticket
    row = await database().fetch_one("SELECT * FROM ticket WHERE id = ?", ticket.id)
    assert row is not None, "tickets are never deleted"
    return rows.decode(row, TicketRecord)


_FOLLOWING = (
    TicketHooks.ticket_opened,
    TicketHooks.ticket_updated,
    TicketHooks.ticket_transitioned,
    TicketHooks.ticket_logged,
    TicketHooks.ticket_reactivated,
)


async def write(ticket: TicketRecord, effect: Effect, *, actor: Actor) -> tuple[TicketRecord, list[dict[str, Any]]]:
    """Store what an action did; return the ticket as it stands now and the rows of the new facts."""
    facts = fact_rows(ticket.id, effect.facts, actor=actor, first_position=ticket.fact_count + 1)
    changes = {
        **effect.changes,
        "fact_count": ticket.fact_count + len(facts),
        "first_owner_id": first_owner_id(ticket, effect, actor),
    }
    row = await rows.update(Ticket, ticket.id, changes=changes)
    await rows.insert_many(TicketFact, facts)
    return rows.decode(row, TicketRecord), facts


def first_owner_id(ticket: TicketRecord, effect: Effect, actor: Actor) -> UUID | None:
    """Return who stays answerable: the first of our staff who did something to the ticket."""
    if ticket.first_owner_id is None and actor.is_staff and any(fact.action for fact in effect.facts):
        return actor.id
    return ticket.first_owner_id


def fact_rows(
    ticket_id: UUID, drafts: tuple[FactDraft, ...], *, actor: Actor, first_position: int
) -> list[dict[str, Any]]:
    """Return the rows that record these facts."""
    recorded_at = now()
    return [
        {
            **msgspec.structs.asdict(draft),
            "id": uuid7(),
            "ticket_id": ticket_id,
            "position": position,
            "recorded_at": recorded_at,
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "actor_name": actor.name,
        }
        for position, draft in enumerate(drafts, first_position)
    ]


def fact_of(facts: list[dict[str, Any]], action: Action) -> dict[str, Any]:
    """Return the row of the fact that records the action itself."""
    return next(fact for fact in reversed(facts) if fact["action"] is action)
