"""What visits mean to the actions of their ticket."""

from datetime import datetime
from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect, Row
from wellkept_sdk.hooks import Veto
from wellkept_sdk.hooks.tickets import TicketTransitioning, TransitionedTicket
from wellkept_sdk.records.tickets import Action
from wellkept_stations.errors import VisitOnSite
from wellkept_stations.events import VisitCancelled
from wellkept_stations.queries import visits as queries
from wellkept_stations.rules.visit_states import AHEAD_STATUSES, CANCELLED, ON_SITE, VisitAction
from wellkept_stations.service import visit_rows as rows

#: What nobody does behind the back of those who are on site.
_ENDING: Final = (Action.RESOLVE, Action.CLOSE, Action.CANCEL)
#: What ends a ticket for good, and what the history of its visits says of it.
_OVER: Final = {Action.CLOSE: "ticket_closed", Action.CANCEL: "ticket_cancelled"}
_WITH_STATUS: Final = "SELECT * FROM stations_visit WHERE ticket_id = ? AND status IN ({}) ORDER BY id"
_AHEAD: Final = _WITH_STATUS.format(", ".join(f"'{status}'" for status in AHEAD_STATUSES))
_ON_SITE: Final = _WITH_STATUS.format(f"'{ON_SITE}'") + " LIMIT 1"


async def veto(ctx: Ctx, event: TicketTransitioning) -> Veto | None:
    """Refuse to resolve, close or cancel a ticket while somebody is on site."""
    if event.action not in _ENDING:
        return None
    visit = await ctx.db.fetch_one(_ON_SITE, event.ticket.id)
    if visit is None:
        return None
    return Veto(code=VisitOnSite.code, message=f"{visit['number']} is on site; it has to be checked out first.")


async def transitioned(ctx: Ctx, event: TransitionedTicket) -> None:
    """Cancel the visits of a closed or cancelled ticket that have not begun: their engineers have their time back."""
    if event.action not in _OVER:
        return
    for visit in await _locked_ahead(ctx, event.ticket.id):
        await _cancel(ctx, visit, at=event.occurred_at, reason=event.note, because=_OVER[event.action])


async def _locked_ahead(ctx: Ctx, ticket_id: UUID) -> list[Row]:
    # Core has locked the ticket, and whoever plans or moves its visits does so first: nothing changes meanwhile.
    lock = " FOR UPDATE" if ctx.db.dialect is Dialect.POSTGRES else ""
    return await ctx.db.fetch(_AHEAD + lock, ticket_id)


async def _cancel(ctx: Ctx, visit: Row, *, at: datetime, reason: str | None, because: str) -> None:
    step = rows.Step(
        action=VisitAction.CANCEL.value,
        to=CANCELLED,
        at=max(at, visit["moved_at"]),
        note=reason,
        data={"because": because},
    )
    cancelled = await rows.take(ctx, visit, step)
    members = (await queries.members_of(ctx, [visit["id"]]))[visit["id"]]
    await ctx.emit(VisitCancelled(**rows.told(cancelled, members), reason=reason))
