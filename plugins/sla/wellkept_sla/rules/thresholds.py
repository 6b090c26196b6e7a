"""Moments before and after a due that are announced: they move with it, and each comes at most once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from wellkept_sdk.iso_duration import write_duration
from wellkept_sdk.period import BusinessDays, BusinessTime, Duration, Elapsed
from wellkept_sdk.rounding import half_away_from_zero
from wellkept_sdk.services.calendars import WorkingCalendar
from wellkept_sla.rules.clocks import ThresholdMoment, ThresholdState
from wellkept_sla.rules.course import Course, Stretch
from wellkept_sla.rules.reach import NEVER, add, opening, subtract
from wellkept_sla.terms import Deliver, Threshold

_MICROSECOND: Final = timedelta(microseconds=1)
_SECOND_US: Final = 1_000_000
_WHOLE_PERCENT: Final = 100
#: Whoever waits for grade 1 is told at night too.
_GRADE_AT_ONCE: Final = 1


class _Candidate(Struct, frozen=True):
    """The moment at which a threshold would come in a stretch, as the due stood there; `NEVER` for none."""

    stretch: Stretch
    moment: datetime


class _Scene(Struct, frozen=True, kw_only=True):
    """What every repetition of a threshold is judged by."""

    course: Course
    recorded_at: datetime
    code: str
    threshold: Threshold


def moments(
    thresholds: Mapping[str, Threshold],
    *,
    course: Course,
    recorded_at: datetime,
    standing: Sequence[ThresholdMoment] = (),
) -> list[ThresholdMoment]:
    """
    Return the moments of a clock's thresholds, by code and repetition: all that have come, and the next of each.

    One that falls into a pause comes with the resumption. Repetitions that would be announced at the same moment are
    one, the last. What a clock's end has forestalled is not there.

    Args:
        thresholds: of the clock's terms.
        course: of the clock; its stretches carry the due of their time.
        recorded_at: when the ticket's opening was recorded; what lies before it is skipped.
        standing: what had come before the calendar was revised; it stays.
    """
    found: list[ThresholdMoment] = []
    for code, threshold in sorted(thresholds.items()):
        scene = _Scene(course=course, recorded_at=recorded_at, code=code, threshold=threshold)
        came = [moment for moment in standing if moment.code == code and moment.state is not ThresholdState.PENDING]
        found += came
        found += _without_same_moments(_following(scene, skipping=max((m.repetition + 1 for m in came), default=0)))
    return found


def _following(scene: _Scene, *, skipping: int) -> Iterator[ThresholdMoment]:
    pending: ThresholdMoment | None = None
    for repetition, candidates in enumerate(_repetitions(scene)):
        if repetition < skipping:
            continue
        moment = _moment(scene, candidates=candidates, repetition=repetition)
        if moment is None or (pending is not None and (moment.at is None or moment.at != pending.at)):
            return
        yield moment
        pending = moment if moment.state is ThresholdState.PENDING else None


def _without_same_moments(following: Iterable[ThresholdMoment]) -> list[ThresholdMoment]:
    kept: list[ThresholdMoment] = []
    for moment in following:
        if kept and moment.at is not None and kept[-1].at == moment.at and kept[-1].state is moment.state:
            kept.pop()
        kept.append(moment)
    return kept


def _repetitions(scene: _Scene) -> Iterator[Iterable[_Candidate]]:
    course, threshold = scene.course, scene.threshold
    if threshold.percent is not None:
        if not isinstance(course.target, BusinessDays):
            yield _at_percent(threshold.percent, target=course.target, course=course)
    elif threshold.before_due is not None:
        yield _before_due(threshold.before_due, course=course)
    elif threshold.after_due is not None:
        candidates = list(_after_due(threshold.after_due, course=course))
        yield candidates
        for _ in range(threshold.repeat.times if threshold.repeat else 0):
            assert threshold.repeat is not None, "There are further times only of a repetition."
            every = threshold.repeat.every
            candidates = [
                replace(candidate, moment=_add(candidate.moment, every, calendar=course.calendar))
                for candidate in candidates
            ]
            yield candidates


def _at_percent(percent: int, *, target: Elapsed | BusinessTime, course: Course) -> Iterator[_Candidate]:
    target_us = target.length // _MICROSECOND
    left_us = half_away_from_zero(target_us * percent, over=_WHOLE_PERCENT * _SECOND_US) * _SECOND_US
    for stretch in _counted(course):
        if left_us <= stretch.counted_us or _goes_on(stretch, course=course):
            yield _Candidate(stretch, _counted_on(stretch.starts_at, left_us, calendar=course.counts_by))
        left_us = max(left_us - stretch.counted_us, 0)


def _counted_on(start: datetime, length_us: int, *, calendar: WorkingCalendar | None) -> datetime:
    length = timedelta(microseconds=length_us)
    if calendar is None:
        return start + length
    return add(start, BusinessTime(duration=write_duration(length)), calendar=calendar).at


def _before_due(length: Duration, *, course: Course) -> Iterator[_Candidate]:
    for stretch in _counted(course):
        due_at = _due_at(stretch)
        yield _Candidate(stretch, subtract(due_at, length, calendar=course.calendar) or NEVER)


def _after_due(length: Duration, *, course: Course) -> Iterator[_Candidate]:
    for stretch in _counted(course):
        due_at = _due_at(stretch)
        if due_at < stretch.ends_at or _goes_on(stretch, course=course):
            yield _Candidate(stretch, _add(due_at, length, calendar=course.calendar))


def _moment(scene: _Scene, *, candidates: Iterable[_Candidate], repetition: int) -> ThresholdMoment | None:
    as_of = scene.course.stretches[-1].ends_at
    clock_starts_at = scene.course.stretches[0].starts_at
    for candidate in _that_come(candidates):
        stretch = candidate.stretch
        if candidate.moment < clock_starts_at:
            # A warning that is longer than the target itself has never been due.
            return _told(scene, repetition=repetition, at=candidate.moment, state=ThresholdState.SKIPPED)
        moment = max(candidate.moment, stretch.starts_at)
        if _is_within(moment, stretch=stretch, course=scene.course) and moment < min(scene.recorded_at, as_of):
            return _told(scene, repetition=repetition, at=moment, state=ThresholdState.SKIPPED)
        at = _announced_at(moment, scene=scene)
        if at is not None and _is_within(at, stretch=stretch, course=scene.course):
            state = ThresholdState.REACHED if at <= as_of else ThresholdState.PENDING
            return _told(scene, repetition=repetition, at=at, state=state)
    if scene.course.is_open:
        return _told(scene, repetition=repetition, at=None, state=ThresholdState.PENDING)
    return None


def _that_come(candidates: Iterable[_Candidate]) -> Iterator[_Candidate]:
    return (candidate for candidate in candidates if candidate.moment != NEVER)


def _announced_at(moment: datetime, *, scene: _Scene) -> datetime | None:
    at_once = scene.threshold.deliver is Deliver.AT_ONCE or scene.course.grade == _GRADE_AT_ONCE
    return moment if at_once else opening(moment, calendar=scene.course.calendar)


def _is_within(at: datetime, *, stretch: Stretch, course: Course) -> bool:
    return at < stretch.ends_at or _goes_on(stretch, course=course)


def _goes_on(stretch: Stretch, *, course: Course) -> bool:
    return course.is_running and stretch is course.stretches[-1]


def _counted(course: Course) -> Iterator[Stretch]:
    return (stretch for stretch in course.stretches if stretch.is_counted)


def _due_at(stretch: Stretch) -> datetime:
    assert stretch.due_at is not None, "Time that counts has a due."
    return stretch.due_at


def _add(start: datetime, length: Duration, *, calendar: WorkingCalendar) -> datetime:
    return NEVER if start == NEVER else add(start, length, calendar=calendar).at


def _told(scene: _Scene, *, repetition: int, at: datetime | None, state: ThresholdState) -> ThresholdMoment:
    return ThresholdMoment(
        code=scene.code,
        repetition=repetition,
        at=at,
        state=state,
        audience=scene.threshold.audience,
        escalate=scene.threshold.escalate,
    )
