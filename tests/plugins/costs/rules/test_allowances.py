"""In which period of an allowance a day lies."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellkept_costs.rules.allowances import period_start
from wellkept_costs.terms import AllowancePeriod

MONTH, YEAR, CONTRACT = AllowancePeriod.MONTH, AllowancePeriod.YEAR, AllowancePeriod.CONTRACT
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


class TestAPeriod:
    @pytest.mark.parametrize(
        ("period", "contract", "on", "start"),
        [
            (YEAR, "2025-03-02", "2026-03-01", "2025-03-02"),
            (YEAR, "2025-03-02", "2026-03-02", "2026-03-02"),
            (YEAR, "2024-02-29", "2025-02-28", "2025-02-28"),
            (YEAR, "2024-02-29", "2028-02-28", "2027-02-28"),
            (YEAR, "2024-02-29", "2028-02-29", "2028-02-29"),
            (MONTH, "2026-01-31", "2026-02-27", "2026-01-31"),
            (MONTH, "2026-01-31", "2026-02-28", "2026-02-28"),
            (MONTH, "2026-01-31", "2026-03-30", "2026-02-28"),
            (MONTH, "2026-01-31", "2026-03-31", "2026-03-31"),
            (MONTH, "2025-12-15", "2026-01-14", "2025-12-15"),
            (CONTRACT, "2020-05-05", "2026-01-01", "2020-05-05"),
            (CONTRACT, "2026-05-05", "2026-05-05", "2026-05-05"),
        ],
    )
    def test_begins_on_the_contracts_day(self, period: AllowancePeriod, contract: str, on: str, start: str) -> None:
        found = period_start(period, contract_starts_on=date.fromisoformat(contract), on=date.fromisoformat(on))

        assert found == date.fromisoformat(start)

    @pytest.mark.parametrize("period", list(AllowancePeriod))
    def test_does_not_come_before_the_contract(self, period: AllowancePeriod) -> None:
        assert period_start(period, contract_starts_on=date(2026, 5, 5), on=date(2026, 5, 4)) is None

    @given(contract=DAYS, on=DAYS, period=st.sampled_from([MONTH, YEAR]))
    def test_has_every_day_of_itself(self, contract: date, on: date, period: AllowancePeriod) -> None:
        start = period_start(period, contract_starts_on=contract, on=on)

        if start is not None:
            assert contract <= start <= on
            assert (on - start).days <= (31 if period is MONTH else 366)
            assert period_start(period, contract_starts_on=contract, on=start) == start
