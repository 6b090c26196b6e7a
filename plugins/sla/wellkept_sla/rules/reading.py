"""What a clock looks like at a moment."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from wellkept_sdk.period import BusinessDays, Elapsed
from wellkept_sdk.services.sla import ClockState, Holder
from wellkept_sla.rules.attribution import segments, shares
from wellkept_sla.rules.clocks import Breach, Clock, Holding
from wellkept_sla.rules.counting import length_us
from wellkept_sla.rules.course import Course
from wellkept_sla.rules.running import Running
from wellkept_sla.rules.thresholds import moments
from wellkept_sla.rules.when_asked import WhenAsked

_MICROSECOND: Final = timedelta(microseconds=1)


class _Left(Struct, frozen=True):
    """How much of a target is used up, and how much is left."""

    consumed_days: int | None
    remaining_us: int | None
    remaining_days: int | None


def read(run: Running, *, holdings: Sequence[Holding], as_of: datetime) -> Clock:
    """
    Return a clock as it stands; its life is over after that.

    Args:
        run: with all facts until `as_of`.
        holdings: of its ticket, in order.
        as_of: counts the time of an open clock until then.
    """
    if run.is_open:
        run.count_until(as_of)
    identity, calendar = run.identity, run.meter.calendar
    if identity.follows_resolution:
        holdings = [_ours(run)]
    course = _course(run)
    left = _left(run, course=course)
    over = _over(run)
    breach = _breach(run, course=course, holdings=holdings)
    return Clock(
        code=identity.code,
        number=identity.number,
        cycle=identity.cycle,
        kind=identity.terms.kind,
        measure=identity.terms.measure,
        party_id=identity.party_id,
        grade=identity.grade,
        target=run.meter.target,
        calendar_code=calendar.code,
        calendar_revision_id=calendar.revision_id,
        calendar_revision=calendar.revision,
        time_zone=calendar.time_zone,
        state=run.state,
        starts_at=identity.starts_at,
        original_due_at=run.original_due.at,
        due_at=run.due_at,
        provisional=run.due.provisional,
        consumed_us=run.consumed_us,
        consumed_days=left.consumed_days,
        remaining_us=left.remaining_us,
        remaining_days=left.remaining_days,
        out_of_hours=_is_out_of_hours(run),
        paused_since=run.paused_since if run.is_open else None,
        stopped_at=run.stopped_at,
        stopped_by=run.stopped_by,
        cancelled_because=run.cancelled_because,
        replaces=identity.replaces,
        over_elapsed_us=None if over is None else (over[1] - over[0]) // _MICROSECOND,
        over_business_us=None if over is None else calendar.elapsed(*over) // _MICROSECOND,
        breach=breach,
        shifts=run.shifts,
        thresholds=moments(
            identity.terms.thresholds, course=course, recorded_at=identity.attached_at, standing=run.standing
        ),
        segments=WhenAsked(lambda: segments(course, holdings=holdings)),
        attribution=WhenAsked(lambda: shares(course, holdings=holdings)),
    )


def _ours(run: Running) -> Holding:
    # The holders of the ticket end with its resolution; what we promise after it is in our own hands.
    return Holding(
        starts_at=run.identity.starts_at,
        ends_at=None,
        holder=Holder.US,
        party_id=None,
        position=run.identity.position,
    )


def _course(run: Running) -> Course:
    stretches = run.stretches
    # A clock that has just begun, paused or gone on does so already, for no time at all.
    if not stretches or (run.is_open and stretches[-1].position != run.position):
        stretches = [*stretches, run.just_begun()]
    return Course(
        target=run.meter.target,
        calendar=run.meter.calendar,
        grade=run.identity.grade,
        stretches=stretches,
        is_open=run.is_open,
    )


def _left(run: Running, *, course: Course) -> _Left:
    target = run.meter.target
    if not isinstance(target, BusinessDays):
        return _Left(None, max(0, length_us(target) - run.consumed_us), None)
    days = sum(run.meter.days(part.starts_at, part.ends_at) for part in course.stretches if part.is_counted)
    return _Left(days, None, max(0, target.days - days))


def _over(run: Running) -> tuple[datetime, datetime] | None:
    return (run.due.at, run.since) if run.is_breached else None


def _is_out_of_hours(run: Running) -> bool:
    if run.state is not ClockState.RUNNING or isinstance(run.meter.target, Elapsed):
        return False
    return not run.meter.calendar.is_open(run.since)


def _breach(run: Running, *, course: Course, holdings: Sequence[Holding]) -> Breach | None:
    if not run.is_breached:
        return None
    due_at = run.due.at
    # Whoever had the matter in hand until the due has let it pass, not who took it over at that moment.
    holding = next((one for one in reversed(holdings) if one.starts_at < due_at), holdings[0])
    return Breach(
        due_at=due_at,
        on_attach=due_at < run.identity.attached_at,
        holder=holding.holder,
        party_id=holding.party_id,
        attribution=shares(course, holdings=holdings, until=due_at),
    )
