"""One clock while it lives: it runs, waits, goes on and ends."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.calendars import CountedMoment
from wellkept_sdk.services.sla import ClockState
from wellkept_sla.rules.clocks import CancelledBecause, Shift, ShiftReason, StoppedBy, ThresholdMoment
from wellkept_sla.rules.counting import Counted, Meter
from wellkept_sla.rules.course import Stretch
from wellkept_sla.rules.points import follows_resolution
from wellkept_sla.rules.turns import Turn
from wellkept_sla.terms import ClockTerms


class Identity(Struct, frozen=True, kw_only=True):
    """
    What never changes in the life of a clock.

    Args:
        code: in the terms.
        terms: the clock's own.
        number: within its code, from 1.
        cycle: from 1.
        party_id: whose underpinning contract it is.
        grade: that its target is for.
        starts_at: not before the ticket's clocks could start.
        position: of the fact with which it starts.
        attached_at: when that was recorded; what lies before is no news any more.
        answers_from: no due before it is a breach; later than the start where a first verdict stands.
        replaces: the number of the clock that it replaces.
    """

    code: str
    terms: ClockTerms
    number: int
    cycle: int
    party_id: PartyId | None
    grade: int
    starts_at: datetime
    position: int
    attached_at: datetime
    answers_from: datetime
    replaces: int | None = None

    @property
    def follows_resolution(self) -> bool:
        """True for a clock that no resolution ends and no hold pauses: it runs only while the ticket is resolved."""
        return follows_resolution(self.terms)


class Running(Struct, kw_only=True):
    """
    A clock of which the facts until now are known.

    Args:
        identity: what never changes.
        meter: how it counts.
        original_due: as if it were never paused.
        due: the present one; while the clock waits, the one at which it would have arrived.
        since: when the present stretch began.
        position: of the fact with which that began.
        paused_since: when the clock began to wait; None while it runs.
        is_breached: whether the due has passed while it ran.
        consumed_us: in all stretches that are over.
        paused_days: the same of the days on which it did not count.
        stretches: those that are over.
        verdict: None while it is open.
    """

    identity: Identity
    meter: Meter
    original_due: CountedMoment
    due: CountedMoment
    since: datetime
    position: int
    paused_since: datetime | None = None
    is_breached: bool = False
    consumed_us: int = 0
    paused_days: int = 0
    stretches: list[Stretch] = []
    verdict: ClockState | None = None
    stopped_at: datetime | None = None
    stopped_by: StoppedBy | None = None
    cancelled_because: CancelledBecause | None = None
    shifts: list[Shift] = []
    standing: Sequence[ThresholdMoment] = ()

    @property
    def is_open(self) -> bool:
        """True while it has no end."""
        return self.verdict is None

    @property
    def is_waiting(self) -> bool:
        """True while time does not count; after it was cancelled, whether it was so then."""
        return self.paused_since is not None

    @property
    def due_at(self) -> datetime | None:
        """Return the due as others see it: none while the clock waits, unless it had passed before."""
        return None if self.is_waiting and not self.is_breached else self.due.at

    @property
    def state(self) -> ClockState:
        """Return where it stands."""
        if self.verdict is not None:
            return self.verdict
        return ClockState.PAUSED if self.is_waiting else ClockState.RUNNING

    def turn(self, turn: Turn) -> None:
        """Wait or go on, as the ticket does and the terms say."""
        waits = turn.phase in self.identity.terms.pauses_on
        if waits and not self.is_waiting:
            self._wait(turn.at, position=turn.position)
        elif self.is_waiting and not waits:
            self.go_on(turn.at, position=turn.position)

    def go_on(self, at: datetime, *, position: int) -> None:
        """End a pause, if there is one."""
        if self.is_waiting:
            self.count_until(at)
            self.paused_since = None
            self._aim(self.since, position=position, reason=ShiftReason.RESUMED, before=None)

    def stop(self, at: datetime, *, by: StoppedBy, position: int) -> None:
        """End with a verdict; a pause ends first."""
        self.go_on(at, position=position)
        self.count_until(at)
        self.verdict = ClockState.MISSED if self.is_breached else ClockState.MET
        self.stopped_at, self.stopped_by = self.since, by

    def cancel(self, at: datetime, *, because: CancelledBecause) -> None:
        """End without a verdict."""
        self.count_until(at)
        self.verdict = ClockState.CANCELLED
        self.stopped_at, self.cancelled_because = self.since, because

    def reopen(self, at: datetime, *, position: int) -> None:
        """Run again with what was left; the time since the end belongs to nobody."""
        before = self.due.at
        self.paused_days += self.meter.days(self.since, at)
        self.verdict = self.stopped_at = self.stopped_by = self.cancelled_because = self.paused_since = None
        self._aim(max(at, self.since), position=position, reason=ShiftReason.REOPENED, before=before)

    def live_through(self, turns: Sequence[Turn]) -> None:
        """Take what the ticket went through since the clock's start, as if the clock had been there."""
        if self.identity.follows_resolution:
            return
        first = next((i for i in range(len(turns) - 1, -1, -1) if turns[i].at <= self.since), 0)
        for turn in turns[first:]:
            if turn.is_end:
                if self.is_open:
                    self.stop(turn.at, by=StoppedBy.RESOLVED, position=turn.position)
                continue
            if not self.is_open:
                self.reopen(turn.at, position=turn.position)
            self.turn(turn)

    def count_until(self, at: datetime) -> None:
        """Close the present stretch at a moment and begin the next one there; find whether the due has passed."""
        if at <= self.since:
            return
        counted_us = 0
        if self.is_waiting:
            self.paused_days += self.meter.days(self.since, at)
        else:
            self.is_breached = self.is_breached or (self.due.at < at and self.identity.answers_from < at)
            counted_us = self.meter.consumed_us(self.since, at)
            self.consumed_us += counted_us
        self.stretches.append(self._stretch(at, counted_us=counted_us))
        self.since = at

    def just_begun(self) -> Stretch:
        """Return the present stretch as it begins, of no length yet."""
        return self._stretch(self.since, counted_us=0)

    def shift(self, reason: ShiftReason, *, at: datetime, position: int, before: datetime | None) -> None:
        """Tell that the due is another than before."""
        self.shifts.append(
            Shift(reason=reason, at=at, position=position, due_at_before=before, due_at_after=self.due_at)
        )

    def _stretch(self, until: datetime, *, counted_us: int) -> Stretch:
        return Stretch(
            starts_at=self.since,
            ends_at=until,
            is_counted=not self.is_waiting,
            counted_us=counted_us,
            position=self.position,
            due_at=None if self.is_waiting else self.due.at,
        )

    def _wait(self, at: datetime, *, position: int) -> None:
        self.count_until(at)
        before = self.due_at
        self.paused_since, self.position = self.since, position
        if not self.is_breached:
            self.shift(ShiftReason.PAUSED, at=self.since, position=position, before=before)

    def _aim(self, at: datetime, *, position: int, reason: ShiftReason, before: datetime | None) -> None:
        self.since, self.position = at, position
        if self.is_breached:
            return
        counted = Counted(self.identity.starts_at, self.consumed_us, self.paused_days)
        self.due = self.meter.due(counted, at=at)
        if self.due.at != before:
            self.shift(reason, at=at, position=position, before=before)


def started(identity: Identity, *, meter: Meter) -> Running:
    """Return a clock that has just begun."""
    due = meter.first_due(identity.starts_at)
    return Running(
        identity=identity,
        meter=meter,
        original_due=due,
        due=due,
        since=identity.starts_at,
        position=identity.position,
    )
