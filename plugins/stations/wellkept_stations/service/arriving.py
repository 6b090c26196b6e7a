"""What arriving on site means to a ticket: its work begins, and its clocks are told."""

from datetime import datetime
from typing import Final

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.records.tickets import Action, HoldReason, TicketRecord, TicketStatus
from wellkept_sdk.services.sla import SLA

_MILESTONE: Final = "on_site"
#: The core permission for moving a ticket along.
_WORK: Final = "tickets:work"
#: Whoever waited for the visit waits no more.
_ENDED_HOLDS: Final = (HoldReason.SCHEDULED, HoldReason.ACCESS)
_NOT_STARTED: Final = (TicketStatus.NEW, TicketStatus.TRIAGED, TicketStatus.ASSIGNED)


async def arrived(ctx: Ctx, ticket: TicketRecord, visit: Row) -> None:
    """
    Begin the work of a ticket, and tell its clocks that somebody is on site.

    Raises:
        Invalid: the ticket's last action happened later.
        Conflict: a plugin does not allow it.
    """
    # A partner's people move no tickets; that they are there begins the work all the same.
    await _begin(ctx.entitled(_WORK), ticket, at=visit["checked_in_at"])
    sla = ctx.service_or_none(SLA)
    if sla is not None:
        await sla.milestone(ticket.id, milestone=_MILESTONE, occurred_at=visit["checked_in_at"])


def earliest(at: datetime, *, ticket: TicketRecord, visit: Row) -> datetime:
    """Return when an action happens that names no moment: now, or with the last one if that was dated ahead."""
    return max(at, ticket.moved_at, visit["moved_at"])


async def _begin(ctx: Ctx, ticket: TicketRecord, *, at: datetime) -> None:
    if ticket.status is TicketStatus.ON_HOLD and ticket.hold_reason in _ENDED_HOLDS:
        ticket = await ctx.tickets.transition(ticket.id, Action.RESUME, occurred_at=at)
    if ticket.status in _NOT_STARTED:
        await ctx.tickets.transition(ticket.id, Action.START, occurred_at=at)
