"""Specification of money that is held back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_liability.rules.retention import (
    RetentionAction,
    RetentionStatus,
    after_days,
    allowed_actions,
    last_day_to_accept,
    portion,
    starts_on,
    step_due_at,
)

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


class TestPortion:
    def test_of_a_million_at_three_percent(self) -> None:
        assert portion(100_000_000, bp=300) == 3_000_000

    def test_is_rounded_down(self) -> None:
        """99.99 yuan at 3.33 %: 3.329667."""
        assert portion(9_999, bp=333) == 332

    def test_of_nothing_is_nothing(self) -> None:
        assert portion(0, bp=300) == 0

    @given(st.integers(min_value=0, max_value=2**53), st.integers(min_value=0, max_value=10_000))
    def test_law_never_more_than_the_exact_part_and_less_than_one_below(self, price_minor: int, bp: int) -> None:
        assert 0 <= price_minor * bp - portion(price_minor, bp=bp) * 10_000 < 10_000


class TestStartsOn:
    def found(
        self, *, accepted: date | None = None, reported: date | None = None, today: date = date(2026, 1, 1)
    ) -> date | None:
        """Return it with the usual 90 days."""
        return starts_on(accepted_on=accepted, completion_reported_on=reported, late_acceptance_days=90, today=today)

    def test_is_the_acceptance(self) -> None:
        assert self.found(accepted=date(2024, 3, 1)) == date(2024, 3, 1)

    def test_is_open_without_acceptance_and_report(self) -> None:
        assert self.found() is None

    def test_is_the_acceptance_within_ninety_days_of_the_report(self) -> None:
        assert self.found(accepted=date(2024, 3, 1), reported=date(2024, 1, 1)) == date(2024, 3, 1)

    def test_is_ninety_days_after_the_report_when_the_acceptance_came_later(self) -> None:
        """2024-01-01 + 90 days, in a leap year."""
        assert self.found(accepted=date(2024, 9, 1), reported=date(2024, 1, 1)) == date(2024, 3, 31)

    def test_is_ninety_days_after_the_report_when_there_is_no_acceptance_by_then(self) -> None:
        assert self.found(reported=date(2024, 1, 1), today=date(2024, 3, 31)) == date(2024, 3, 31)

    def test_is_open_as_long_as_the_acceptance_may_still_come_in_time(self) -> None:
        assert self.found(reported=date(2024, 1, 1), today=date(2024, 3, 30)) is None

    @given(days, days, days)
    def test_law_never_later_than_ninety_days_after_the_report(self, accepted: date, reported: date, now: date) -> None:
        found = self.found(accepted=accepted, reported=reported, today=now)

        assert found is not None
        assert found <= min(accepted, reported + timedelta(days=90))


class TestLastDayToAccept:
    def test_is_none_where_the_calendar_ends(self) -> None:
        assert last_day_to_accept(date(9999, 12, 31), late_acceptance_days=1) is None


class TestStepDueAt:
    @pytest.mark.parametrize("status", [RetentionStatus.REQUESTED, RetentionStatus.REMINDED, RetentionStatus.AGREED])
    def test_is_fourteen_times_24_hours_after_the_step(self, status: RetentionStatus) -> None:
        assert step_due_at(status, at=AT, step_days=14) == datetime(2026, 3, 15, 8, tzinfo=UTC)

    @pytest.mark.parametrize("status", [RetentionStatus.HELD, RetentionStatus.OBJECTED, RetentionStatus.PAID])
    def test_is_none_where_nobody_is_waited_for(self, status: RetentionStatus) -> None:
        assert step_due_at(status, at=AT, step_days=14) is None


class TestAfterDays:
    def test_ends_where_the_calendar_ends(self) -> None:
        latest = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)

        assert after_days(AT, 10**9) == latest
        assert after_days(latest, 0) == latest


class TestAllowedActions:
    def test_of_money_that_is_held_is_to_ask_for_it(self) -> None:
        assert list(allowed_actions(RetentionStatus.HELD)) == [RetentionAction.REQUEST_RELEASE]

    def test_of_a_request_are_the_check_and_the_reminder(self) -> None:
        assert list(allowed_actions(RetentionStatus.REQUESTED)) == [RetentionAction.CHECK, RetentionAction.REMIND]

    def test_after_the_reminder_is_the_check(self) -> None:
        assert list(allowed_actions(RetentionStatus.REMINDED)) == [RetentionAction.CHECK]

    def test_of_what_was_agreed_is_to_pay(self) -> None:
        assert list(allowed_actions(RetentionStatus.AGREED)) == [RetentionAction.PAY]

    def test_after_an_objection_are_to_ask_or_to_check_again(self) -> None:
        found = list(allowed_actions(RetentionStatus.OBJECTED))

        assert found == [RetentionAction.REQUEST_RELEASE, RetentionAction.CHECK]

    def test_are_none_once_it_is_paid(self) -> None:
        assert list(allowed_actions(RetentionStatus.PAID)) == []
