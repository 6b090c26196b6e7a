"""How long what was fitted is under warranty."""

from datetime import date

import pytest

from wellkept_liability.rules.lengths import LiabilityCalendarLength
from wellkept_liability.rules.replacing import LiabilityReplacementRule, end_after_replacement

ORIGINAL_END = date(2026, 3, 2)
REPLACED = date(2026, 2, 1)


class TestReplacement:
    @pytest.mark.parametrize(
        ("rule", "minimum_months", "ends_on"),
        [
            (LiabilityReplacementRule.REMAINDER, None, date(2026, 3, 2)),
            (LiabilityReplacementRule.RESTART, None, date(2028, 2, 2)),
            (LiabilityReplacementRule.LONGER_OF, 6, date(2026, 8, 2)),
            (LiabilityReplacementRule.LONGER_OF, 1, date(2026, 3, 2)),
        ],
    )
    def test_ends_as_was_agreed(
        self, rule: LiabilityReplacementRule, minimum_months: int | None, ends_on: date
    ) -> None:
        minimum = None if minimum_months is None else LiabilityCalendarLength(months=minimum_months)

        found = end_after_replacement(
            rule,
            replaced_on=REPLACED,
            original_end=ORIGINAL_END,
            length=LiabilityCalendarLength(years=2),
            minimum=minimum,
            seasons={},
        )

        assert found == ends_on
