"""What the law asks of warranties that we give."""

from datetime import date

import pytest

from wellkept_liability.rules.floors import (
    LiabilitySeasonsMinimum,
    Minimum,
    StatutoryRule,
    floor_of,
    rule_on,
)
from wellkept_liability.rules.lengths import (
    Length,
    LiabilityCalendarLength,
    LiabilityDesignLifeLength,
    LiabilitySeasonsLength,
    end_of,
)
from wellkept_liability.rules.seasons import LiabilitySeasonKind, SeasonDates

HEATING, COOLING = LiabilitySeasonKind.HEATING, LiabilitySeasonKind.COOLING
SEASONS = {HEATING: SeasonDates(starts=(11, 15), ends=(3, 15)), COOLING: SeasonDates(starts=(6, 15), ends=(9, 15))}
ACCEPTED = date(2024, 3, 1)
FIVE_YEARS = LiabilityCalendarLength(years=5)
FIFTY_YEARS = LiabilityDesignLifeLength(years=50)


def rule(minimum: Minimum, *, code: str = "R", since: date = date(2000, 1, 30)) -> StatutoryRule:
    return StatutoryRule(code=code, minimum=minimum, effective_from=since)


def judged(
    minimum: Minimum, length: Length, *, starts_on: date | None = ACCEPTED, accepted_on: date | None = ACCEPTED
) -> tuple[date | None, bool | None]:
    ends_on = None if starts_on is None else end_of(length, starts_on=starts_on, seasons=SEASONS)
    found = floor_of(
        rule(minimum), length, starts_on=starts_on, ends_on=ends_on, accepted_on=accepted_on, seasons=SEASONS
    )
    return found.minimum_ends_on, found.satisfied


class TestFloor:
    def test_is_kept_by_as_much_as_the_law_asks(self) -> None:
        assert judged(FIVE_YEARS, LiabilityCalendarLength(years=5)) == (date(2029, 3, 2), True)

    def test_is_not_kept_by_less(self) -> None:
        assert judged(FIVE_YEARS, LiabilityCalendarLength(years=4)) == (date(2029, 3, 2), False)

    def test_counts_from_the_acceptance_also_where_the_warranty_starts_later(self) -> None:
        from_handover = date(2024, 5, 1)
        ten_months, nine_months = (LiabilityCalendarLength(years=4, months=count) for count in (10, 9))

        assert judged(FIVE_YEARS, ten_months, starts_on=from_handover) == (date(2029, 3, 2), True)
        assert judged(FIVE_YEARS, nine_months, starts_on=from_handover) == (date(2029, 3, 2), False)

    def test_counts_from_the_start_while_the_acceptance_is_not_known(self) -> None:
        found = judged(FIVE_YEARS, LiabilityCalendarLength(years=5), starts_on=date(2024, 5, 1), accepted_on=None)

        assert found == (date(2029, 5, 2), True)

    def test_is_open_while_the_start_is_not_known(self) -> None:
        assert judged(FIVE_YEARS, LiabilityCalendarLength(years=1), starts_on=None) == (date(2029, 3, 2), None)
        assert judged(FIVE_YEARS, LiabilityCalendarLength(years=1), starts_on=None, accepted_on=None) == (None, None)

    @pytest.mark.parametrize(
        ("length", "satisfied"),
        [(FIFTY_YEARS, True), (LiabilityCalendarLength(years=100), False)],
    )
    def test_of_a_design_life_needs_a_length_of_that_kind(self, length: Length, *, satisfied: bool) -> None:
        assert judged(LiabilityDesignLifeLength(years=1), length) == (None, satisfied)

    def test_of_a_design_life_is_open_while_the_start_is_not_known(self) -> None:
        assert judged(LiabilityDesignLifeLength(years=1), FIFTY_YEARS, starts_on=None) == (None, None)

    @pytest.mark.parametrize(
        ("season", "count", "satisfied", "minimum"),
        [
            (HEATING, 2, True, date(2026, 3, 16)),
            (HEATING, 1, False, date(2026, 3, 16)),
            (COOLING, 2, True, date(2025, 9, 16)),
            (COOLING, 1, False, date(2025, 9, 16)),
        ],
    )
    def test_of_seasons_counts_those_of_the_warranty(
        self, season: LiabilitySeasonKind, count: int, *, satisfied: bool, minimum: date
    ) -> None:
        length = LiabilitySeasonsLength(season=season, count=count)

        assert judged(LiabilitySeasonsMinimum(count=2), length) == (minimum, satisfied)

    def test_of_seasons_asks_both_of_a_warranty_that_counts_none(self) -> None:
        assert judged(LiabilitySeasonsMinimum(count=2), LiabilityCalendarLength(years=2)) == (date(2026, 3, 16), False)
        assert judged(LiabilitySeasonsMinimum(count=2), LiabilityCalendarLength(years=3)) == (date(2026, 3, 16), True)

    def test_may_name_the_season(self) -> None:
        minimum = LiabilitySeasonsMinimum(count=2, season=COOLING)

        assert judged(minimum, LiabilityCalendarLength(years=2)) == (date(2025, 9, 16), True)


class TestRule:
    def test_is_the_latest_that_was_in_force(self) -> None:
        old, new = rule(FIVE_YEARS, code="OLD"), rule(FIVE_YEARS, code="NEW", since=date(2020, 1, 1))

        assert rule_on([new, old], date(2019, 12, 31)) == old
        assert rule_on([old, new], date(2020, 1, 1)) == new

    def test_is_the_latest_of_all_without_a_day(self) -> None:
        old, new = rule(FIVE_YEARS, code="OLD"), rule(FIVE_YEARS, code="NEW", since=date(2020, 1, 1))

        assert rule_on([old, new], None) == new

    def test_is_none_where_none_was_in_force(self) -> None:
        assert rule_on([rule(FIVE_YEARS)], date(1999, 1, 1)) is None
        assert rule_on([], ACCEPTED) is None
