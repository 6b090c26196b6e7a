"""Folding tickets and storing what comes of it, one or hundreds at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.ids import ClockId, uuid7
from wellkept_sla.queries.clocks import come_thresholds
from wellkept_sla.queries.library import library_of
from wellkept_sla.rules.cache import changes, moments_come, present
from wellkept_sla.rules.clocks import Clock, ThresholdMoment, ThresholdState
from wellkept_sla.rules.facts import Fact, Library
from wellkept_sla.rules.fold import fold
from wellkept_sla.rules.histories import NewFact
from wellkept_sla.rules.stored import StoredThreshold
from wellkept_sla.service.announcing import announced
from wellkept_sla.service.standing import Outcome, Standing, ids_of, row_of
from wellkept_sla.service.writing import (
    write_breaches,
    write_clocks,
    write_facts,
    write_shifts,
    write_thresholds,
    write_tickets,
)

#: The one timer of a ticket: the next moment at which something happens to its clocks by itself.
CLOCK: Final = "clock"
#: What the timer's payload says where it is to call for attention, whatever the clocks do.
ESCALATES: Final[dict[str, Any]] = {"escalates": True}


class Manner(Struct, frozen=True, kw_only=True):
    """
    How a recount goes about.

    Args:
        raises_version: whether the ticket's version is raised if its extension reads differently afterwards; False
            where the caller raises it anyway.
        is_timed: whether the ticket's timer has called, which ends with this; its handler escalates.
        is_silent: whether nothing is announced and the past is not told in shifts, as in an import.
    """

    raises_version: bool = True
    is_timed: bool = False
    is_silent: bool = False


def recorded(ctx: Ctx, news: Sequence[NewFact], *, after: int) -> list[Fact]:
    """Return facts as they are to be stored, behind the position `after`."""
    return [
        Fact(
            id=uuid7(),
            position=position,
            kind=new.kind,
            occurred_at=new.occurred_at,
            recorded_at=new.recorded_at or ctx.at,
            actor_id=new.actor_id or ctx.actor.id,
            data=new.data,
        )
        for position, new in enumerate(news, after + 1)
    ]


async def settle(ctx: Ctx, standings: Sequence[Standing], *, manner: Manner) -> list[Outcome]:
    """
    Fold tickets as they stand, store what differs, announce it, and set their timers.

    The number of statements does not depend on that of the tickets, but for events and for versions.
    """
    library = await library_of(ctx, (fact for standing in standings for fact in standing.facts))
    outcomes = await _unwritten_moments(ctx, [_outcome(ctx, standing, library) for standing in standings])
    if manner.is_silent:
        outcomes = [_silenced(outcome) for outcome in outcomes]
    await write_facts(ctx, outcomes)
    await write_clocks(ctx, outcomes)
    await write_breaches(ctx, outcomes)
    await write_shifts(ctx, outcomes)
    await write_thresholds(ctx, outcomes)
    await write_tickets(ctx, outcomes)
    await _set_timers(ctx, outcomes, manner=manner)
    if manner.raises_version:
        for outcome in outcomes:
            if _shows_otherwise(outcome):
                await ctx.raise_version(RecordName.TICKET, outcome.ticket_id)
    if not manner.is_silent:
        for outcome in outcomes:
            for event in announced(outcome):
                await ctx.emit(event)
    return outcomes


def _outcome(ctx: Ctx, standing: Standing, library: Library) -> Outcome:
    folded = fold(library, standing.facts, as_of=present(standing.facts, at=ctx.at))
    changed = changes(standing.stored, folded, facts=standing.facts, recorded=standing.recorded)
    clock_ids = ids_of(standing.stored, folded)
    return Outcome(
        before=standing,
        folded=folded,
        changes=changed,
        came=moments_come(folded),
        clock_ids=clock_ids,
        breach_ids=[uuid7() for _ in changed.breached],
        row=row_of(standing, folded, clock_ids=clock_ids),
    )


async def _unwritten_moments(ctx: Ctx, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the outcomes with those moments of thresholds only that are not stored yet."""
    stored = {row.id for outcome in outcomes for row in outcome.before.stored.clocks}
    asked = {outcome.clock_ids[clock.key] for outcome in outcomes for clock, _ in outcome.came} & stored
    known = await come_thresholds(ctx, asked) if asked else set[StoredThreshold]()
    return [
        replace(
            outcome,
            came=[
                (clock, moment)
                for clock, moment in outcome.came
                if _threshold(outcome.clock_ids, clock, moment) not in known
            ],
        )
        for outcome in outcomes
    ]


def _threshold(clock_ids: Mapping[tuple[str, int], ClockId], clock: Clock, moment: ThresholdMoment) -> StoredThreshold:
    return StoredThreshold(clock_id=clock_ids[clock.key], code=moment.code, repetition=moment.repetition)


def _silenced(outcome: Outcome) -> Outcome:
    """Return an outcome without shifts, and without what was skipped: that is skipped again whenever it is folded."""
    came = [(clock, moment) for clock, moment in outcome.came if moment.state is ThresholdState.REACHED]
    return replace(outcome, came=came, changes=replace(outcome.changes, shifts=()))


async def _set_timers(ctx: Ctx, outcomes: Sequence[Outcome], *, manner: Manner) -> None:
    due: dict[UUID, datetime] = {}
    for outcome in outcomes:
        before = None if outcome.row_before is None else outcome.row_before.next_at
        if outcome.escalates and not (manner.is_timed or manner.is_silent):
            # Whoever has caused this may not call for attention; the worker may, in a moment.
            await ctx.timers.set(CLOCK, outcome.ticket_id, due_at=ctx.at, payload=ESCALATES)
        elif outcome.row.next_at is not None and (manner.is_timed or outcome.row.next_at != before):
            due[outcome.ticket_id] = outcome.row.next_at
        elif outcome.row.next_at is None and before is not None:
            await ctx.timers.cancel(CLOCK, outcome.ticket_id)
    await ctx.timers.set_many(CLOCK, due)


def _shows_otherwise(outcome: Outcome) -> bool:
    before = outcome.row_before
    return before is not None and replace(outcome.row, next_at=None) != replace(before, next_at=None)
