"""From when to when warranties run."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from wellkept_liability.rules.floors import StatutoryRule
from wellkept_liability.rules.lengths import LiabilityCalendarLength
from wellkept_liability.rules.replacing import LiabilityReplacementRule
from wellkept_liability.rules.scheduling import (
    Circumstances,
    LiabilityTermStatus,
    TermFacts,
    schedule_of,
    status_on,
)
from wellkept_liability.rules.starting import LiabilityStartRule, StartDays
from wellkept_sdk.services.liability import WarrantySide
from wellkept_sdk.services.parties import PartyScope

FIVE_YEARS = StatutoryRule(code="R", minimum=LiabilityCalendarLength(years=5), effective_from=date(2000, 1, 30))
ACCEPTED = date(2024, 3, 1)


def term(**values: Any) -> TermFacts:
    said: dict[str, Any] = {
        "id": UUID(int=1),
        "scope": PartyScope.WATERPROOFING,
        "side": WarrantySide.GIVEN,
        "start_rule": LiabilityStartRule.ACCEPTANCE,
        "fixed_on": None,
        "length": LiabilityCalendarLength(years=2),
        **values,
    }
    return TermFacts(**said)


def around(accepted_on: date | None = ACCEPTED, **days: date) -> Circumstances:
    dates: dict[str, Any] = dict.fromkeys(StartDays.__struct_fields__)
    return Circumstances(
        days=StartDays(**{**dates, "accepted_on": accepted_on, **days}),
        seasons={},
        rules={PartyScope.WATERPROOFING: [FIVE_YEARS]},
    )


def replacement(rule: LiabilityReplacementRule) -> TermFacts:
    return term(
        start_rule=LiabilityStartRule.REPLACEMENT,
        fixed_on=date(2026, 2, 1),
        replaces_id=UUID(int=2),
        replacement_rule=rule,
        replacement_minimum=LiabilityCalendarLength(months=6),
    )


class TestSchedule:
    def test_runs_from_the_day_of_the_rule(self) -> None:
        found = schedule_of(term(), around())

        assert (found.starts_on, found.ends_on) == (date(2024, 3, 1), date(2026, 3, 2))

    def test_is_open_while_that_day_is_not_known(self) -> None:
        found = schedule_of(term(), around(None))

        assert (found.starts_on, found.ends_on) == (None, None)
        assert found.floor is not None
        assert found.floor.satisfied is None

    def test_tells_what_the_law_asks_of_what_we_give(self) -> None:
        floor = schedule_of(term(), around()).floor

        assert floor is not None
        assert (floor.rule, floor.minimum_ends_on, floor.satisfied) == (FIVE_YEARS, date(2029, 3, 2), False)

    @pytest.mark.parametrize(
        "free",
        [
            term(side=WarrantySide.RECEIVED),
            term(scope=PartyScope.CONTROL),
            term(start_rule=LiabilityStartRule.FIXED, fixed_on=date(1999, 1, 1)),
        ],
        ids=["received", "other scope", "before the law"],
    )
    def test_asks_nothing_where_no_rule_holds(self, free: TermFacts) -> None:
        accepted_on = None if free.start_rule is LiabilityStartRule.FIXED else ACCEPTED

        assert schedule_of(free, around(accepted_on)).floor is None

    @pytest.mark.parametrize(
        ("rule", "ends_on"),
        [
            (LiabilityReplacementRule.REMAINDER, date(2026, 3, 2)),
            (LiabilityReplacementRule.RESTART, date(2028, 2, 2)),
            (LiabilityReplacementRule.LONGER_OF, date(2026, 8, 2)),
        ],
    )
    def test_of_a_replacement_follows_the_original(self, rule: LiabilityReplacementRule, ends_on: date) -> None:
        assert schedule_of(replacement(rule), around(), original_end=date(2026, 3, 2)).ends_on == ends_on

    @pytest.mark.parametrize(
        ("rule", "ends_on"),
        [
            (LiabilityReplacementRule.REMAINDER, None),
            (LiabilityReplacementRule.RESTART, date(2028, 2, 2)),
            (LiabilityReplacementRule.LONGER_OF, None),
        ],
    )
    def test_of_a_replacement_waits_for_the_original(
        self, rule: LiabilityReplacementRule, ends_on: date | None
    ) -> None:
        assert schedule_of(replacement(rule), around(), original_end=None).ends_on == ends_on


class TestStatus:
    @pytest.mark.parametrize(
        ("today", "status"),
        [
            (date(2024, 2, 29), LiabilityTermStatus.UPCOMING),
            (date(2024, 3, 1), LiabilityTermStatus.RUNNING),
            (date(2026, 3, 1), LiabilityTermStatus.RUNNING),
            (date(2026, 3, 2), LiabilityTermStatus.EXPIRED),
        ],
    )
    def test_follows_the_days(self, today: date, status: LiabilityTermStatus) -> None:
        found = status_on(today, starts_on=date(2024, 3, 1), ends_on=date(2026, 3, 2), is_revoked=False)

        assert found is status

    def test_is_pending_without_them(self) -> None:
        assert status_on(ACCEPTED, starts_on=None, ends_on=None, is_revoked=False) is LiabilityTermStatus.PENDING

    def test_of_what_was_revoked_says_so(self) -> None:
        assert status_on(ACCEPTED, starts_on=None, ends_on=None, is_revoked=True) is LiabilityTermStatus.REVOKED
