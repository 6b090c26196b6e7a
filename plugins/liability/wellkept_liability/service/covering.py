"""Whether tickets and equipment are covered."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from wellkept_liability.queries import coverage as queries
from wellkept_liability.rules.coverage import Matter, coverage_of
from wellkept_sdk import Ctx
from wellkept_sdk.errors import NotFound
from wellkept_sdk.local_days import local_day
from wellkept_sdk.services.liability import Coverage
from wellkept_sdk.services.parties import PartyScope


async def of_ticket(
    ctx: Ctx,
    ticket_id: UUID,
    *,
    on: date | None = None,
    scope: PartyScope | None = None,
    running_hours: int | None = None,
) -> Coverage:
    """
    Return whether the matter of a ticket is covered; one statement.

    Args:
        ctx: of the ticket.
        ticket_id: which.
        on: a local day of the site; by default the day of the fault, else that of the report.
        scope: of what; by default what the ticket says.
        running_hours: how long it had run.

    Raises:
        NotFound: there is no such ticket.
    """
    facts = await queries.of_ticket(ctx, ticket_id)
    if facts is None:
        raise NotFound
    matter = Matter(
        on=on or facts.day, scope=scope or facts.scope, cause_code=facts.cause_code, running_hours=running_hours
    )
    return coverage_of(facts.promises, matter)


async def of_equipment(
    ctx: Ctx,
    equipment_id: UUID,
    *,
    on: date | None = None,
    scope: PartyScope | None = None,
    running_hours: int | None = None,
) -> Coverage:
    """
    Return whether an item is covered; one statement.

    Args:
        ctx: of the item.
        equipment_id: which.
        on: a local day of the site; by default today.
        scope: of what; None where that is not known.
        running_hours: how long it had run.
    """
    facts = await queries.of_equipment(ctx, equipment_id)
    day = on or local_day(ctx.at, time_zone=facts.time_zone)
    return coverage_of(facts.promises, Matter(on=day, scope=scope, running_hours=running_hours))


async def shown(ctx: Ctx, ids: Sequence[UUID]) -> Mapping[UUID, tuple[queries.TicketFacts, Coverage]]:
    """Return what tickets show in lists: their facts, and whether what we gave covers them; one statement."""
    found = await queries.of_tickets(ctx, ids)
    return {
        ticket_id: (
            facts,
            coverage_of(facts.promises, Matter(on=facts.day, scope=facts.scope, cause_code=facts.cause_code)),
        )
        for ticket_id, facts in found.items()
    }
