"""Ending what is due: agreed ends that have come, and involvements in tickets that have been over long enough."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from wellkept_parties.events import PartiesEnding
from wellkept_parties.queries import involvements as queries
from wellkept_parties.queries.involvements import PlacedInvolvement
from wellkept_parties.queries.places import lock_records
from wellkept_parties.rules.periods import end_of
from wellkept_parties.schemas.involvements import PartiesRecordKind
from wellkept_parties.service import announcing
from wellkept_parties.settings import PartiesSettings
from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Clause
from wellkept_sdk.local_days import first_moment, local_day

BATCH: Final = 1_000

_PERIOD_IS_DUE: Final = "ended_by IS NULL AND ends_at <= ?"
_TICKET_IS_DUE: Final = "ended_by IS NULL AND record_closed_at <= ?"
_END_OF_PERIOD: Final = (
    "UPDATE parties_involvement SET ended_by = 'period', updated_at = ?, version = version + 1"
    f" WHERE {_PERIOD_IS_DUE} AND {{ids}} RETURNING id"
)
# What would have begun later ends where it would have begun, as `end_of` says.
_END_OF_TICKET: Final = (
    "UPDATE parties_involvement SET ended_by = 'closure', agreed_ends_on = ends_on,"
    " ends_on = CASE WHEN starts_on > ? THEN starts_on ELSE ? END,"
    " ends_at = CASE WHEN starts_on > ? THEN starts_at ELSE ? END, updated_at = ?, version = version + 1"
    f" WHERE {_TICKET_IS_DUE} AND {{ids}} RETURNING id"
)

#: Ends those of the involvements that are still due, and returns their ids.
_End = Callable[[Ctx, Sequence[PlacedInvolvement]], Awaitable[set[UUID]]]


async def end_due(ctx: Ctx) -> None:
    """End every involvement that is due, in batches of which each is a transaction."""
    more = True
    while more:
        more = await _batch(ctx, Clause(_PERIOD_IS_DUE, (ctx.at,)), end=_end_periods, because=PartiesEnding.PERIOD)
    more = True
    while more:
        due = Clause(_TICKET_IS_DUE, (_cutoff(ctx),))
        more = await _batch(ctx, due, end=_end_of_tickets, because=PartiesEnding.CLOSURE)


async def _batch(ctx: Ctx, due: Clause, *, end: _End, because: PartiesEnding) -> bool:
    """End some of what is due, announce each, and return whether there may be more."""
    async with ctx.db.transaction():
        found = await queries.placed(ctx, due, limit=BATCH)
        for kind, record_ids in _by_kind(found).items():
            await lock_records(ctx, kind, record_ids)
        # Between the question and the lock somebody may have ended it, or reopened the ticket.
        ended = await end(ctx, found)
        gone = [involvement for involvement in found if involvement.id in ended]
        for involvement in gone:
            today = local_day(ctx.at, time_zone=involvement.time_zone)
            ends_on = end_of(involvement.starts_on, involvement.ends_on, today=today)
            await announcing.ended(ctx, replace(involvement, ends_on=ends_on), because=because)
        for kind, record_ids in _by_kind(gone).items():
            for record_id in sorted(record_ids):
                await ctx.raise_version(RecordName(kind), record_id)
        return len(found) == BATCH


async def _end_periods(ctx: Ctx, found: Sequence[PlacedInvolvement]) -> set[UUID]:
    where = ctx.db.any_of("id", [involvement.id for involvement in found])
    rows = await ctx.db.fetch(_END_OF_PERIOD.format(ids=where.sql), ctx.at, ctx.at, *where.args)
    return {row["id"] for row in rows}


async def _end_of_tickets(ctx: Ctx, found: Sequence[PlacedInvolvement]) -> set[UUID]:
    """End involvements today; one statement for each zone, in which it may be another day."""
    by_zone: defaultdict[str, list[UUID]] = defaultdict(list)
    for involvement in found:
        by_zone[involvement.time_zone].append(involvement.id)
    ended: set[UUID] = set()
    for time_zone, ids in by_zone.items():
        today = local_day(ctx.at, time_zone=time_zone)
        where = ctx.db.any_of("id", ids)
        rows = await ctx.db.fetch(
            _END_OF_TICKET.format(ids=where.sql),
            *(today, today, today, first_moment(today, time_zone=time_zone), ctx.at, _cutoff(ctx), *where.args),
        )
        ended |= {row["id"] for row in rows}
    return ended


def _cutoff(ctx: Ctx) -> object:
    return ctx.at - timedelta(days=ctx.settings(PartiesSettings).access_days_after_close)


def _by_kind(involvements: Sequence[PlacedInvolvement]) -> Mapping[PartiesRecordKind, set[UUID]]:
    """Return records by kind, tickets first: whoever locks a record locks its project after it."""
    found: defaultdict[PartiesRecordKind, set[UUID]] = defaultdict(set)
    for involvement in involvements:
        found[involvement.record_kind].add(involvement.record_id)
    return {kind: found[kind] for kind in reversed(PartiesRecordKind) if kind in found}
