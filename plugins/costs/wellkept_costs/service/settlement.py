"""Under which terms a statement is settled."""

from typing import Final
from uuid import UUID

from wellkept_costs.terms import CostsTerms, SettlementTerms
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.errors import NotFound, ServiceInactive

_FIRST_TICKET: Final = (
    "SELECT line.ticket_id FROM costs_statement_line place JOIN costs_line line ON line.id = place.line_id"
    " WHERE place.statement_id = ? AND place.released_at IS NULL AND line.ticket_id IS NOT NULL"
    " ORDER BY place.line_id LIMIT 1"
)
#: Two are enough to know that it is more than one.
_PROJECTS: Final = (
    "SELECT DISTINCT ticket.project_id FROM costs_statement_line place JOIN costs_line line ON line.id = place.line_id"
    " JOIN ticket ON ticket.id = line.ticket_id WHERE place.statement_id = ? AND place.released_at IS NULL LIMIT 2"
)


async def settlement_of(ctx: Ctx, statement: Row) -> SettlementTerms:
    """
    Return how a statement is answered: as the terms of its only project say, else the customer's.

    Where these have no costs, those of its first ticket say it.
    """
    project_id = statement["project_id"] or await _only_project(ctx, statement["id"])
    place = RecordName.CUSTOMER if project_id is None else RecordName.PROJECT
    terms = await _terms_of(ctx, place, project_id or statement["customer_id"])
    if terms is None:
        first = await ctx.db.fetch_one(_FIRST_TICKET, statement["id"])
        terms = None if first is None else await _terms_of(ctx, RecordName.TICKET, first["ticket_id"])
    return SettlementTerms() if terms is None else terms.settlement


async def _only_project(ctx: Ctx, statement_id: UUID) -> UUID | None:
    """Return the project of all its lines: that may have a contract of its own; None where they are of several."""
    found = await ctx.db.fetch(_PROJECTS, statement_id)
    return found[0]["project_id"] if len(found) == 1 else None


async def _terms_of(ctx: Ctx, name: RecordName, record_id: UUID) -> CostsTerms | None:
    """Return the terms under which a record is served; None where it is not."""
    try:
        return (await ctx.for_record(name, record_id)).terms(CostsTerms)
    except (NotFound, ServiceInactive):
        return None
