from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wellkept_sdk.ids import uuid7
from wellkept_survey.rules.kinds import SurveyFollowUpStatus
from wellkept_survey.rules.planning import Changes, KnownFollowUp, NewFollowUp, Rhythm, changes
from wellkept_survey.rules.schedules import Occurrence
from wellkept_survey.terms import SurveyAnchor, SurveyFollowUpKind, SurveyFollowUpPlan

HALF_YEARLY = SurveyFollowUpPlan(
    kind=SurveyFollowUpKind.VISIT, anchor=SurveyAnchor.HANDED_OVER_ON, every_months=6, window_days=30
)
HANDED_OVER = date(2026, 8, 31)
TODAY = date(2027, 1, 15)
FIRST = Occurrence(number=1, due_on=date(2027, 3, 1), window_until=date(2027, 3, 31))
ONE = UUID(int=1)
NOTHING = Changes(new=[], moved={}, cancelled={})


def on_weekdays(day: date) -> bool:
    return day.isoweekday() <= 5


def known(**values: Any) -> KnownFollowUp:
    said: dict[str, Any] = {
        "id": ONE,
        "code": "half_yearly",
        "occurrence": 1,
        "status": SurveyFollowUpStatus.PLANNED,
        "is_manual": False,
        "is_moved": False,
        "due_on": FIRST.due_on,
        "window_until": FIRST.window_until,
    }
    return KnownFollowUp(**{**said, **values})


def found(
    *there: KnownFollowUp, anchor_on: date | None = HANDED_OVER, today: date = TODAY, planned: bool = True
) -> Changes:
    rhythms = {"half_yearly": Rhythm(HALF_YEARLY, anchor_on)} if planned else {}
    return changes(rhythms, there, today=today, is_working=on_weekdays)


class TestChanges:
    def test_plan_what_comes_near_once(self) -> None:
        assert found() == Changes(new=[NewFollowUp(code="half_yearly", occurrence=FIRST)], moved={}, cancelled={})
        assert found(known()) == NOTHING

    @pytest.mark.parametrize("status", ["done", "missed", "cancelled"])
    def test_plan_nothing_again(self, status: str) -> None:
        assert found(known(status=SurveyFollowUpStatus(status))) == NOTHING

    def test_move_with_the_day_of_the_project(self) -> None:
        assert found(known(), anchor_on=date(2026, 9, 10)).moved == {
            ONE: Occurrence(number=1, due_on=date(2027, 3, 10), window_until=date(2027, 4, 9))
        }

    def test_cancel_what_the_new_day_of_the_project_puts_into_the_past(self) -> None:
        assert found(known(), anchor_on=date(2020, 2, 28)) == Changes(
            new=[
                NewFollowUp(
                    code="half_yearly",
                    occurrence=Occurrence(number=14, due_on=date(2027, 3, 1), window_until=date(2027, 3, 31)),
                )
            ],
            moved={},
            cancelled={ONE: "dates_changed"},
        )

    def test_cancel_what_has_lost_the_day_from_which_it_counts(self) -> None:
        assert found(known(), anchor_on=None) == Changes(new=[], moved={}, cancelled={ONE: "dates_changed"})

    def test_leave_to_the_sweep_what_is_only_late(self) -> None:
        assert found(known(), today=date(2027, 4, 2)) == NOTHING

    def test_cancel_what_the_plan_has_no_longer(self) -> None:
        assert found(known(), known(id=UUID(int=2), occurrence=2, is_moved=True), planned=False).cancelled == {
            ONE: "plan_ended",
            UUID(int=2): "plan_ended",
        }

    @pytest.mark.parametrize("values", [{"is_manual": True}, {"status": SurveyFollowUpStatus.ASSIGNED}])
    def test_leave_to_people_what_is_theirs(self, values: dict[str, Any]) -> None:
        assert found(known(**values), planned=False) == NOTHING
        assert found(known(**values), anchor_on=date(2026, 9, 10)) == NOTHING

    def test_let_stand_what_somebody_has_moved(self) -> None:
        assert found(known(is_moved=True, due_on=date(2027, 3, 20))) == NOTHING

    @given(
        anchors=st.lists(st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1)), min_size=2, max_size=2),
        today=st.dates(min_value=date(2024, 1, 1), max_value=date(2032, 1, 1)),
        months=st.integers(min_value=1, max_value=12),
        window_days=st.integers(min_value=0, max_value=90),
    )
    def test_leave_nothing_to_do_once_they_are_made(
        self, anchors: list[date], today: date, months: int, window_days: int
    ) -> None:
        plan = SurveyFollowUpPlan(
            kind=SurveyFollowUpKind.VISIT,
            anchor=SurveyAnchor.HANDED_OVER_ON,
            every_months=months,
            window_days=window_days,
        )
        there: list[KnownFollowUp] = []
        for anchor_on in anchors:
            rhythms = {"half_yearly": Rhythm(plan, anchor_on)}
            there = made(there, changes(rhythms, there, today=today, is_working=on_weekdays))

            assert changes(rhythms, there, today=today, is_working=on_weekdays) == NOTHING
        assert len({(each.code, each.occurrence) for each in there}) == len(there)


def made(there: list[KnownFollowUp], found: Changes) -> list[KnownFollowUp]:
    """Return the follow-ups as they are once the changes are made."""
    kept = [
        replace(
            each,
            status=SurveyFollowUpStatus.CANCELLED if each.id in found.cancelled else each.status,
            due_on=found.moved[each.id].due_on if each.id in found.moved else each.due_on,
            window_until=found.moved[each.id].window_until if each.id in found.moved else each.window_until,
        )
        for each in there
    ]
    new = [
        known(
            id=uuid7(),
            code=each.code,
            occurrence=each.occurrence.number,
            due_on=each.occurrence.due_on,
            window_until=each.occurrence.window_until,
        )
        for each in found.new
    ]
    return kept + new
