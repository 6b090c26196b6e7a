"""What terms must not say: clocks that could never attach, would always pause, or cancel themselves."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from wellkept_sdk.errors import FieldError
from wellkept_sdk.period import BusinessDays, Duration, DurationFault, duration_fault
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import ClockKind, Holder, Measure
from wellkept_sla.rules.points import LIFE, MILESTONE, RESOLVED
from wellkept_sla.terms import ClockTerms, Repeat, SlaTerms, Threshold

NEVER_RUNS: Final = "sla.terms.never_runs"
ALWAYS_PAUSED: Final = "sla.terms.always_paused"
CANCELS_ITSELF: Final = "sla.terms.cancels_itself"
HOLDING_NEEDS_UC: Final = "sla.terms.holding_needs_uc"
NOT_A_SPAN: Final = "sla.terms.not_a_span"
PERCENT_OF_DAYS: Final = "sla.terms.percent_of_days"
THRESHOLD_INVALID: Final = "sla.terms.threshold_invalid"

_WORDS: Final = {
    DurationFault.AMBIGUOUS: "Nobody agrees how long this is; say it in hours, or in working days.",
    DurationFault.OUT_OF_RANGE: "A duration is not negative, lasts ten years at most, and has a day if it counts days.",
}


#: Where in the clock, its code, and the message.
_Mistake = tuple[str, str, str]


def mistakes(terms: SlaTerms) -> list[FieldError]:
    """Return everything that is wrong with terms by themselves, with pointers that begin at the terms."""
    return [
        FieldError(f"/clocks/{clock_code}{pointer}", code, message)
        for clock_code, clock in terms.clocks.items()
        for pointer, code, message in _of_clock(clock, holders=terms.holders)
    ]


def _of_clock(clock: ClockTerms, *, holders: Mapping[HoldReason, Holder]) -> Iterator[_Mistake]:
    if not clock.targets:
        yield "/targets", NEVER_RUNS, "A clock without a target for any grade never runs."
    for grade, target in clock.targets.items():
        yield from _of_duration(target, at=f"/targets/{grade}")
    yield from _of_parties(clock)
    yield from _of_span(clock) if clock.measure is Measure.SPAN else _of_no_span(clock)
    if clock.measure is Measure.HOLDING and _pauses_whenever_held(clock, holders=holders):
        yield "/pauses_on", ALWAYS_PAUSED, "Every hold that hands the matter to a party also pauses this clock."
    for code, threshold in clock.thresholds.items():
        for pointer, error_code, message in _of_threshold(threshold, clock=clock):
            yield f"/thresholds/{code}{pointer}", error_code, message


def _of_duration(duration: Duration | None, *, at: str) -> Iterator[_Mistake]:
    fault = None if duration is None else duration_fault(duration)
    if fault is not None:
        yield at, fault.value, _WORDS[fault]


def _of_parties(clock: ClockTerms) -> Iterator[_Mistake]:
    if clock.kind is ClockKind.UC:
        return
    if clock.measure is Measure.HOLDING:
        yield "/kind", HOLDING_NEEDS_UC, "Only a party's own promise, of kind uc, counts while a party holds."
    if clock.party is not None:
        yield "/party", HOLDING_NEEDS_UC, "Only a clock of kind uc is promised by a party."


def _of_no_span(clock: ClockTerms) -> Iterator[_Mistake]:
    for name, point in (("starts_on", clock.starts_on), ("stops_on", clock.stops_on)):
        if point is not None:
            yield f"/{name}", NOT_A_SPAN, "Only the measure span names where it starts and stops."


def _of_span(clock: ClockTerms) -> Iterator[_Mistake]:
    starts_on, stops_on = clock.starts_on, clock.stops_on
    for name, point in (("starts_on", starts_on), ("stops_on", stops_on)):
        if point is None:
            yield f"/{name}", NEVER_RUNS, "A span needs the points on which it starts and stops."
    if starts_on is None or stops_on is None:
        return
    if _is_not_after(stops_on, starts_on):
        yield "/stops_on", NEVER_RUNS, "A span stops on a point after the one on which it starts."
    elif _place(starts_on) < RESOLVED < _place(stops_on):
        yield "/stops_on", CANCELS_ITSELF, "A span from before the resolution ends with it: this point comes too late."


def _place(point: str) -> int:
    # A milestone starts no span after the resolution, and may stop any.
    return 0 if point.startswith(MILESTONE) else LIFE.index(point)


def _is_not_after(later: str, earlier: str) -> bool:
    if later == earlier or later == LIFE[0]:
        return True
    if later.startswith(MILESTONE) or earlier.startswith(MILESTONE):
        return False
    return LIFE.index(later) <= LIFE.index(earlier)


def _pauses_whenever_held(clock: ClockTerms, *, holders: Mapping[HoldReason, Holder]) -> bool:
    reasons = {reason for reason, holder in holders.items() if holder is Holder.PARTY}
    return bool(reasons) and reasons <= set(clock.pauses_on)


def _of_threshold(threshold: Threshold, *, clock: ClockTerms) -> Iterator[_Mistake]:
    ways = (threshold.percent, threshold.before_due, threshold.after_due)
    if sum(way is not None for way in ways) != 1:
        yield "", THRESHOLD_INVALID, "A threshold has exactly one of percent, before_due and after_due."
    if threshold.repeat is not None and threshold.after_due is None:
        yield "/repeat", THRESHOLD_INVALID, "Only a threshold after the due is repeated."
    if threshold.percent is not None and any(isinstance(target, BusinessDays) for target in clock.targets.values()):
        yield "/percent", PERCENT_OF_DAYS, "Working days have no percent; say how long before the due."
    yield from _of_duration(threshold.before_due, at="/before_due")
    yield from _of_duration(threshold.after_due, at="/after_due")
    if threshold.repeat is not None:
        yield from _of_repeat(threshold.repeat)


def _of_repeat(repeat: Repeat) -> Iterator[_Mistake]:
    every = repeat.every
    yield from _of_duration(every, at="/repeat/every")
    lasts = every.days > 0 if isinstance(every, BusinessDays) else every.length != timedelta()
    if not lasts:
        yield "/repeat/every", THRESHOLD_INVALID, "Between two repetitions there is some time."
