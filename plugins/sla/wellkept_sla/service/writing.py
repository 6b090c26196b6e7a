"""Writing what folds have changed, for one ticket or for hundreds: a fixed number of statements."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.db import replacing, store
from wellkept_sdk.ids import uuid7
from wellkept_sdk.services.sla import ClockState
from wellkept_sla.rules.clocks import Clock, ThresholdState
from wellkept_sla.rules.differences import COMPARED, folded_value
from wellkept_sla.service.standing import Outcome

_FACT: Final = ("id", "ticket_id", "position", "kind", "occurred_at", "recorded_at", "actor_id", "data")
_CLOCK_KEY: Final = ("ticket_id", "code", "number")
_CLOCK_VALUES: Final = (*COMPARED, "replaces_id", "folded_to")
_CLOCK: Final = ("id", *_CLOCK_KEY, *_CLOCK_VALUES)
_CLOCK_AGAIN: Final = f"ON CONFLICT (ticket_id, code, number) DO UPDATE SET {replacing(_CLOCK_VALUES)}"
_BREACH: Final = (
    *("id", "clock_id", "ticket_id", "due_at", "breached_at", "detected_at", "on_attach", "holder", "party_id"),
    "attribution",
)
_MARK: Final = ("id", "breach_id", "kind", "evidence", "fact_id", "actor_id", "recorded_at")
_SHIFT: Final = ("id", "clock_id", "reason", "due_at_before", "due_at_after", "fact_id", "recorded_at")
_THRESHOLD: Final = ("id", "clock_id", "code", "repetition", "at", "state", "reached_at")
_SUMMARY: Final = (
    *("first_due_at", "first_due_clock_id", "response_due_at", "resolution_due_at", "breached", "paused", "holder"),
    *("party_id", "next_at"),
)
_TICKET: Final = ("id", "ticket_id", *_SUMMARY)
_TICKET_AGAIN: Final = f"ON CONFLICT (ticket_id) DO UPDATE SET {replacing(_SUMMARY)}"


async def write_facts(ctx: Ctx, outcomes: Iterable[Outcome]) -> None:
    """Append the new facts of tickets."""
    rows = [
        (
            fact.id,
            outcome.ticket_id,
            fact.position,
            fact.kind,
            fact.occurred_at,
            fact.recorded_at,
            fact.actor_id,
            msgspec.to_builtins(fact.data),
        )
        for outcome in outcomes
        for fact in outcome.recorded
    ]
    await store(ctx.db, "sla_fact", columns=_FACT, rows=rows)


async def write_clocks(ctx: Ctx, outcomes: Sequence[Outcome]) -> None:
    """Write the clocks that are new or read differently, and end those that never were."""
    rows = [_clock_row(outcome, clock) for outcome in outcomes for clock in outcome.changes.clocks]
    await store(ctx.db, "sla_clock", columns=_CLOCK, rows=rows, conflict=_CLOCK_AGAIN)
    vanished = [row.id for outcome in outcomes for row in outcome.changes.vanished]
    if vanished:
        where = ctx.db.any_of("id", vanished)
        await ctx.db.execute(
            f"UPDATE sla_clock SET state = ?, cancelled_because = NULL WHERE {where.sql}",
            *(ClockState.CANCELLED, *where.args),
        )


async def write_breaches(ctx: Ctx, outcomes: Sequence[Outcome]) -> None:
    """Write down breaches, and that others never were."""
    rows = [
        (
            breach_id,
            outcome.clock_ids[clock.key],
            outcome.ticket_id,
            breach.due_at,
            breach.due_at,
            ctx.at,
            breach.on_attach,
            breach.holder,
            breach.party_id,
            msgspec.to_builtins(breach.attribution),
        )
        for outcome in outcomes
        for (clock, breach), breach_id in zip(outcome.changes.breached, outcome.breach_ids, strict=True)
    ]
    await store(ctx.db, "sla_breach", columns=_BREACH, rows=rows)
    marks: list[Sequence[object]] = [
        (uuid7(), breach.id, "withdrawn", [], _last_fact(outcome), ctx.actor.id, ctx.at)
        for outcome in outcomes
        for breach in outcome.changes.withdrawn
    ]
    await store(ctx.db, "sla_mark", columns=_MARK, rows=marks)


async def write_shifts(ctx: Ctx, outcomes: Iterable[Outcome]) -> None:
    """Write down the moves of dues."""
    rows = [
        (
            uuid7(),
            outcome.clock_ids[clock.key],
            shift.reason,
            shift.due_at_before,
            shift.due_at_after,
            outcome.fact_id(shift.position),
            ctx.at,
        )
        for outcome in outcomes
        for clock, shift in outcome.changes.shifts
    ]
    await store(ctx.db, "sla_shift", columns=_SHIFT, rows=rows)


async def write_thresholds(ctx: Ctx, outcomes: Iterable[Outcome]) -> None:
    """Write down the moments of thresholds that have come, so that none comes twice."""
    rows = [
        (
            uuid7(),
            outcome.clock_ids[clock.key],
            moment.code,
            moment.repetition,
            moment.at,
            moment.state,
            ctx.at if moment.state is ThresholdState.REACHED else None,
        )
        for outcome in outcomes
        for clock, moment in outcome.came
    ]
    await store(ctx.db, "sla_threshold", columns=_THRESHOLD, rows=rows)


async def write_tickets(ctx: Ctx, outcomes: Iterable[Outcome]) -> None:
    """Write the rows of tickets as a whole, where they read differently."""
    rows: list[Sequence[Any]] = [
        (uuid7(), outcome.ticket_id, *(getattr(outcome.row, name) for name in _SUMMARY))
        for outcome in outcomes
        if outcome.row != outcome.row_before
    ]
    await store(ctx.db, "sla_ticket", columns=_TICKET, rows=rows, conflict=_TICKET_AGAIN)


def _clock_row(outcome: Outcome, clock: Clock) -> tuple[object, ...]:
    replaces_id = None if clock.replaces is None else outcome.clock_ids[clock.code, clock.replaces]
    compared = (_value(clock, field) for field in COMPARED)
    clock_id = outcome.clock_ids[clock.key]
    return clock_id, outcome.ticket_id, clock.code, clock.number, *compared, replaces_id, outcome.facts[-1].position


def _value(clock: Clock, field: str) -> object:
    value = folded_value(clock, field)
    return value if isinstance(value, datetime | UUID) else msgspec.to_builtins(value)


def _last_fact(outcome: Outcome) -> UUID | None:
    return outcome.recorded[-1].id if outcome.recorded else None
