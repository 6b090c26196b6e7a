"""Terms that could never work."""

from typing import Any

import msgspec
import pytest

from wellkept_survey.rules.checking import follow_up_mistakes, trigger_mistakes
from wellkept_survey.rules.presets import PRESETS
from wellkept_survey.terms import SurveyFollowUpPlan, SurveyTrigger

CONFIRMED = {"on": "confirmed", "template": "repair"}
YEARLY = {
    "on": "periodic",
    "template": "yearly",
    "every_months": 12,
    "anchor": "handed_over_on",
    "respondents": ["contacts"],
}


class TestTrigger:
    @pytest.mark.parametrize(
        ("said", "pointers"),
        [
            (CONFIRMED, []),
            (YEARLY, []),
            ({**CONFIRMED, "every_months": 12}, ["/triggers/one/every_months"]),
            ({**CONFIRMED, "anchor": "accepted_on"}, ["/triggers/one/anchor"]),
            (
                {"on": "periodic", "template": "yearly"},
                ["/triggers/one/every_months", "/triggers/one/anchor", "/triggers/one/respondents"],
            ),
        ],
    )
    def test_has_what_it_needs_and_nothing_else(self, said: dict[str, Any], pointers: list[str]) -> None:
        found = list(trigger_mistakes({"one": msgspec.convert(said, SurveyTrigger)}))

        assert [each.pointer for each in found] == pointers
        assert {each.code for each in found} <= {"survey.terms.trigger"}


class TestFollowUp:
    @pytest.mark.parametrize(
        ("said", "pointers"),
        [
            ({"anchor": "handed_over_on", "after_days": 30}, []),
            ({"anchor": "contract_start", "every_months": 6}, []),
            ({"month_day": "02-29"}, []),
            ({}, ["/follow_ups/one"]),
            ({"anchor": "handed_over_on"}, ["/follow_ups/one"]),
            ({"anchor": "handed_over_on", "after_days": 30, "every_months": 6}, ["/follow_ups/one"]),
            ({"after_days": 30}, ["/follow_ups/one/anchor"]),
            ({"month_day": "05-15", "anchor": "handed_over_on"}, ["/follow_ups/one/anchor"]),
            ({"month_day": "02-30"}, ["/follow_ups/one/month_day"]),
        ],
    )
    def test_is_due_in_exactly_one_way(self, said: dict[str, Any], pointers: list[str]) -> None:
        plan = msgspec.convert({"kind": "visit", **said}, SurveyFollowUpPlan)

        found = list(follow_up_mistakes({"one": plan}))

        assert [each.pointer for each in found] == pointers
        assert {each.code for each in found} <= {"survey.terms.follow_up"}


class TestPresets:
    def test_can_be_copied_as_they_are(self) -> None:
        assert list(trigger_mistakes(PRESETS.triggers)) == []
        assert list(follow_up_mistakes(PRESETS.follow_ups)) == []
        assert set(PRESETS.follow_ups) == {"after_handover", "half_yearly", "before_summer", "before_winter"}
