"""From which day promises run."""

from datetime import date

import pytest

from wellkept_liability.rules.starting import LiabilityStartRule, StartDays, needs_equipment, start_of, takes_a_day

DAYS = StartDays(
    accepted_on=date(2024, 1, 1),
    handed_over_on=date(2024, 2, 1),
    installed_on=date(2024, 3, 1),
    commissioned_on=date(2024, 4, 1),
)
SAID = date(2024, 5, 1)


class TestStart:
    @pytest.mark.parametrize(
        ("rule", "day"),
        [
            (LiabilityStartRule.ACCEPTANCE, date(2024, 1, 1)),
            (LiabilityStartRule.HANDOVER, date(2024, 2, 1)),
            (LiabilityStartRule.INSTALLATION, date(2024, 3, 1)),
            (LiabilityStartRule.COMMISSIONING, date(2024, 4, 1)),
            (LiabilityStartRule.DELIVERY, SAID),
            (LiabilityStartRule.REPLACEMENT, SAID),
            (LiabilityStartRule.FIXED, SAID),
        ],
    )
    def test_is_the_day_that_the_rule_names(self, rule: LiabilityStartRule, day: date) -> None:
        assert start_of(rule, fixed_on=SAID, days=DAYS) == day

    def test_is_said_with_the_warranty_or_read_from_a_record(self) -> None:
        assert {rule for rule in LiabilityStartRule if takes_a_day(rule)} == {
            LiabilityStartRule.DELIVERY,
            LiabilityStartRule.REPLACEMENT,
            LiabilityStartRule.FIXED,
        }
        assert {rule for rule in LiabilityStartRule if needs_equipment(rule)} == {
            LiabilityStartRule.INSTALLATION,
            LiabilityStartRule.COMMISSIONING,
        }
