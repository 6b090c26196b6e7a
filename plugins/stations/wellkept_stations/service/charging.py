"""What a ticket is charged for visits: working time and travel, for which a contract has the rates."""

from typing import Final

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.hooks.ticket_questions import Charge, Charges, ChargesQuestion
from wellkept_stations.rules.charges import labour, travel

LABOUR: Final = "labour"
TRAVEL: Final = "travel"
_COMPLETED: Final = (
    "SELECT id, work_minutes, travel_m, checked_out_at FROM stations_visit"
    " WHERE ticket_id = ? AND status = 'completed' ORDER BY id"
)


async def charges(ctx: Ctx, event: ChargesQuestion) -> Charges | None:
    """Return labour and travel of completed visits, under references that stay; None without any."""
    visits = await ctx.db.fetch(_COMPLETED, event.ticket_id)
    found = [charge for visit in visits for charge in _charges(visit)]
    return Charges(items=found) if found else None


def _charges(visit: Row) -> list[Charge]:
    quantities = {
        LABOUR: labour(visit["work_minutes"]) if visit["work_minutes"] else None,
        TRAVEL: travel(visit["travel_m"]) if visit["travel_m"] else None,
    }
    return [
        Charge(
            reference=f"visit:{visit['id']}:{kind}",
            kind=kind,
            amount=None,
            quantity=quantity,
            unit=quantity.unit,
            occurred_at=visit["checked_out_at"],
        )
        for kind, quantity in quantities.items()
        if quantity is not None
    ]
