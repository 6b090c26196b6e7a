"""What core does by itself after a while: end a hold, remind of a confirmation, close what nobody answers."""

from datetime import timedelta

from wellkept.activation.terms import CoreTerms
from wellkept.platform.jobs.timers import cancel_timer, set_timer
from wellkept.tickets.rules.record import TicketRecord
from wellkept.tickets.rules.words import TicketStatus

OWNER = "core"
HOLD_UNTIL = "ticket_hold_until"
CONFIRMATION_REMINDER = "ticket_confirmation_reminder"
AUTO_CLOSE = "ticket_auto_close"


async def follow(before: TicketRecord, after: TicketRecord, *, terms: CoreTerms) -> None:
    """Set the timers that the ticket's new status calls for, and cancel those of the one it has left."""
    if before.status is after.status:
        return
    if before.status is TicketStatus.ON_HOLD and before.hold_until is not None:
        await cancel_timer(OWNER, HOLD_UNTIL, after.id)
    if after.status is TicketStatus.ON_HOLD and after.hold_until is not None:
        await set_timer(OWNER, HOLD_UNTIL, after.id, due_at=after.hold_until)
    for kind, days in ((CONFIRMATION_REMINDER, terms.remind_after_days), (AUTO_CLOSE, terms.auto_close_after_days)):
        await _follow_confirmation(before, after, kind=kind, days=days)


async def _follow_confirmation(before: TicketRecord, after: TicketRecord, *, kind: str, days: int) -> None:
    if days == 0:
        return
    if after.status is TicketStatus.RESOLVED:
        assert after.resolved_at is not None, "a resolved ticket says when"
        await set_timer(OWNER, kind, after.id, due_at=after.resolved_at + timedelta(days=days))
    elif before.status is TicketStatus.RESOLVED:
        await cancel_timer(OWNER, kind, after.id)
