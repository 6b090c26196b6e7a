"""What has to be written when the facts give other clocks than are stored."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from wellkept_sla.rules.clocks import Breach, Clock, Folded, Shift, ShiftReason, ThresholdMoment, ThresholdState
from wellkept_sla.rules.differences import differs, is_withdrawn, standing
from wellkept_sla.rules.facts import Fact
from wellkept_sla.rules.stored import Stored, StoredBreach, StoredClock

Key = tuple[str, int]


class Changes(Struct, frozen=True, kw_only=True):
    """
    What is to be written.

    Args:
        clocks: that are new or read differently now.
        before: how the stored ones read until now, by code and number.
        vanished: stored clocks that, by what is known now, never were.
        breached: breaches that are not stored yet, by clock.
        withdrawn: stored breaches that, by what is known now, never were.
        shifts: moves of dues, by clock.
    """

    clocks: Sequence[Clock]
    before: Mapping[Key, StoredClock]
    vanished: Sequence[StoredClock]
    breached: Sequence[tuple[Clock, Breach]]
    withdrawn: Sequence[StoredBreach]
    shifts: Sequence[tuple[Clock, Shift]]


def changes(stored: Stored, folded: Folded, *, facts: Sequence[Fact], recorded: Sequence[Fact]) -> Changes:
    """
    Return how the stored rows of a ticket become what is folded.

    Args:
        stored: its rows.
        folded: its clocks.
        facts: all of them.
        recorded: those that are new; without any, time alone has passed.
    """
    rows = {row.key: row for row in stored.clocks}
    numbers = {row.id: row.number for row in stored.clocks}
    present_keys = {clock.key for clock in folded.clocks}
    return Changes(
        clocks=[
            clock
            for clock in folded.clocks
            if clock.key not in rows or differs(rows[clock.key], clock, numbers=numbers)
        ],
        before=rows,
        vanished=[row for row in stored.clocks if row.key not in present_keys and not is_withdrawn(row)],
        breached=list(_breached(folded, rows, stored.breaches)),
        withdrawn=list(_withdrawn(folded, rows, stored.breaches)),
        shifts=list(_shifts(folded, rows, facts=facts, recorded=recorded)),
    )


def moments_come(folded: Folded) -> list[tuple[Clock, ThresholdMoment]]:
    """Return the moments of thresholds that have come, or had passed before the ticket was recorded."""
    return [
        (clock, moment)
        for clock in folded.clocks
        for moment in clock.thresholds
        if moment.state is not ThresholdState.PENDING
    ]


def present(facts: Collection[Fact], *, at: datetime) -> datetime:
    """Return the moment as of which a ticket stands: now, or the last fact of an application whose clock is ahead."""
    return max((fact.occurred_at for fact in facts if fact.occurred_at > at), default=at)


def _breached(
    folded: Folded, rows: Mapping[Key, StoredClock], breaches: Sequence[StoredBreach]
) -> Iterator[tuple[Clock, Breach]]:
    known = {(breach.clock_id, breach.due_at) for breach in breaches}
    for clock in folded.clocks:
        row = rows.get(clock.key)
        # What was withdrawn once stays so.
        if clock.breach is not None and (row is None or (row.id, clock.breach.due_at) not in known):
            yield clock, clock.breach


def _withdrawn(
    folded: Folded, rows: Mapping[Key, StoredClock], breaches: Sequence[StoredBreach]
) -> Iterator[StoredBreach]:
    dues = {clock.key: None if clock.breach is None else clock.breach.due_at for clock in folded.clocks}
    for key, row in rows.items():
        for breach in standing(breaches, row.id):
            if breach.due_at != dues.get(key):
                yield breach


def _shifts(
    folded: Folded, rows: Mapping[Key, StoredClock], *, facts: Sequence[Fact], recorded: Sequence[Fact]
) -> Iterator[tuple[Clock, Shift]]:
    """Yield the moves that new facts have made; of facts that come late, what they come to, once for each clock."""
    if not recorded:
        return
    new = {fact.position for fact in recorded}
    if _are_latest(facts, new):
        yield from ((clock, shift) for clock in folded.clocks for shift in clock.shifts if shift.position in new)
        return
    for clock in folded.clocks:
        row = rows.get(clock.key)
        if row is not None and row.due_at != clock.due_at:
            shift = Shift(
                reason=ShiftReason.LATE_FACT,
                at=recorded[-1].recorded_at,
                position=recorded[-1].position,
                due_at_before=row.due_at,
                due_at_after=clock.due_at,
            )
            yield clock, shift


def _are_latest(facts: Sequence[Fact], new: Collection[int]) -> bool:
    known = max((fact.occurred_at for fact in facts if fact.position not in new), default=None)
    return known is None or all(fact.occurred_at >= known for fact in facts if fact.position in new)
