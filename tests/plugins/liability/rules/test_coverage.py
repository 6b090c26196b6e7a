"""Whether warranties cover something on a day, and why."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_liability.rules.coverage import REASONS, Matter, Promise, code_for, coverage_of, covered_by
from wellkept_liability.rules.lengths import LiabilityCalendarLength, LiabilityRunningHoursLength, LiabilitySpan
from wellkept_sdk.ids import uuid7
from wellkept_sdk.services.liability import CoverageCode, Covered, WarrantySide
from wellkept_sdk.services.parties import PartyScope

ELECTRICAL, HVAC = PartyScope.ELECTRICAL, PartyScope.HVAC
INSIDE = date(2025, 1, 1)
AFTER = date(2026, 3, 2)
HOURS = LiabilityRunningHoursLength(hours=8000, within=LiabilitySpan(years=2))


def promise(**values: Any) -> Promise:
    said: dict[str, Any] = {
        "id": UUID(int=1),
        "side": WarrantySide.GIVEN,
        "obligor_party_id": None,
        "scope": ELECTRICAL,
        "length": LiabilityCalendarLength(years=2),
        "exclusions": (),
        "starts_on": date(2024, 3, 1),
        "ends_on": AFTER,
        **values,
    }
    return Promise(**said)


def matter(on: date = INSIDE, scope: PartyScope | None = ELECTRICAL, **values: Any) -> Matter:
    return Matter(on=on, scope=scope, **values)


class TestPromise:
    @pytest.mark.parametrize(
        ("on", "code"),
        [
            (date(2024, 2, 29), CoverageCode.BEFORE_START),
            (date(2024, 3, 1), CoverageCode.INSIDE_PERIOD),
            (date(2026, 3, 1), CoverageCode.INSIDE_PERIOD),
            (date(2026, 3, 2), CoverageCode.EXPIRED),
        ],
    )
    def test_covers_its_first_and_last_days(self, on: date, code: CoverageCode) -> None:
        assert code_for(promise(), matter(on)) is code

    def test_says_nothing_of_another_scope(self) -> None:
        assert code_for(promise(), matter(scope=HVAC)) is CoverageCode.SCOPE_DIFFERS

    def test_answers_by_its_days_where_the_scope_is_not_known(self) -> None:
        assert code_for(promise(), matter(scope=None)) is CoverageCode.INSIDE_PERIOD

    def test_is_open_while_its_days_are_not_known(self) -> None:
        assert code_for(promise(starts_on=None, ends_on=None), matter()) is CoverageCode.START_UNKNOWN
        assert code_for(promise(ends_on=None), matter()) is CoverageCode.START_UNKNOWN

    def test_does_not_cover_what_it_excludes_though_its_days_are_not_known(self) -> None:
        found = promise(exclusions=("misuse",), starts_on=None, ends_on=None)

        assert code_for(found, matter(cause_code="misuse")) is CoverageCode.EXCLUDED_CAUSE

    def test_covers_other_causes_and_unknown_ones(self) -> None:
        found = promise(exclusions=("misuse",))

        assert code_for(found, matter(cause_code="design")) is CoverageCode.INSIDE_PERIOD
        assert code_for(found, matter()) is CoverageCode.INSIDE_PERIOD

    @pytest.mark.parametrize(
        ("hours", "code"),
        [
            (None, CoverageCode.USAGE_UNKNOWN),
            (8000, CoverageCode.INSIDE_PERIOD),
            (8001, CoverageCode.USAGE_EXCEEDED),
        ],
    )
    def test_of_running_hours_covers_as_many_as_were_promised(self, hours: int | None, code: CoverageCode) -> None:
        assert code_for(promise(length=HOURS), matter(running_hours=hours)) is code

    def test_of_running_hours_is_over_with_its_time(self) -> None:
        assert code_for(promise(length=HOURS), matter(AFTER, running_hours=1)) is CoverageCode.EXPIRED

    def test_of_running_hours_is_over_with_them_though_its_days_are_not_known(self) -> None:
        found = promise(length=HOURS, starts_on=None, ends_on=None)

        assert code_for(found, matter(running_hours=8001)) is CoverageCode.USAGE_EXCEEDED


class TestCode:
    @pytest.mark.parametrize("code", list(CoverageCode))
    def test_has_words(self, code: CoverageCode) -> None:
        assert REASONS[code].endswith(".")

    def test_is_unknown_only_where_something_may_be_found_out(self) -> None:
        open_codes = {code for code in CoverageCode if covered_by(code) is Covered.UNKNOWN}

        assert open_codes == {CoverageCode.START_UNKNOWN, CoverageCode.USAGE_UNKNOWN}
        assert covered_by(CoverageCode.INSIDE_PERIOD) is Covered.COVERED


OVER = promise(ends_on=date(2024, 4, 1))
PENDING = promise(starts_on=None, ends_on=None)
RECEIVED = promise(side=WarrantySide.RECEIVED)


class TestCoverage:
    @pytest.mark.parametrize(
        ("promises", "covered", "code"),
        [
            ((), Covered.NOT_COVERED, None),
            ((promise(),), Covered.COVERED, CoverageCode.INSIDE_PERIOD),
            ((OVER, PENDING, promise()), Covered.COVERED, CoverageCode.INSIDE_PERIOD),
            ((OVER, PENDING), Covered.UNKNOWN, CoverageCode.START_UNKNOWN),
            ((OVER,), Covered.NOT_COVERED, CoverageCode.EXPIRED),
            ((OVER, promise(scope=HVAC)), Covered.NOT_COVERED, CoverageCode.EXPIRED),
            ((RECEIVED,), Covered.NOT_COVERED, None),
            ((OVER, RECEIVED), Covered.NOT_COVERED, CoverageCode.EXPIRED),
        ],
    )
    def test_of_a_scope_is_what_the_best_of_our_promises_says(
        self, promises: Sequence[Promise], covered: Covered, code: CoverageCode | None
    ) -> None:
        found = coverage_of(promises, matter())

        assert (found.covered, found.code) == (covered, code)

    @pytest.mark.parametrize(
        ("promises", "covered"),
        [
            ((), Covered.NOT_COVERED),
            ((promise(), promise(scope=HVAC)), Covered.COVERED),
            ((promise(), OVER), Covered.COVERED),
            ((promise(), promise(scope=HVAC, ends_on=date(2024, 4, 1))), Covered.UNKNOWN),
            ((OVER, promise(scope=HVAC, ends_on=date(2024, 4, 1))), Covered.NOT_COVERED),
            ((PENDING,), Covered.UNKNOWN),
        ],
    )
    def test_of_an_unknown_scope_is_known_where_all_scopes_agree(
        self, promises: Sequence[Promise], covered: Covered
    ) -> None:
        assert coverage_of(promises, matter(scope=None)).covered is covered

    def test_tells_what_every_promise_says_in_their_order(self) -> None:
        ours, theirs = promise(id=UUID(int=1)), promise(id=UUID(int=2), side=WarrantySide.RECEIVED, ends_on=INSIDE)

        found = coverage_of([ours, theirs], matter())

        assert [(each.warranty_term_id.int, each.answer, each.code) for each in found.answers] == [
            (1, Covered.COVERED, CoverageCode.INSIDE_PERIOD),
            (2, Covered.NOT_COVERED, CoverageCode.EXPIRED),
        ]
        assert found.answers[1].reason == "The warranty was over."

    @given(
        st.lists(
            st.builds(
                promise,
                id=st.builds(uuid7),
                scope=st.sampled_from([ELECTRICAL, HVAC]),
                ends_on=st.sampled_from([None, INSIDE, AFTER]),
                side=st.sampled_from(list(WarrantySide)),
            ),
            max_size=6,
        ),
        st.sampled_from([None, ELECTRICAL, HVAC]),
    )
    def test_is_never_better_than_the_best_of_our_promises(
        self, promises: list[Promise], scope: PartyScope | None
    ) -> None:
        found = coverage_of(promises, matter(scope=scope))

        ours = {each.answer for each in found.answers if each.side is WarrantySide.GIVEN}
        if found.covered is Covered.COVERED:
            assert Covered.COVERED in ours
        if found.covered is Covered.NOT_COVERED:
            assert Covered.COVERED not in ours
