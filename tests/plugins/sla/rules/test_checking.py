from typing import Any

import pytest

from wellkept_sdk.errors import FieldError
from wellkept_sdk.period import BusinessDays, BusinessTime, Duration, Elapsed
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.services.sla import ClockKind, Holder, Measure
from wellkept_sla.rules.checking import mistakes
from wellkept_sla.terms import ClockTerms, Repeat, SlaTerms, Threshold

FOUR_HOURS = Elapsed(duration="PT4H")


def clock(
    measure: Measure = Measure.RESPONSE, *, kind: ClockKind = ClockKind.SLA, target: Duration = FOUR_HOURS, **more: Any
) -> ClockTerms:
    """Return a clock of grade 1; what is named counts instead."""
    said: dict[str, Any] = {"kind": kind, "measure": measure, "targets": {"1": target}, **more}
    return ClockTerms(**said)


def span(starts_on: str | None, stops_on: str | None) -> ClockTerms:
    return clock(Measure.SPAN, starts_on=starts_on, stops_on=stops_on)


def found(checked: ClockTerms, **terms: Any) -> list[tuple[str, str]]:
    """Return pointer and code of each mistake, the pointer from the clock on."""
    listed = mistakes(SlaTerms(clocks={"checked": checked}, **terms))
    assert all(mistake.pointer.startswith("/clocks/checked/") for mistake in listed)
    return [(mistake.pointer.removeprefix("/clocks/checked"), mistake.code) for mistake in listed]


class TestTerms:
    def test_of_the_preset_are_right(self):
        assert mistakes(SlaTerms()) == []

    def test_tell_every_mistake_at_once(self):
        terms = SlaTerms(
            clocks={
                "response": clock(target=BusinessTime(duration="P1D")),
                "supplier": clock(Measure.HOLDING),
            }
        )

        listed = mistakes(terms)

        assert listed == [
            FieldError(
                "/clocks/response/targets/1",
                "calendars.duration.ambiguous",
                "Nobody agrees how long this is; say it in hours, or in working days.",
            ),
            FieldError(
                "/clocks/supplier/kind",
                "sla.terms.holding_needs_uc",
                "Only a party's own promise, of kind uc, counts while a party holds.",
            ),
        ]


class TestDurations:
    @pytest.mark.parametrize(
        ("target", "code"),
        [
            (BusinessTime(duration="P1D"), "calendars.duration.ambiguous"),
            (BusinessTime(duration="P1W"), "calendars.duration.ambiguous"),
            (Elapsed(duration="P1M"), "calendars.duration.ambiguous"),
            (Elapsed(duration="-PT1H"), "calendars.duration.out_of_range"),
            (Elapsed(duration="PT87601H"), "calendars.duration.out_of_range"),
            (BusinessDays(days=0), "calendars.duration.out_of_range"),
        ],
    )
    def test_that_cannot_be_counted_are_refused(self, target: Duration, code: str):
        assert found(clock(target=target)) == [("/targets/1", code)]

    @pytest.mark.parametrize(
        "target", [Elapsed(duration="P2D"), BusinessTime(duration="PT8H"), BusinessDays(days=0, until="end_of_day")]
    )
    def test_that_can_be_counted_are_right(self, target: Duration):
        assert found(clock(target=target)) == []

    def test_are_looked_at_for_every_grade(self):
        targets = {"1": FOUR_HOURS, "2": BusinessTime(duration="P1D"), "3": BusinessTime(duration="P2D")}

        assert [pointer for pointer, _ in found(clock(targets=targets))] == ["/targets/2", "/targets/3"]

    def test_of_thresholds_are_looked_at_too(self):
        thresholds = {
            "before": Threshold(before_due=BusinessTime(duration="P1D")),
            "after": Threshold(
                after_due=Elapsed(duration="P1Y"), repeat=Repeat(every=BusinessTime(duration="P1W"), times=2)
            ),
        }

        assert found(clock(thresholds=thresholds)) == [
            ("/thresholds/before/before_due", "calendars.duration.ambiguous"),
            ("/thresholds/after/after_due", "calendars.duration.ambiguous"),
            ("/thresholds/after/repeat/every", "calendars.duration.ambiguous"),
        ]


class TestAClockThatNeverRuns:
    def test_has_no_target(self):
        assert found(clock(targets={})) == [("/targets", "sla.terms.never_runs")]

    @pytest.mark.parametrize(
        ("starts_on", "stops_on"),
        [
            ("assigned", "assigned"),
            ("assigned", "triaged"),
            ("started", "opened"),
            ("resolved", "assigned"),
            ("closed", "confirmed"),
            ("confirmed", "resolved"),
            ("closed", "closed"),
            ("milestone:on_site", "milestone:on_site"),
            ("milestone:on_site", "opened"),
        ],
    )
    def test_stops_before_it_starts(self, starts_on: str, stops_on: str):
        assert found(span(starts_on, stops_on)) == [("/stops_on", "sla.terms.never_runs")]

    @pytest.mark.parametrize(
        ("starts_on", "stops_on", "pointers"),
        [
            (None, "resolved", ["/starts_on"]),
            ("opened", None, ["/stops_on"]),
            (None, None, ["/starts_on", "/stops_on"]),
        ],
    )
    def test_is_a_span_without_both_points(self, starts_on: str | None, stops_on: str | None, pointers: list[str]):
        assert found(span(starts_on, stops_on)) == [(pointer, "sla.terms.never_runs") for pointer in pointers]


class TestASpan:
    @pytest.mark.parametrize(
        ("starts_on", "stops_on"),
        [
            ("opened", "triaged"),
            ("assigned", "milestone:on_site"),
            ("milestone:on_site", "started"),
            ("milestone:on_site", "milestone:off_site"),
            ("started", "resolved"),
            ("opened", "milestone:on_site"),
        ],
    )
    def test_runs_from_one_point_to_a_later_one(self, starts_on: str, stops_on: str):
        assert found(span(starts_on, stops_on)) == []

    @pytest.mark.parametrize("starts_on", ["opened", "started", "milestone:on_site"])
    @pytest.mark.parametrize("stops_on", ["confirmed", "closed"])
    def test_that_would_outlast_the_resolution_cancels_itself(self, starts_on: str, stops_on: str):
        assert found(span(starts_on, stops_on)) == [("/stops_on", "sla.terms.cancels_itself")]

    @pytest.mark.parametrize(
        ("starts_on", "stops_on"),
        [
            ("resolved", "confirmed"),
            ("resolved", "closed"),
            ("confirmed", "closed"),
            ("resolved", "milestone:report_sent"),
            ("closed", "milestone:thanked"),
        ],
    )
    def test_may_follow_the_resolution(self, starts_on: str, stops_on: str):
        assert found(span(starts_on, stops_on)) == []

    def test_alone_has_points(self):
        checked = clock(Measure.RESOLUTION, starts_on="assigned", stops_on="resolved")

        assert found(checked) == [("/starts_on", "sla.terms.not_a_span"), ("/stops_on", "sla.terms.not_a_span")]


class TestAClockOfAParty:
    @pytest.mark.parametrize("kind", [ClockKind.SLA, ClockKind.OLA])
    def test_counts_holding_only_as_an_underpinning_contract(self, kind: ClockKind):
        assert found(clock(Measure.HOLDING, kind=kind)) == [("/kind", "sla.terms.holding_needs_uc")]

    @pytest.mark.parametrize("kind", [ClockKind.SLA, ClockKind.OLA])
    def test_is_an_underpinning_contract(self, kind: ClockKind):
        assert found(clock(kind=kind, party="PUMPCO")) == [("/party", "sla.terms.holding_needs_uc")]

    @pytest.mark.parametrize("measure", [Measure.HOLDING, Measure.RESOLUTION])
    def test_is_right_as_one(self, measure: Measure):
        assert found(clock(measure, kind=ClockKind.UC, party="PUMPCO")) == []


class TestAlwaysPaused:
    def test_is_a_holding_clock_that_pauses_on_every_hold_that_starts_it(self):
        checked = clock(Measure.HOLDING, kind=ClockKind.UC, pauses_on=(HoldReason.THIRD_PARTY, HoldReason.CUSTOMER))

        assert found(checked) == [("/pauses_on", "sla.terms.always_paused")]

    def test_is_none_that_another_hold_starts(self):
        checked = clock(Measure.HOLDING, kind=ClockKind.UC, pauses_on=(HoldReason.THIRD_PARTY,))
        holders = {HoldReason.THIRD_PARTY: Holder.PARTY, HoldReason.PARTS: Holder.PARTY}

        assert found(checked, holders=holders) == []

    def test_is_none_that_only_a_stated_holder_starts(self):
        checked = clock(Measure.HOLDING, kind=ClockKind.UC, pauses_on=(HoldReason.THIRD_PARTY,))

        assert found(checked, holders={HoldReason.THIRD_PARTY: Holder.US}) == []

    def test_is_no_other_clock_whatever_pauses_it(self):
        assert found(clock(Measure.RESOLUTION, pauses_on=tuple(HoldReason))) == []


class TestAThreshold:
    @pytest.mark.parametrize(
        "threshold",
        [
            Threshold(),
            Threshold(percent=50, before_due=FOUR_HOURS),
            Threshold(before_due=FOUR_HOURS, after_due=FOUR_HOURS),
        ],
    )
    def test_has_exactly_one_moment(self, threshold: Threshold):
        assert found(clock(thresholds={"warn": threshold})) == [("/thresholds/warn", "sla.terms.threshold_invalid")]

    @pytest.mark.parametrize(
        "threshold", [Threshold(percent=50), Threshold(before_due=FOUR_HOURS), Threshold(after_due=FOUR_HOURS)]
    )
    def test_with_one_moment_is_right(self, threshold: Threshold):
        assert found(clock(thresholds={"warn": threshold})) == []

    def test_is_repeated_only_after_the_due(self):
        warn = Threshold(percent=50, repeat=Repeat(every=FOUR_HOURS, times=2))

        assert found(clock(thresholds={"warn": warn})) == [("/thresholds/warn/repeat", "sla.terms.threshold_invalid")]

    @pytest.mark.parametrize(
        "every", [Elapsed(duration="PT0S"), BusinessTime(duration="PT0S"), BusinessDays(days=0, until="end_of_day")]
    )
    def test_has_time_between_its_repetitions(self, every: Duration):
        warn = Threshold(after_due=FOUR_HOURS, repeat=Repeat(every=every, times=2))

        assert found(clock(thresholds={"warn": warn})) == [
            ("/thresholds/warn/repeat/every", "sla.terms.threshold_invalid")
        ]

    def test_is_no_part_of_working_days(self):
        checked = clock(
            targets={"1": FOUR_HOURS, "2": BusinessDays(days=2)}, thresholds={"half": Threshold(percent=50)}
        )

        assert found(checked) == [("/thresholds/half/percent", "sla.terms.percent_of_days")]

    def test_before_working_days_is_right(self):
        checked = clock(target=BusinessDays(days=2), thresholds={"warn": Threshold(before_due=BusinessDays(days=1))})

        assert found(checked) == []
