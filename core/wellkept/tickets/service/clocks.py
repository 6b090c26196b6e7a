"""What core does by itself after a while: end a hold, remind of a confirmation, close what nobody answers."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from wellkept.activation.queries import core_terms
from wellkept.activation.terms import CoreTerms, DayKind
from wellkept.platform.jobs.timers import cancel_timer, set_timer
from wellkept.platform.plugin_host.calling import services
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.tickets.queries import lookups
from wellkept_sdk.errors import Invalid, NotFound
from wellkept_sdk.period import SAME_TIME, BusinessDays
from wellkept_sdk.records.tickets import TicketRecord, TicketStatus
from wellkept_sdk.services.calendars import CALENDARS, CalendarService

OWNER = "core"
HOLD_UNTIL = "ticket_hold_until"
CONFIRMATION_REMINDER = "ticket_confirmation_reminder"
AUTO_CLOSE = "ticket_auto_close"


async def follow(before: TicketRecord, after: TicketRecord, *, terms: CoreTerms, occasion: Occasion) -> None:
    """
    Set the timers that the ticket's new status calls for, and cancel those of the one it has left.

    Raises:
        PluginFailed: the plugin that keeps the working days is required and has failed.
    """
    if before.status is after.status:
        return
    if before.status is TicketStatus.ON_HOLD and before.hold_until is not None:
        await cancel_timer(OWNER, HOLD_UNTIL, after.id)
    if after.status is TicketStatus.ON_HOLD and after.hold_until is not None:
        await set_timer(OWNER, HOLD_UNTIL, after.id, due_at=after.hold_until)
    waits = {kind: days for kind, days in _days(terms).items() if days > 0}
    if after.status is TicketStatus.RESOLVED:
        await _wait(after, waits, kind_of_days=terms.days, occasion=occasion)
    elif before.status is TicketStatus.RESOLVED:
        for kind in waits:
            await cancel_timer(OWNER, kind, after.id)


async def adapt(ticket: TicketRecord, *, before: CoreTerms, occasion: Occasion) -> None:
    """
    Let the timers of a ticket that waits for its confirmation follow other terms from now on: those of the occasion.

    Raises:
        PluginFailed: the plugin that keeps the working days is required and has failed.
    """
    if ticket.status is not TicketStatus.RESOLVED:
        return
    after, days_before = core_terms(occasion.active), _days(before)
    changed = {
        kind: days
        for kind, days in _days(after).items()
        if days != days_before[kind] or (days > 0 and after.days is not before.days)
    }
    for kind in [kind for kind, days in changed.items() if days == 0]:
        await cancel_timer(OWNER, kind, ticket.id)
    waits = {kind: days for kind, days in changed.items() if days > 0}
    await _wait(ticket, waits, kind_of_days=after.days, occasion=occasion)


def _days(terms: CoreTerms) -> dict[str, int]:
    return {CONFIRMATION_REMINDER: terms.remind_after_days, AUTO_CLOSE: terms.auto_close_after_days}


async def _wait(ticket: TicketRecord, waits: Mapping[str, int], *, kind_of_days: DayKind, occasion: Occasion) -> None:
    """Set the timers of a ticket that waits for its confirmation, each so many days after it was resolved."""
    assert ticket.resolved_at is not None, "a resolved ticket says when"
    by_days: Mapping[int, datetime] | None = None
    if kind_of_days is DayKind.BUSINESS and waits:
        by_days = await _after_working_days(ticket, waits.values(), resolved_at=ticket.resolved_at, occasion=occasion)
    for kind, days in waits.items():
        due_at = ticket.resolved_at + timedelta(days=days) if by_days is None else by_days[days]
        await set_timer(OWNER, kind, ticket.id, due_at=due_at)


async def _after_working_days(
    ticket: TicketRecord, days: Collection[int], *, resolved_at: datetime, occasion: Occasion
) -> dict[int, datetime] | None:
    """Return the moment so many working days after the resolution; None where nobody keeps working days."""
    if not services.is_offered(CALENDARS, occasion):
        return None
    time_zone = await lookups.customer_time_zone(ticket)

    async def count(calendars: CalendarService) -> dict[int, datetime] | None:
        try:
            calendar = await calendars.default(time_zone=time_zone)
            return {each: calendar.add(resolved_at, BusinessDays(days=each, until=SAME_TIME)).at for each in days}
        except (NotFound, Invalid):
            # There is no default calendar, or it has not so many working days: then every day counts.
            return None

    return await services.answer_of(CALENDARS, count, occasion=occasion)
