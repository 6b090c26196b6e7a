"""Clocks as callers see them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.actor import Actor
from wellkept_sdk.ids import ClockId, PartyId, TicketId
from wellkept_sdk.period import Duration
from wellkept_sdk.services.sla import ClockKind, ClockState, Measure
from wellkept_sla.rules.clocks import (
    CancelledBecause,
    Clock,
    Shift,
    ShiftReason,
    StoppedBy,
    ThresholdMoment,
    ThresholdState,
)
from wellkept_sla.rules.stored import Stored, StoredBreach
from wellkept_sla.schemas.breaches import SlaBreach, party_shown, written


class Rows(Struct, frozen=True, kw_only=True):
    """
    What the stored rows of one ticket add to the fold: ids, and what became of breaches.

    Args:
        ticket_id: None in a simulation.
        ids: of the clocks, by code and number.
        breaches: by the clock's id, in the order of their dues.
    """

    ticket_id: TicketId | None
    ids: Mapping[tuple[str, int], ClockId]
    breaches: Mapping[ClockId, Sequence[StoredBreach]]

    @classmethod
    def of(cls, stored: Stored, *, ticket_id: TicketId, as_of: datetime) -> "Rows":
        """Return what is stored of a ticket, without the breaches of dues that had not passed by a moment."""
        breaches: dict[ClockId, list[StoredBreach]] = {}
        for breach in sorted(stored.breaches, key=lambda breach: breach.due_at):
            if breach.due_at < as_of:
                breaches.setdefault(breach.clock_id, []).append(breach)
        return cls(ticket_id=ticket_id, ids={clock.key: clock.id for clock in stored.clocks}, breaches=breaches)


NO_ROWS: Final = Rows(ticket_id=None, ids={}, breaches={})


class SlaCalendar(Struct, frozen=True, kw_only=True):
    """By which calendar a clock counts."""

    code: str
    revision: int
    time_zone: str


class SlaDays(Struct, frozen=True, kw_only=True):
    """A length in working days."""

    days: int


class SlaOverBy(Struct, frozen=True, kw_only=True):
    """How long after its due a clock stopped, or has run on: in plain time and in working time."""

    elapsed: str
    business_time: str


class SlaShift(Struct, frozen=True, kw_only=True):
    """One move of a due; null means that there was or is none."""

    at: datetime
    reason: ShiftReason
    due_at_before: datetime | None
    due_at_after: datetime | None

    @classmethod
    def of(cls, shift: Shift) -> "SlaShift":
        """Return a move as callers see it."""
        return cls(at=shift.at, reason=shift.reason, due_at_before=shift.due_at_before, due_at_after=shift.due_at_after)


class SlaThresholdMoment(Struct, frozen=True, kw_only=True):
    """A moment of a threshold; `at` is null while its clock is paused."""

    code: str
    at: datetime | None
    state: ThresholdState

    @classmethod
    def of(cls, moment: ThresholdMoment) -> "SlaThresholdMoment":
        """Return a moment as callers see it."""
        return cls(code=moment.code, at=moment.at, state=moment.state)


class SlaClock(Struct, frozen=True, kw_only=True):
    """One clock of a ticket at a moment; in a simulation it has no ids."""

    id: UUID | None
    ticket_id: UUID | None
    code: str
    number: int
    cycle: int
    kind: ClockKind
    measure: Measure
    grade: int
    party_id: PartyId | None
    state: ClockState
    out_of_hours: bool
    target: Duration
    calendar: SlaCalendar
    starts_at: datetime
    original_due_at: datetime
    due_at: datetime | None
    provisional: bool
    consumed: str | SlaDays
    remaining: str | SlaDays
    paused_since: datetime | None
    stopped_at: datetime | None
    stopped_by: StoppedBy | None
    cancelled_because: CancelledBecause | None
    replaces_id: UUID | None
    breached: bool
    breach: SlaBreach | None
    over_by: SlaOverBy | None
    shifts: list[SlaShift]
    thresholds: list[SlaThresholdMoment]

    @classmethod
    def of(cls, clock: Clock, *, rows: Rows, actor: Actor) -> "SlaClock":
        """Return a clock, as it was folded, with its ids and for the caller's eyes."""
        clock_id = rows.ids.get(clock.key)
        replaced = None if clock.replaces is None else rows.ids.get((clock.code, clock.replaces))
        known = () if clock_id is None else rows.breaches.get(clock_id, ())
        return cls(
            id=clock_id,
            ticket_id=rows.ticket_id,
            code=clock.code,
            number=clock.number,
            cycle=clock.cycle,
            kind=clock.kind,
            measure=clock.measure,
            grade=clock.grade,
            party_id=party_shown(clock.party_id, actor=actor),
            state=clock.state,
            out_of_hours=clock.out_of_hours,
            target=clock.target,
            calendar=SlaCalendar(code=clock.calendar_code, revision=clock.calendar_revision, time_zone=clock.time_zone),
            starts_at=clock.starts_at,
            original_due_at=clock.original_due_at,
            due_at=clock.due_at,
            provisional=clock.provisional,
            consumed=_length(clock.consumed_us, clock.consumed_days),
            remaining=_length(clock.remaining_us or 0, clock.remaining_days),
            paused_since=clock.paused_since,
            stopped_at=clock.stopped_at,
            stopped_by=clock.stopped_by,
            cancelled_because=clock.cancelled_because,
            replaces_id=replaced,
            breached=clock.breach is not None,
            breach=_breach(clock, known, actor=actor),
            over_by=_over_by(clock),
            shifts=[SlaShift.of(shift) for shift in clock.shifts],
            thresholds=[SlaThresholdMoment.of(moment) for moment in clock.thresholds],
        )


def _length(microseconds: int, days: int | None) -> str | SlaDays:
    return written(microseconds) if days is None else SlaDays(days=days)


def _breach(clock: Clock, known: Sequence[StoredBreach], *, actor: Actor) -> SlaBreach | None:
    """Return the breach that stands; where none does, the last one that was withdrawn, once its due has passed."""
    if clock.breach is None:
        return SlaBreach.of(known[-1], actor=actor) if known and known[-1].withdrawn_at is not None else None
    for breach in known:
        if breach.due_at == clock.breach.due_at and breach.withdrawn_at is None:
            return SlaBreach.of(breach, actor=actor)
    return SlaBreach.unwritten(clock.breach, actor=actor)


def _over_by(clock: Clock) -> SlaOverBy | None:
    if clock.over_elapsed_us is None or clock.over_business_us is None:
        return None
    return SlaOverBy(elapsed=written(clock.over_elapsed_us), business_time=written(clock.over_business_us))
