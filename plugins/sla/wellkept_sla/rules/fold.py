"""The fold: the recorded facts of a ticket become its clocks, and the same facts always the same clocks."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from msgspec.structs import replace

from wellkept_sdk.services.sla import ClockState
from wellkept_sla.rules.changes import take
from wellkept_sla.rules.clocks import Clock, Folded, ThresholdState
from wellkept_sla.rules.facts import Fact, FactKind, Library, in_order
from wellkept_sla.rules.holders import holdings
from wellkept_sla.rules.reach import NEVER
from wellkept_sla.rules.reading import read
from wellkept_sla.rules.setting import in_force
from wellkept_sla.rules.walk import Walk

_MICROSECOND: Final = timedelta(microseconds=1)


def fold(library: Library, facts: Sequence[Fact], *, as_of: datetime) -> Folded:
    """
    Return the clocks of a ticket as they stood at a moment, as far as that is known now.

    Args:
        library: has every set of terms and every revision of a calendar that the facts name.
        facts: of one ticket, in any order; one of them is its opening.
        as_of: what happened later is left out; what was recorded later is not.

    Raises:
        Invalid: a moment lies beyond the years that calendars count.
    """
    opening = next(fact for fact in facts if fact.kind is FactKind.OPENED)
    assert opening.data.grade is not None, "A ticket is opened with a grade."
    # A naive moment is refused here: it can be compared with no aware one.
    walked = [_in_utc(fact) for fact in in_order(list(facts)) if fact.occurred_at <= as_of]
    as_of = as_of.astimezone(UTC)
    if not walked or walked[0].kind is not FactKind.OPENED:
        return Folded(as_of=as_of, clocks=(), holdings=(), grade=opening.data.grade, is_paused=False, next_at=None)
    setting = in_force(library, opening=walked[0], data=opening.data, grade=opening.data.grade)
    held = holdings(walked, library=library, starts_at=min(setting.origin, walked[0].occurred_at))
    walk = Walk(setting, holdings={holding.position: holding for holding in held})
    for fact in walked:
        take(walk, fact)
    runs = sorted(walk.runs, key=lambda run: (run.identity.code, run.identity.number))
    clocks = [read(run, holdings=held, as_of=as_of) for run in runs]
    return Folded(
        as_of=as_of,
        clocks=clocks,
        holdings=held,
        grade=walk.setting.grade,
        is_paused=any(clock.state is ClockState.PAUSED for clock in clocks),
        next_at=_next_at(clocks, as_of=as_of),
    )


def _in_utc(fact: Fact) -> Fact:
    if fact.occurred_at.tzinfo is UTC:
        return fact
    return replace(fact, occurred_at=fact.occurred_at.astimezone(UTC))


def _next_at(clocks: Sequence[Clock], *, as_of: datetime) -> datetime | None:
    moments: list[datetime] = []
    for clock in clocks:
        if clock.state is ClockState.RUNNING:
            moments += (
                moment.at
                for moment in clock.thresholds
                if moment.at is not None and moment.state is ThresholdState.PENDING
            )
            if clock.breach is None and clock.due_at is not None and clock.due_at != NEVER:
                # At the due itself the clock may still stop in time; it is breached a moment later.
                moments.append(clock.due_at + _MICROSECOND)
    return min((moment for moment in moments if moment > as_of), default=None)
