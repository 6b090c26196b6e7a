"""When invitations are sent, may be answered and are reminded of; and who has worked on a ticket."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from wellkept_sdk.actor import ActorKind, Side
from wellkept_sdk.ids import TicketId, UserId, uuid7
from wellkept_sdk.records.histories import RecordedActor, TicketFactRecord
from wellkept_sdk.records.tickets import Action, FactKind
from wellkept_survey.rules.invitations import (
    Access,
    access,
    in_turn,
    is_capped,
    next_reminder,
    reminders_due,
    workers_of,
)
from wellkept_survey.rules.kinds import SurveyStatus
from wellkept_survey.terms import SurveyCap, SurveyMoment, SurveyTrigger

SENT = datetime(2026, 3, 2, 2, tzinfo=UTC)
EXPIRES = SENT + timedelta(days=14)
LI, WU, HE, YU = (UUID(int=number) for number in range(1, 5))


class TestAccess:
    @pytest.mark.parametrize(
        ("status", "after", "edited_until", "what"),
        [
            ("sent", timedelta(0), None, Access.ANSWER),
            ("sent", timedelta(days=14) - timedelta(seconds=1), None, Access.ANSWER),
            ("sent", timedelta(days=14), None, Access.NOTHING),
            ("scheduled", timedelta(0), None, Access.NOTHING),
            ("expired", timedelta(0), None, Access.NOTHING),
            ("cancelled", timedelta(0), None, Access.NOTHING),
            ("suppressed", timedelta(0), None, Access.NOTHING),
            ("answered", timedelta(hours=1), timedelta(hours=2), Access.EDIT),
            ("answered", timedelta(hours=2), timedelta(hours=2), Access.LOOK),
            ("answered", timedelta(days=14), timedelta(hours=2), Access.NOTHING),
            ("answered", timedelta(days=14), timedelta(days=14, hours=1), Access.EDIT),
            ("answered", timedelta(hours=1), None, Access.LOOK),
        ],
    )
    def test_ends_with_the_time_for_it(
        self, status: str, after: timedelta, edited_until: timedelta | None, what: Access
    ) -> None:
        until = None if edited_until is None else SENT + edited_until

        assert access(SurveyStatus(status), expires_at=EXPIRES, edited_until=until, at=SENT + after) is what


class TestCap:
    @pytest.mark.parametrize(
        ("trigger", "reopened", "asked", "capped"),
        [
            ("after_repair", False, 1, False),
            ("after_repair", False, 2, True),
            ("after_repair", True, 2, False),
            ("manual", False, 2, False),
        ],
    )
    def test_holds_back_who_was_asked_too_lately(
        self, trigger: str, asked: int, *, reopened: bool, capped: bool
    ) -> None:
        cap = SurveyCap(invitations=2)

        assert is_capped(trigger=trigger, reopened=reopened, asked=asked, cap=cap) is capped

    def test_that_is_absent_holds_back_nobody(self) -> None:
        assert not is_capped(trigger="after_repair", reopened=False, asked=99, cap=None)


class TestTurn:
    def test_is_his_first_who_waits_least_however_terms_are_stored(self) -> None:
        late = SurveyTrigger(on=SurveyMoment.CONFIRMED, template="repair", delay_minutes=60)
        soon = SurveyTrigger(on=SurveyMoment.CONFIRMED, template="repair")

        assert in_turn({"a": late, "c": soon, "b": soon}) == [("b", soon), ("c", soon), ("a", late)]


class TestReminder:
    @pytest.mark.parametrize(("sent", "after_days"), [(0, 3), (1, 7)])
    def test_comes_after_its_days(self, sent: int, after_days: int) -> None:
        due = next_reminder((7, 3), sent=sent, sent_at=SENT, expires_at=EXPIRES)

        assert due == SENT + timedelta(days=after_days)

    def test_is_none_after_the_last(self) -> None:
        assert next_reminder((3, 7), sent=2, sent_at=SENT, expires_at=EXPIRES) is None

    def test_is_none_when_it_is_too_late_for_an_answer(self) -> None:
        assert next_reminder((14,), sent=0, sent_at=SENT, expires_at=EXPIRES) is None

    @pytest.mark.parametrize(("days", "due"), [(0, 0), (2.9, 0), (3, 1), (6, 1), (7, 2), (99, 2)])
    def test_counts_once_however_late(self, days: float, due: int) -> None:
        assert reminders_due((3, 7, 7), sent_at=SENT, at=SENT + timedelta(days=days)) == due


def fact(who: UUID | None, *, action: Action | None = None, kind: FactKind = FactKind.TRANSITION, **data: Any) -> Any:
    actor = RecordedActor(kind=ActorKind.USER, id=None if who is None else UserId(who), name="x", side=Side.US)
    return TicketFactRecord(
        id=uuid7(),
        ticket_id=TicketId(UUID(int=9)),
        position=1,
        kind=kind,
        action=action,
        from_status=None,
        to_status=None,
        occurred_at=SENT,
        recorded_at=SENT,
        actor=actor,
        on_behalf_of=None,
        note=None,
        data=data,
    )


class TestWorkers:
    def test_are_who_had_it_or_has_it(self) -> None:
        assert workers_of([], [LI, None]) == {LI}

    @pytest.mark.parametrize("action", [Action.START, Action.RESOLVE, Action.RESPOND])
    def test_are_who_did_the_work_or_answered(self, action: Action) -> None:
        assert workers_of([fact(WU, action=action), fact(None, action=action)], []) == {WU}

    @pytest.mark.parametrize("action", [Action.TRIAGE, Action.CONFIRM, Action.CLOSE])
    def test_are_not_who_only_moved_it(self, action: Action) -> None:
        assert workers_of([fact(WU, action=action)], []) == set()

    def test_are_all_to_whom_it_was_ever_given(self) -> None:
        facts = [
            fact(YU, action=Action.ASSIGN, assignee_id=str(LI)),
            fact(YU, kind=FactKind.HANDOVER, assignee_id={"before": str(LI), "after": str(WU)}),
            fact(YU, kind=FactKind.CHANGE, assignee_id={"before": None, "after": str(HE)}),
            fact(YU, kind=FactKind.CHANGE, grade={"before": 1, "after": 2}),
        ]

        assert workers_of(facts, []) == {LI, WU, HE}
