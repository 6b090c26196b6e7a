"""What each action does to a ticket."""

from datetime import UTC, datetime, timedelta

import pytest

from tickets_made import LI, WANG, actor, ticket
from wellkept.activation.terms import CoreTerms
from wellkept.tickets.rules.actions import (
    ActionCommand,
    AssignAction,
    CloseAction,
    ConfirmAction,
    EscalateAction,
    Evidence,
    HoldAction,
    RejectAction,
    ReopenAction,
    ResolveAction,
    RespondAction,
    ResumeAction,
    StartAction,
    TriageAction,
)
from wellkept.tickets.rules.effects import Scene, effect, recurrence_watch_end
from wellkept.tickets.rules.record import Effect
from wellkept_sdk.actor import Role
from wellkept_sdk.records.tickets import Action, EvidenceKind, FactKind, HoldReason, TicketRecord, TicketStatus, Urgency

AT = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
RESOLVE = ResolveAction(cause="seal worn", measure="seal replaced", cause_code="S1")


def done(command: ActionCommand, on: TicketRecord, *, role: Role = Role.ENGINEER) -> Effect:
    return effect(Scene(ticket=on, command=command, actor=actor(role), at=AT, terms=CoreTerms()))


class TestEffect:
    def test_moves_the_ticket_and_records_one_fact(self) -> None:
        result = done(TriageAction(grade=1, urgency=Urgency.MAJOR), ticket(grade=1))

        [fact] = result.facts
        assert result.changes == {
            "grade": 1,
            "urgency": Urgency.MAJOR,
            "status": TicketStatus.TRIAGED,
            "moved_at": AT,
        }
        assert (fact.kind, fact.action) == (FactKind.TRANSITION, Action.TRIAGE)
        assert (fact.from_status, fact.to_status) == (TicketStatus.NEW, TicketStatus.TRIAGED)
        assert fact.data == {"grade": 1, "urgency": "major"}

    def test_records_a_changed_grade_as_a_fact_of_its_own(self) -> None:
        result = done(TriageAction(grade=1), ticket(grade=3))

        assert result.facts[1].kind is FactKind.CHANGE
        assert result.facts[1].data == {"grade": {"before": 3, "after": 1}}

    def test_ends_the_hold_in_the_instant_of_the_resolution(self) -> None:
        result = done(RESOLVE, ticket(status=TicketStatus.ON_HOLD))

        resumed, resolved = result.facts
        assert (resumed.action, resumed.occurred_at, resumed.to_status) == (Action.RESUME, AT, TicketStatus.IN_PROGRESS)
        assert (resolved.action, resolved.occurred_at) == (Action.RESOLVE, AT)
        assert (resolved.from_status, resolved.to_status) == (TicketStatus.IN_PROGRESS, TicketStatus.RESOLVED)
        assert result.changes["hold_reason"] is None
        assert result.changes["held_from"] is None

    def test_keeps_the_first_response(self) -> None:
        earlier = AT - timedelta(hours=1)

        assert done(RespondAction(), ticket()).changes["first_responded_at"] == AT
        assert done(RespondAction(), ticket(first_responded_at=earlier)).changes["first_responded_at"] == earlier
        assert done(RESOLVE, ticket()).changes["first_responded_at"] == AT

    def test_watches_for_recurrence_from_the_resolution_on(self) -> None:
        assert done(RESOLVE, ticket()).changes["recurrence_watch_until"] == AT + timedelta(days=30)
        resolved_at = AT - timedelta(days=2)
        closed = done(CloseAction(), ticket(status=TicketStatus.CONFIRMED, resolved_at=resolved_at))
        assert closed.changes["recurrence_watch_until"] == resolved_at + timedelta(days=30)

    def test_watches_for_nothing_with_zero_days(self) -> None:
        assert recurrence_watch_end(AT, CoreTerms(recurrence_watch_days=0)) is None

    def test_counts_a_handover_only_from_one_person_to_another(self) -> None:
        first = done(AssignAction(assignee_id=LI), ticket())
        same = done(AssignAction(assignee_id=LI), ticket(assignee_id=LI))
        other = done(AssignAction(assignee_id=WANG), ticket(assignee_id=LI, handover_count=1))

        assert [result.changes["handover_count"] for result in (first, same, other)] == [0, 0, 2]
        assert [fact.kind for fact in other.facts] == [FactKind.TRANSITION, FactKind.HANDOVER]

    @pytest.mark.parametrize("role", [Role.ADMIN, Role.DISPATCHER, Role.ENGINEER])
    def test_makes_who_starts_the_assignee_of_an_unassigned_ticket(self, role: Role) -> None:
        assert done(StartAction(), ticket(), role=role).changes["assignee_id"] == LI
        assert "assignee_id" not in done(StartAction(), ticket(assignee_id=WANG), role=role).changes

    def test_assigns_nobody_when_a_program_starts_the_work(self) -> None:
        assert "assignee_id" not in done(StartAction(), ticket(), role=Role.INTEGRATION).changes

    def test_remembers_where_the_hold_began(self) -> None:
        result = done(HoldAction(reason=HoldReason.ACCESS), ticket(status=TicketStatus.ASSIGNED))

        assert result.changes["held_from"] is TicketStatus.ASSIGNED
        assert done(ResumeAction(), ticket(status=TicketStatus.ON_HOLD)).changes["status"] is TicketStatus.IN_PROGRESS

    @pytest.mark.parametrize(
        ("command", "status"),
        [
            (RejectAction(reason="still leaks"), TicketStatus.RESOLVED),
            (ReopenAction(reason="again"), TicketStatus.CLOSED),
        ],
    )
    def test_takes_back_what_was_resolved(self, command: ActionCommand, status: TicketStatus) -> None:
        result = done(command, ticket(status=status, resolved_at=AT, confirmed_at=AT, closed_at=AT, reopen_count=1))

        assert result.changes["reopen_count"] == 2
        assert [result.changes[name] for name in ("resolved_at", "confirmed_at", "closed_at")] == [None, None, None]

    def test_says_on_whose_behalf_a_confirmation_is_recorded(self) -> None:
        evidence = Evidence(kind=EvidenceKind.PHONE, contact_name="Frau Huber")

        result = done(ConfirmAction(evidence=evidence), ticket(status=TicketStatus.RESOLVED))

        assert result.facts[0].on_behalf_of == "Frau Huber"

    def test_raises_the_escalation_level_and_nothing_else(self) -> None:
        result = done(EscalateAction(reason="no answer"), ticket(status=TicketStatus.RESOLVED, escalation_level=1))

        assert result.changes == {"escalation_level": 2, "status": TicketStatus.RESOLVED, "moved_at": AT}
