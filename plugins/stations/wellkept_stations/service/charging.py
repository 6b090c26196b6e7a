"""What a ticket is charged for visits: working time and travel, for which a contract has the rates."""

from typing import Final

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.hooks.ticket_questions import Charge, Charges, ChargesQuestion
from wellkept_sdk.local_days import local_day
from wellkept_sdk.services.costs import CostKind
from wellkept_stations.rules.charges import labour, travel

#: With whose people the visit was made: the party of the one who led it.
_COMPLETED: Final = (
    "SELECT visit.id, visit.number, visit.work_minutes, visit.travel_m, visit.checked_out_at, lead.party_id"
    " FROM stations_visit visit LEFT JOIN stations_visit_member member ON member.visit_id = visit.id AND member.lead"
    " LEFT JOIN stations_engineer lead ON lead.id = member.engineer_id"
    " WHERE visit.ticket_id = ? AND visit.status = 'completed' ORDER BY visit.id"
)


async def charges(ctx: Ctx, event: ChargesQuestion) -> Charges:
    """Return labour and travel of completed visits, under keys that stay."""
    visits = await ctx.db.fetch(_COMPLETED, event.ticket_id)
    if not visits:
        return Charges(items=[])
    zone = await ctx.tickets.time_zone(event.ticket_id)
    return Charges(items=[charge for visit in visits for charge in _charges(visit, zone)])


def _charges(visit: Row, zone: str) -> list[Charge]:
    quantities = {
        CostKind.LABOUR: labour(visit["work_minutes"]) if visit["work_minutes"] else None,
        CostKind.TRAVEL: travel(visit["travel_m"]) if visit["travel_m"] else None,
    }
    return [
        Charge(
            source_key=f"visit:{visit['id']}:{kind}",
            kind=kind,
            description=visit["number"],
            quantity=quantity,
            occurred_on=local_day(visit["checked_out_at"], time_zone=zone),
            visit_id=visit["id"],
            party_id=visit["party_id"],
        )
        for kind, quantity in quantities.items()
        if quantity is not None
    ]
