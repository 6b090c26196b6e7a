"""Visits whose window is over, and nobody set out."""

from typing import Final

from wellkept_sdk import Ctx, DueTimer, RecordName
from wellkept_sdk.errors import NotFound, ServiceInactive
from wellkept_sdk.ids import TicketId
from wellkept_stations.events import VisitMissed
from wellkept_stations.queries import visits as queries
from wellkept_stations.rules.visit_states import CONFIRMED, MISSED, PLANNED, VisitAction
from wellkept_stations.service import visit_rows as rows

_TICKET: Final = "SELECT ticket_id FROM stations_visit WHERE id = ?"
#: Who is under way comes late; only people can say that he did not come.
_NOBODY_CAME: Final = (PLANNED, CONFIRMED)


async def window_over(ctx: Ctx, timer: DueTimer) -> None:
    """Let a visit be missed when its window is over; one that has begun, ended or moved to another time stays."""
    found = await ctx.db.fetch_one(_TICKET, timer.record_id)
    served = None if found is None else await _serving(ctx, TicketId(found["ticket_id"]))
    if served is None or found is None:
        return
    async with served.db.transaction():
        await rows.locked_ticket(served, found["ticket_id"])
        visit = await rows.locked_visit(served, timer.record_id)
        if visit["status"] not in _NOBODY_CAME or visit["window_to"] > served.at:
            return
        step = rows.Step(action=VisitAction.MISS.value, to=MISSED, at=max(visit["window_to"], visit["moved_at"]))
        missed = await rows.take(served, visit, step)
        members = (await queries.members_of(served, [missed["id"]]))[missed["id"]]
        await served.emit(VisitMissed(**rows.told(missed, members), reason=None))


async def _serving(ctx: Ctx, ticket_id: TicketId) -> Ctx | None:
    """Return the context of a ticket for a timer; None where the plugin does not serve it any more."""
    try:
        return await ctx.for_record(RecordName.TICKET, ticket_id)
    except (NotFound, ServiceInactive):
        return None
