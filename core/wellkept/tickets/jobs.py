"""What happens to a ticket when its time has come."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog

from wellkept.activation.queries import of_ticket
from wellkept.platform.jobs.timers import DueTimer, TimerHandlers, set_timer
from wellkept.platform.outbox.service import emit
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.rules.actions import ActionCommand, CloseAction, ResumeAction
from wellkept.tickets.service import clocks, history
from wellkept.tickets.service.announcements import subject_fields
from wellkept.tickets.service.transitions import transition
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.errors import Vetoed
from wellkept_sdk.events.tickets import ConfirmationReminded
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.records.tickets import TicketRecord, TicketStatus

VETO_PAUSE = timedelta(hours=1)

_log = structlog.get_logger("wellkept.tickets")


async def end_hold(timer: DueTimer, at: datetime) -> None:
    """Resume a ticket whose hold has come to its end, dated to that end."""
    async with transaction():
        ticket = await history.locked(timer.record_id)
        is_over = ticket.hold_until is not None and ticket.hold_until <= timer.due_at
        if ticket.status is TicketStatus.ON_HOLD and is_over:
            resume = ResumeAction(occurred_at=max(timer.due_at, ticket.moved_at))
            await _do_or_wait(ticket, resume, timer=timer, at=at)


async def remind_of_confirmation(timer: DueTimer, at: datetime) -> None:
    """Announce that a resolved ticket still waits for its customer."""
    async with transaction():
        ticket = await _unanswered(timer.record_id)
        if ticket is not None:
            reminded = ConfirmationReminded(**subject_fields(ticket, at=at))
            await emit(reminded, actor=SYSTEM, active=await of_ticket(ticket.activation_id))


async def close_unanswered(timer: DueTimer, at: datetime) -> None:
    """Close a resolved ticket that nobody answered, unless somebody has escalated it."""
    async with transaction():
        ticket = await _unanswered(timer.record_id)
        if ticket is not None:
            close = CloseAction(occurred_at=max(timer.due_at, ticket.moved_at))
            await _do_or_wait(ticket, close, timer=timer, at=at)


async def _do_or_wait(ticket: TicketRecord, command: ActionCommand, *, timer: DueTimer, at: datetime) -> None:
    """Do the action, or try it again in a while if a plugin does not allow it now: the wind may fall, a case end."""
    try:
        await transition(ticket.id, command, actor=SYSTEM, if_match=IfMatch())
    except Vetoed as veto:
        _log.info("timer_vetoed", ticket=ticket.number, action=command.action, code=veto.code)
        await set_timer(timer.plugin, timer.kind, ticket.id, due_at=at + VETO_PAUSE)


async def _unanswered(ticket_id: UUID) -> TicketRecord | None:
    ticket = await history.locked(ticket_id)
    waits = ticket.status is TicketStatus.RESOLVED and ticket.escalation_level == 0
    return ticket if waits else None


TIMER_HANDLERS: TimerHandlers = {
    (clocks.OWNER, clocks.HOLD_UNTIL): end_hold,
    (clocks.OWNER, clocks.CONFIRMATION_REMINDER): remind_of_confirmation,
    (clocks.OWNER, clocks.AUTO_CLOSE): close_unanswered,
}
