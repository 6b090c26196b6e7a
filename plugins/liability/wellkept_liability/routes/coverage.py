"""Whether tickets and equipment are covered."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from wellkept_liability.permissions import READ
from wellkept_liability.rules.lengths import HOURS_MAX
from wellkept_liability.schemas.coverage import LiabilityCoverage
from wellkept_liability.service import covering
from wellkept_sdk import Ctx
from wellkept_sdk.http import FromPath, NamedDependency, QueryParameter, get, needs
from wellkept_sdk.services.parties import PartyScope

Hours = Annotated[int, Meta(ge=0, le=HOURS_MAX)]
# Litestar keeps the name `scope` for itself.
OfScope = Annotated[PartyScope | None, QueryParameter(name="scope", description="Of what.")]
AfterHours = Annotated[Hours | None, QueryParameter(description="How many hours it had run.")]


@get("/coverage", opt=needs(READ.name))
async def get_ticket_coverage(
    ticket_id: FromPath[UUID],
    ctx: NamedDependency[Ctx],
    on: Annotated[
        date | None, QueryParameter(description="A day of the site, by default that of the fault, else of the report.")
    ] = None,
    of_scope: OfScope = None,
    running_hours: AfterHours = None,
) -> LiabilityCoverage:
    """
    Return whether the matter of a ticket is under warranty, and why; by default for the scope that the ticket names.

    Once the ticket's case is final, the answer is that of the warranties as they were known then.
    """
    found = await covering.of_ticket(ctx, ticket_id, on=on, scope=of_scope, running_hours=running_hours)
    return LiabilityCoverage.of(found, actor=ctx.actor)


@get("/coverage", opt=needs(READ.name))
async def get_equipment_coverage(
    equipment_id: FromPath[UUID],
    ctx: NamedDependency[Ctx],
    on: Annotated[date | None, QueryParameter(description="A day of the site, by default today.")] = None,
    of_scope: OfScope = None,
    running_hours: AfterHours = None,
) -> LiabilityCoverage:
    """Return whether an item is under warranty, and why: by warranties of its own, of what it belongs to, of all."""
    found = await covering.of_equipment(ctx, equipment_id, on=on, scope=of_scope, running_hours=running_hours)
    return LiabilityCoverage.of(found, actor=ctx.actor)


ON_TICKET = (get_ticket_coverage,)
ON_EQUIPMENT = (get_equipment_coverage,)
