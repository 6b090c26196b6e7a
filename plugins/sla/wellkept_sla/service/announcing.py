"""Which events tell what a fold has changed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from wellkept_sdk.events import Event
from wellkept_sdk.services.sla import ClockState
from wellkept_sla.events import (
    SlaBreachWithdrawn,
    SlaClockBreached,
    SlaClockCancelled,
    SlaClockDueMoved,
    SlaClockMet,
    SlaClockMissed,
    SlaClockPaused,
    SlaClockResumed,
    SlaClocksStarted,
    SlaThresholdReached,
)
from wellkept_sla.rules.clocks import Clock, ShiftReason, ThresholdState
from wellkept_sla.rules.stored import StoredClock
from wellkept_sla.service.standing import Outcome

#: What a pause does to a due is told as the pause.
_TOLD_OTHERWISE: Final = frozenset({ShiftReason.PAUSED, ShiftReason.RESUMED})


def announced(outcome: Outcome) -> Iterator[Event]:
    """
    Yield the events of one fold, in the order in which they are to be told.

    A ticket that is recorded late is told by its start and its breaches; what came to pass before is history.
    """
    yield from _started(outcome)
    yield from _thresholds(outcome)
    yield from _breached(outcome)
    if outcome.is_first:
        return
    yield from _withdrawn(outcome)
    for clock in outcome.changes.clocks:
        yield from _changed(outcome, clock)
    for row in outcome.changes.vanished:
        yield SlaClockCancelled(**_of_clock(outcome, row), occurred_at=outcome.folded.as_of, because=None)
    yield from _moved(outcome)


def _started(outcome: Outcome) -> Iterator[Event]:
    before = outcome.changes.before
    started = [outcome.clock_ids[clock.key] for clock in outcome.changes.clocks if clock.key not in before]
    if started:
        at = min(clock.starts_at for clock in outcome.changes.clocks if clock.key not in before)
        yield SlaClocksStarted(**_of_ticket(outcome), occurred_at=at, clocks=started)


def _thresholds(outcome: Outcome) -> Iterator[Event]:
    for clock, moment in outcome.came:
        if moment.state is ThresholdState.REACHED:
            assert moment.at is not None, "What was reached has a moment."
            yield SlaThresholdReached(
                **_of_clock(outcome, clock),
                occurred_at=moment.at,
                threshold=moment.code,
                repetition=moment.repetition,
                audience=moment.audience,
            )


def _breached(outcome: Outcome) -> Iterator[Event]:
    for (clock, breach), breach_id in zip(outcome.changes.breached, outcome.breach_ids, strict=True):
        yield SlaClockBreached(
            **_of_clock(outcome, clock),
            occurred_at=breach.due_at,
            breach_id=breach_id,
            due_at=breach.due_at,
            holder=breach.holder,
            holder_party_id=breach.party_id,
            on_attach=breach.on_attach,
        )


def _withdrawn(outcome: Outcome) -> Iterator[Event]:
    rows = {row.id: row for row in outcome.before.stored.clocks}
    for breach in outcome.changes.withdrawn:
        yield SlaBreachWithdrawn(
            **_of_clock(outcome, rows[breach.clock_id]),
            occurred_at=outcome.folded.as_of,
            breach_id=breach.id,
            due_at=breach.due_at,
        )


def _changed(outcome: Outcome, clock: Clock) -> Iterator[Event]:
    row = outcome.changes.before.get(clock.key)
    was = ClockState.RUNNING if row is None else row.state
    if was is clock.state:
        return
    told = _of_clock(outcome, clock)
    if clock.state is ClockState.PAUSED:
        assert clock.paused_since is not None, "A paused clock has been so since a moment."
        yield SlaClockPaused(**told, occurred_at=clock.paused_since)
    elif clock.state is ClockState.RUNNING:
        yield from _goes_on(outcome, clock, row)
    else:
        ended: dict[str, Any] = {"occurred_at": clock.stopped_at or outcome.folded.as_of}
        if clock.state is ClockState.MET:
            yield SlaClockMet(**told, **ended, stopped_by=clock.stopped_by)
        elif clock.state is ClockState.MISSED:
            yield SlaClockMissed(**told, **ended, stopped_by=clock.stopped_by)
        else:
            yield SlaClockCancelled(**told, **ended, because=clock.cancelled_because)


def _goes_on(outcome: Outcome, clock: Clock, row: StoredClock | None) -> Iterator[Event]:
    """Yield the end of a pause; a clock that runs again after a verdict is told by the move of its due."""
    if row is not None and row.state is ClockState.PAUSED:
        told = _of_clock(outcome, clock)
        yield SlaClockResumed(**told, occurred_at=_latest(outcome), due_at=clock.due_at)


def _moved(outcome: Outcome) -> Iterator[Event]:
    for clock, shift in outcome.changes.shifts:
        if shift.reason not in _TOLD_OTHERWISE:
            yield SlaClockDueMoved(
                **_of_clock(outcome, clock),
                occurred_at=shift.at,
                reason=shift.reason,
                due_at_before=shift.due_at_before,
                due_at_after=shift.due_at_after,
            )


def _latest(outcome: Outcome) -> datetime:
    return max((fact.occurred_at for fact in outcome.recorded), default=outcome.folded.as_of)


def _of_clock(outcome: Outcome, clock: Clock | StoredClock) -> dict[str, Any]:
    return {
        **_of_ticket(outcome),
        "clock_id": outcome.clock_ids[clock.key],
        "code": clock.code,
        "number": clock.number,
        "kind": clock.kind,
        "party_id": clock.party_id,
    }


def _of_ticket(outcome: Outcome) -> dict[str, Any]:
    standing = outcome.before
    return {
        "ticket_id": standing.ticket_id,
        "customer_id": standing.customer_id,
        "project_id": standing.project_id,
    }
