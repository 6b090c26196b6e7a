"""Finding times for a visit that can be agreed at once."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.errors import invalid, unknown_reference
from wellkept_sdk.ids import TicketId
from wellkept_sdk.period import Period
from wellkept_stations.queries.covering import chain
from wellkept_stations.queries.engineers import EngineerFacts, absences_of, engineers_of
from wellkept_stations.queries.sites import site_of
from wellkept_stations.queries.visits import living_visits
from wellkept_stations.rules.kinds import StationsEngineerStatus
from wellkept_stations.rules.slots import slots
from wellkept_stations.schemas.slots import StationsSlot, StationsSlots
from wellkept_stations.service.duty import duty
from wellkept_stations.terms import StationsTerms

#: How many are shown.
SLOTS_MAX: Final = 50
_DAYS_DEFAULT: Final = timedelta(days=7)
_DAYS_MAX: Final = timedelta(days=31)
#: Nobody's working time is known further ahead.
_AHEAD_MAX: Final = timedelta(days=731)


class SlotsQuestion(Struct, frozen=True, kw_only=True):
    """
    Which times are asked for; what is absent is now, a week, the window of the terms, and everybody of the chain.

    Args:
        starts_at: UTC.
        ends_at: UTC, exclusive.
        minutes: how long each is.
        engineer_id: of only this engineer.
    """

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    minutes: int | None = None
    engineer_id: UUID | None = None


async def free_slots(ctx: Ctx, ticket_id: TicketId, question: SlotsQuestion) -> StationsSlots:
    """
    Return the first times at which one of the engineers could make a visit.

    Raises:
        Invalid: there is no such engineer, or the time asked for is empty, longer than 31 days or too far ahead.
    """
    period = _period(ctx, question)
    if period is None:
        return StationsSlots(items=[])
    minutes = question.minutes or ctx.terms(StationsTerms).window_minutes
    engineers = await _engineers(ctx, ticket_id, question.engineer_id)
    found = await _times(ctx, engineers, period, minutes=minutes)
    first = islice(merge(*(_told(engineer, times) for engineer, times in found), key=_order), SLOTS_MAX)
    return StationsSlots(items=[slot for _, slot in first])


def _told(engineer: EngineerFacts, times: Iterator[Period]) -> Iterator[tuple[str, StationsSlot]]:
    """Return an engineer's times with his code, one by one: most are never asked for."""
    for each in times:
        yield engineer.code, StationsSlot(starts_at=each.starts_at, ends_at=each.ends_at, engineer_id=engineer.id)


def _order(told: tuple[str, StationsSlot]) -> tuple[datetime, str]:
    code, slot = told
    return slot.starts_at, code


def _period(ctx: Ctx, question: SlotsQuestion) -> Period | None:
    """Return the time that is asked for, as far as it lies ahead; None where nothing does."""
    starts_at = ctx.at if question.starts_at is None else question.starts_at
    if starts_at > ctx.at + _AHEAD_MAX:
        raise invalid("query/from", "too_large", "The time begins within two years.")
    ends_at = starts_at + _DAYS_DEFAULT if question.ends_at is None else question.ends_at
    if ends_at <= starts_at:
        raise invalid("query/to", "too_small", "The time ends after it starts.")
    if ends_at - starts_at > _DAYS_MAX:
        raise invalid("query/to", "too_large", "The time is 31 days at most.")
    ahead = max(starts_at, ctx.at)
    return Period(starts_at=ahead, ends_at=ends_at) if ahead < ends_at else None


async def _engineers(ctx: Ctx, ticket_id: TicketId, engineer_id: UUID | None) -> Sequence[EngineerFacts]:
    """Return those who can be sent: the one who is named, or everybody of the stations that serve the site."""
    if engineer_id is not None:
        named = await engineers_of(ctx, engineer_ids=[engineer_id])
        if not named:
            raise unknown_reference("query/engineer_id", "engineer")
    else:
        site = await site_of(ctx, await ctx.tickets.get(ticket_id))
        links = await chain(ctx, site.site, allow_parent=ctx.terms(StationsTerms).allow_parent)
        named = await engineers_of(ctx, station_ids=[link.station_id for link in links])
    return [each for each in named if each.status is StationsEngineerStatus.ACTIVE and each.user_active]


async def _times(
    ctx: Ctx, engineers: Sequence[EngineerFacts], period: Period, *, minutes: int
) -> Sequence[tuple[EngineerFacts, Iterator[Period]]]:
    """Return the times of each engineer, in their order."""
    ids = [engineer.id for engineer in engineers]
    absences = await absences_of(ctx, ids, period)
    visits = await living_visits(ctx, ids, period)
    codes = {engineer.calendar_code for engineer in engineers}
    working = await duty(ctx, codes)
    hours = {code: working.intervals(code, period.starts_at, period.ends_at) for code in codes}
    return [
        (
            engineer,
            slots(
                hours[engineer.calendar_code],
                taken=[
                    *absences.get(engineer.id, ()),
                    *(Period(starts_at=each.starts_at, ends_at=each.ends_at) for each in visits[engineer.id]),
                ],
                minutes=minutes,
            ),
        )
        for engineer in engineers
    ]
