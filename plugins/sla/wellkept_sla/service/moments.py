"""When something may have happened that counts for clocks: not before they start, not in the future."""

from datetime import datetime, timedelta
from typing import Final

from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, invalid
from wellkept_sdk.ids import TicketId
from wellkept_sdk.moment import as_utc
from wellkept_sdk.records.tickets import TicketRecord, TicketStatus
from wellkept_sla.errors import FactBeforeStart, FactInFuture, TicketCancelled
from wellkept_sla.queries.lists import opening_fact
from wellkept_sla.rules.setting import origin_of
from wellkept_sla.terms import SlaTerms

#: By how much the clock of a caller may be ahead of ours; what is told within it happens now.
CLOCK_SKEW_MAX: Final = timedelta(seconds=60)
POINTER: Final = "/occurred_at"
AS_OF: Final = "query/as_of"
#: How far ahead anybody may ask; nothing is known of then but what would be if nothing happened.
AHEAD_MAX: Final = timedelta(days=366)


def asked_for(ctx: Ctx, as_of: datetime | None) -> datetime:
    """
    Return the moment for which clocks are asked; now, if nobody says.

    Raises:
        Invalid: it lies more than a year ahead.
    """
    if as_of is None:
        return ctx.at
    at = as_utc(as_of, pointer=AS_OF)
    if at > ctx.at + AHEAD_MAX:
        raise invalid(AS_OF, "too_large", f"Lies more than {AHEAD_MAX.days} days ahead.")
    return at


def moment_of(ctx: Ctx, occurred_at: datetime | None) -> datetime:
    """Return when something happened by our clock; now, if nobody says."""
    if occurred_at is None:
        return ctx.at
    at = as_utc(occurred_at, pointer=POINTER)
    return ctx.at if ctx.at < at <= ctx.at + CLOCK_SKEW_MAX else at


async def moment_mistakes(ctx: Ctx, ticket_id: TicketId, *, at: datetime) -> list[Invalid]:
    """Return what is wrong with the moment of something that counts for a ticket's clocks."""
    if at > ctx.at:
        return [FactInFuture.at(POINTER)]
    opening = await opening_fact(ctx, ticket_id)
    if opening is None:
        return []
    start = origin_of(opening, starts_from=ctx.terms(SlaTerms).starts_from)
    return [FactBeforeStart.at(POINTER)] if at < start else []


async def uncancelled(ctx: Ctx, ticket_id: TicketId) -> TicketRecord:
    """
    Return a ticket for whose clocks something may still count.

    Raises:
        TicketCancelled: it is cancelled.
        NotFound: there is none that the caller may see.
    """
    ticket = await ctx.tickets.get(ticket_id)
    if ticket.status is TicketStatus.CANCELLED:
        raise TicketCancelled
    return ticket
