"""Calendars get new content: what open clocks make of it, batch by batch."""

from collections.abc import Collection, Iterator
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wellkept_sdk import Ctx, DueTimer
from wellkept_sdk.events.calendars import ApplyTo, CalendarRevised
from wellkept_sdk.hooks.calendars import SAMPLES_MAX, CalendarChange, CalendarImpact, MovedDue
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.period import Elapsed
from wellkept_sdk.services.calendars import CALENDARS
from wellkept_sla.queries.facts import facts_of
from wellkept_sla.queries.library import library_of
from wellkept_sla.queries.sweeps import revisions_in_use, tickets_counting_by
from wellkept_sla.rules.cache import present
from wellkept_sla.rules.clocks import Clock
from wellkept_sla.rules.facts import Fact, FactData, FactKind, Library
from wellkept_sla.rules.fold import fold
from wellkept_sla.rules.histories import NewFact
from wellkept_sla.service.recount import recount_many
from wellkept_sla.settings import SlaSettings

#: The timer of a calendar's revision while tickets are still to be counted by it.
REVISION: Final = "revision"


class Progress(Struct, frozen=True, kw_only=True):
    """How far a revision has come: which calendar, and up to which ticket."""

    code: str
    after: TicketId | None


async def begin(ctx: Ctx, event: CalendarRevised) -> None:
    """Let open clocks be counted by a new revision, if it says so: from now on, batch by batch."""
    if event.apply_to is ApplyTo.OPEN_CLOCKS:
        await _go_on(ctx, event.to_revision_id, Progress(code=event.code, after=None))


async def count_again(ctx: Ctx, timer: DueTimer) -> None:
    """Count one batch of tickets by a revision, and go on after it; what was counted is committed with the cursor."""
    progress = msgspec.convert(timer.payload, Progress)
    older = await _older(ctx, progress.code, timer.record_id)
    limit = ctx.settings(SlaSettings).recompute_batch
    ticket_ids = await tickets_counting_by(ctx, progress.code, revision_ids=older, after=progress.after, limit=limit)
    revised = NewFact(
        kind=FactKind.CALENDAR_REVISED, occurred_at=ctx.at, data=FactData(calendars={progress.code: timer.record_id})
    )
    if ticket_ids:
        await recount_many(ctx, {ticket_id: [revised] for ticket_id in ticket_ids})
    if len(ticket_ids) == limit:
        await _go_on(ctx, timer.record_id, Progress(code=progress.code, after=ticket_ids[-1]))


async def impact(ctx: Ctx, change: CalendarChange) -> CalendarImpact:
    """Return which dues a revision would move if it counted for open clocks; nothing is written."""
    limit = ctx.settings(SlaSettings).recompute_batch
    in_use = await revisions_in_use(ctx, change.code)
    open_records, moved, after = 0, list[MovedDue](), None
    while True:
        ticket_ids = await tickets_counting_by(ctx, change.code, revision_ids=in_use, after=after, limit=limit)
        for ticket_id, before, then in await _pairs(ctx, ticket_ids, change):
            open_records += 1
            if before.due_at != then.due_at:
                moved.append(MovedDue(ticket_id=ticket_id, due_at_before=before.due_at, due_at_after=then.due_at))
        if len(ticket_ids) < limit:
            break
        after = ticket_ids[-1]
    return CalendarImpact(
        open_records=open_records,
        moved_earlier=sum(1 for due in moved if _is_earlier(due)),
        moved_later=sum(1 for due in moved if not _is_earlier(due)),
        samples=moved[:SAMPLES_MAX],
    )


async def _go_on(ctx: Ctx, revision_id: UUID, progress: Progress) -> None:
    payload: dict[str, Any] = msgspec.to_builtins(progress)
    async with ctx.db.transaction():
        await ctx.timers.set(REVISION, revision_id, due_at=ctx.at, payload=payload)


async def _older(ctx: Ctx, code: str, revision_id: UUID) -> list[UUID]:
    """Return the revisions before one by which open clocks still count: a newer one is not taken back."""
    in_use = await revisions_in_use(ctx, code)
    known = await ctx.service(CALENDARS).revisions([*in_use, revision_id])
    return [used for used in in_use if known[used].revision < known[revision_id].revision]


async def _pairs(
    ctx: Ctx, ticket_ids: Collection[TicketId], change: CalendarChange
) -> list[tuple[TicketId, Clock, Clock]]:
    """Return the open clocks that count working time of a calendar, as they are and as they would be."""
    known = await facts_of(ctx, ticket_ids) if ticket_ids else {}
    library = await library_of(ctx, (fact for facts in known.values() for fact in facts))
    # The content that is only proposed may bear the present revision's id.
    proposed = uuid7()
    library = replace(library, calendars={**library.calendars, proposed: change.after})
    return [
        (ticket_id, before, then)
        for ticket_id, facts in known.items()
        for before, then in _compared(ctx, library, facts, FactData(calendars={change.code: proposed}))
    ]


def _compared(ctx: Ctx, library: Library, facts: list[Fact], data: FactData) -> Iterator[tuple[Clock, Clock]]:
    as_of = present(facts, at=ctx.at)
    [code] = data.calendars
    revised = Fact(
        position=len(facts) + 1, kind=FactKind.CALENDAR_REVISED, occurred_at=as_of, recorded_at=ctx.at, data=data
    )
    then = {clock.key: clock for clock in fold(library, [*facts, revised], as_of=as_of).clocks}
    for clock in fold(library, facts, as_of=as_of).clocks:
        # Of a target in plain time the calendar is only named.
        counts = clock.calendar_code == code and not isinstance(clock.target, Elapsed)
        if counts and clock.is_open and clock.breach is None:
            yield clock, then[clock.key]


def _is_earlier(due: MovedDue) -> bool:
    return due.due_at_before is not None and due.due_at_after is not None and due.due_at_after < due.due_at_before
