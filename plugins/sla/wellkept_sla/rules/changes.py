"""Changes of what is in force for a ticket: its grade, its terms, the content of its calendars."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from wellkept_sdk.services.sla import ClockState
from wellkept_sla.rules.clocks import CancelledBecause, ShiftReason, ThresholdMoment
from wellkept_sla.rules.course import Course
from wellkept_sla.rules.facts import Fact, FactKind
from wellkept_sla.rules.measures import happen
from wellkept_sla.rules.running import Running, started
from wellkept_sla.rules.setting import Setting, in_force, is_same_matter
from wellkept_sla.rules.thresholds import moments
from wellkept_sla.rules.walk import Walk

_VERDICTS: Final = frozenset({ClockState.MET, ClockState.MISSED})


def take(walk: Walk, fact: Fact) -> None:
    """Let a fact do to the ticket's clocks what it does."""
    walk.facts.append(fact)
    CHANGES.get(fact.kind, happen)(walk, fact)


def _change_grade(walk: Walk, fact: Fact) -> None:
    before, grade = walk.setting, fact.data.grade
    if grade is not None and grade != before.grade:
        _put_in_force(walk, replace(before, grade=grade), fact=fact, because=CancelledBecause.GRADE_CHANGED)


def _change_activation(walk: Walk, fact: Fact) -> None:
    before = walk.setting
    after = in_force(before.library, opening=before.opening, data=fact.data, grade=before.grade)
    if after != before:
        _put_in_force(walk, after, fact=fact, because=CancelledBecause.ACTIVATION_CHANGED)


def _put_in_force(walk: Walk, after: Setting, *, fact: Fact, because: CancelledBecause) -> None:
    before = walk.setting
    walk.change(after)
    for run in walk.open_runs():
        walk.supersede(run, fact=fact, because=because)
    _attach_as_from_the_start(walk, [code for code in after.clocks if _is_new(code, before, after)], fact=fact)


def _is_new(code: str, before: Setting, after: Setting) -> bool:
    if not after.has_target(code):
        return False
    return not before.has_target(code) or not is_same_matter(before.clocks[code], after.clocks[code])


def _attach_as_from_the_start(walk: Walk, codes: Sequence[str], *, fact: Fact) -> None:
    """Add clocks that the ticket had not until now, as if it had always had them."""
    if not codes:
        return
    alone = Walk(walk.setting.only(codes), holdings=walk.holdings)
    for earlier in walk.facts:
        if earlier.kind not in CHANGES:
            happen(alone, earlier)
    judged = {run.identity.code for run in walk.runs if run.verdict in _VERDICTS}
    # What has been judged once is not judged again because sla had left and came back.
    runs = [run for run in alone.runs if run.is_open or run.identity.code not in judged]
    walk.adopt(runs, attached_at=fact.recorded_at)


def _revise_calendar(walk: Walk, fact: Fact) -> None:
    walk.change(replace(walk.setting, revisions={**walk.setting.revisions, **fact.data.calendars}))
    for run in walk.open_runs():
        run.count_until(fact.occurred_at)
        if not run.is_breached and walk.setting.meter(run.identity.code) != run.meter:
            _count_anew(walk, run, fact=fact)


def _count_anew(walk: Walk, run: Running, *, fact: Fact) -> None:
    before, due = run.due_at, run.due
    standing = _come(run)
    anew = started(run.identity, meter=walk.setting.meter(run.identity.code))
    anew.live_through(walk.turns)
    anew.original_due, anew.shifts, anew.standing = run.original_due, run.shifts, standing
    if anew.due.at != due.at:
        anew.shift(ShiftReason.CALENDAR_REVISED, at=fact.occurred_at, position=fact.position, before=before)
    walk.exchange(run, anew)


def _come(run: Running) -> Sequence[ThresholdMoment]:
    """Return the warnings that have come by the calendar as it was."""
    course = Course(
        target=run.meter.target,
        calendar=run.meter.calendar,
        grade=run.identity.grade,
        stretches=[*run.stretches, run.just_begun()],
        is_open=True,
    )
    return moments(
        run.identity.terms.thresholds, course=course, recorded_at=run.identity.attached_at, standing=run.standing
    )


CHANGES: Final[Mapping[FactKind, Callable[[Walk, Fact], None]]] = {
    FactKind.GRADE_CHANGED: _change_grade,
    FactKind.ACTIVATION_CHANGED: _change_activation,
    FactKind.CALENDAR_REVISED: _revise_calendar,
}
