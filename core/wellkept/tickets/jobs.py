"""What happens to a ticket when its time has come."""

from datetime import datetime
from uuid import UUID

from wellkept.platform.jobs.timers import DueTimer, TimerHandlers
from wellkept.platform.outbox.service import emit
from wellkept.platform.preconditions import IfMatch
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.events import ConfirmationReminded
from wellkept.tickets.rules.actions import CloseAction, ResumeAction
from wellkept.tickets.rules.record import TicketRecord
from wellkept.tickets.rules.words import TicketStatus
from wellkept.tickets.service import clocks, history
from wellkept.tickets.service.announcements import subject_fields
from wellkept.tickets.service.transitions import transition
from wellkept_sdk.actor import SYSTEM


async def end_hold(timer: DueTimer, _now: datetime) -> None:
    """Resume a ticket whose hold has come to its end, dated to that end."""
    async with transaction():
        ticket = await history.locked(timer.record_id)
        if ticket.status is TicketStatus.ON_HOLD and ticket.hold_until == timer.due_at:
            resume = ResumeAction(occurred_at=max(timer.due_at, ticket.moved_at))
            await transition(ticket.id, resume, actor=SYSTEM, if_match=IfMatch())


async def remind_of_confirmation(timer: DueTimer, at: datetime) -> None:
    """Announce that a resolved ticket still waits for its customer."""
    async with transaction():
        ticket = await _unanswered(timer.record_id)
        if ticket is not None:
            await emit(ConfirmationReminded(**subject_fields(ticket, at=at)), actor=SYSTEM)


async def close_unanswered(timer: DueTimer, _now: datetime) -> None:
    """Close a resolved ticket that nobody answered, unless somebody has escalated it."""
    async with transaction():
        ticket = await _unanswered(timer.record_id)
        if ticket is not None:
            close = CloseAction(occurred_at=max(timer.due_at, ticket.moved_at))
            await transition(ticket.id, close, actor=SYSTEM, if_match=IfMatch())


async def _unanswered(ticket_id: UUID) -> TicketRecord | None:
    ticket = await history.locked(ticket_id)
    waits = ticket.status is TicketStatus.RESOLVED and ticket.escalation_level == 0
    return ticket if waits else None


TIMER_HANDLERS: TimerHandlers = {
    (clocks.OWNER, clocks.HOLD_UNTIL): end_hold,
    (clocks.OWNER, clocks.CONFIRMATION_REMINDER): remind_of_confirmation,
    (clocks.OWNER, clocks.AUTO_CLOSE): close_unanswered,
}
