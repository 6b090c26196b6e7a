"""Why an action is refused."""

from datetime import UTC, datetime, timedelta

import pytest

from tickets_made import LI, REPORTED_AT, WANG, actor, ticket
from wellkept.activation.terms import Confirmation, CoreTerms, ResolvingFact
from wellkept.tickets.rules import guards
from wellkept.tickets.rules.actions import ActionCommand, AssignAction, ConfirmAction, HoldAction, ResolveAction
from wellkept.tickets.rules.effects import Scene
from wellkept_sdk.actor import SYSTEM, Actor, Role
from wellkept_sdk.errors import Invalid
from wellkept_sdk.records.tickets import Action, HoldReason, TicketRecord, TicketStatus

NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SHANGHAI = guards.Reopening(time_zone="Asia/Shanghai", at=NOW)
STAFF = actor(Role.DISPATCHER, "tickets:work", "tickets:dispatch", "tickets:confirm")
CUSTOMER = actor(Role.CUSTOMER, "tickets:open", "tickets:confirm", "tickets:log")


def codes(
    status: TicketStatus, action: Action, *, actor: Actor = STAFF, terms: CoreTerms | None = None, now: datetime = NOW
) -> list[str]:
    reopening = guards.Reopening(time_zone="Asia/Shanghai", at=now)
    found = guards.status_refusals(
        ticket(status=status), action, actor=actor, terms=terms or CoreTerms(), reopening=reopening
    )
    return [refusal.code for refusal in found]


class TestStatusRefusals:
    def test_are_none_for_an_action_of_the_table(self) -> None:
        assert codes(TicketStatus.NEW, Action.TRIAGE) == []

    def test_name_an_action_that_the_status_does_not_allow(self) -> None:
        assert codes(TicketStatus.CLOSED, Action.START) == ["tickets.transition.not_allowed"]

    def test_ask_for_the_confirmation_before_closing(self) -> None:
        optional = CoreTerms(confirmation=Confirmation.OPTIONAL)

        assert codes(TicketStatus.RESOLVED, Action.CLOSE) == ["tickets.transition.not_allowed"]
        assert codes(TicketStatus.RESOLVED, Action.CLOSE, terms=optional) == []
        assert codes(TicketStatus.RESOLVED, Action.CLOSE, actor=SYSTEM) == []

    @pytest.mark.parametrize(
        ("status", "refused"), [(TicketStatus.NEW, 0), (TicketStatus.TRIAGED, 0), (TicketStatus.ASSIGNED, 1)]
    )
    def test_let_a_customer_cancel_until_somebody_is_assigned(self, status: TicketStatus, refused: int) -> None:
        assert len(codes(status, Action.CANCEL, actor=CUSTOMER)) == refused

    def test_end_the_time_for_reopening(self) -> None:
        assert codes(TicketStatus.CLOSED, Action.REOPEN) == []
        assert codes(TicketStatus.CLOSED, Action.REOPEN, now=NOW + timedelta(days=31)) == ["tickets.reopen.too_late"]


class TestIsTooLate:
    def test_counts_days_in_the_customers_zone(self) -> None:
        closed = ticket(status=TicketStatus.CLOSED, moved_at=datetime(2026, 10, 1, 8, 0, tzinfo=UTC))
        last_moment = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)

        def too_late(now: datetime) -> bool:
            reopening = guards.Reopening(time_zone="Asia/Shanghai", at=now)
            return guards.is_too_late(closed, terms=CoreTerms(), reopening=reopening)

        assert not too_late(last_moment)
        assert too_late(last_moment + timedelta(minutes=1))

    def test_is_always_so_with_zero_days(self) -> None:
        terms = CoreTerms(reopen_within_days=0)

        assert guards.is_too_late(ticket(moved_at=NOW), terms=terms, reopening=SHANGHAI)


class TestMomentMistakes:
    @pytest.mark.parametrize(
        ("at", "code"),
        [
            (NOW + timedelta(seconds=61), "tickets.occurred_at.in_future"),
            (REPORTED_AT - timedelta(seconds=1), "tickets.occurred_at.out_of_order"),
        ],
    )
    def test_refuse_the_future_and_the_wrong_order(self, at: datetime, code: str) -> None:
        [mistake] = guards.moment_mistakes(at, ticket=ticket(), now=NOW)

        assert mistake.code == code
        assert [(error.pointer, error.code) for error in mistake.errors] == [("/occurred_at", code)]

    @pytest.mark.parametrize("at", [NOW, NOW + timedelta(seconds=60), REPORTED_AT])
    def test_allow_a_little_clock_skew_and_the_same_instant(self, at: datetime) -> None:
        assert guards.moment_mistakes(at, ticket=ticket(), now=NOW) == []


class TestFieldMistakes:
    def pointers(
        self,
        command: ActionCommand,
        *,
        on: TicketRecord | None = None,
        by: Actor = STAFF,
        terms: CoreTerms | None = None,
    ) -> list[str]:
        scene = Scene(ticket=on or ticket(), command=command, actor=by, at=NOW, terms=terms or CoreTerms())
        return [error.pointer for mistake in guards.field_mistakes(scene) for error in mistake.errors]

    def test_ask_everybody_but_the_customer_for_evidence(self) -> None:
        assert self.pointers(ConfirmAction()) == ["/evidence"]
        assert self.pointers(ConfirmAction(), by=actor(Role.INTEGRATION)) == ["/evidence"]
        assert self.pointers(ConfirmAction(), by=CUSTOMER) == []

    def test_ask_for_what_the_terms_demand_before_resolving(self) -> None:
        terms = CoreTerms(required_to_resolve=(ResolvingFact.CAUSE_CODE, ResolvingFact.FAULT_CODE))
        resolve = ResolveAction(cause="seal worn", measure="seal replaced")

        assert self.pointers(resolve, terms=terms) == ["/cause_code", "/fault_code"]
        assert self.pointers(resolve, terms=terms, on=ticket(fault_code="E-501")) == ["/cause_code"]

    def test_refuse_a_hold_that_ends_before_it_begins(self) -> None:
        reported_yesterday = ticket(reported_at=NOW - timedelta(days=1), moved_at=NOW - timedelta(days=1))

        def hold(until: datetime | None) -> HoldAction:
            return HoldAction(reason=HoldReason.WEATHER, until=until)

        assert self.pointers(hold(NOW - timedelta(hours=1)), on=reported_yesterday) == ["/until"]
        assert self.pointers(hold(NOW), on=reported_yesterday) == ["/until"]
        with pytest.raises(Invalid):
            self.pointers(hold(datetime.max.replace(tzinfo=UTC)), on=reported_yesterday)
        assert self.pointers(hold(NOW + timedelta(minutes=1)), on=reported_yesterday) == []
        assert self.pointers(hold(None), on=reported_yesterday) == []

    def test_ask_for_a_reason_of_the_fourth_handover(self) -> None:
        assign = AssignAction(assignee_id=WANG)

        assert self.pointers(assign, on=ticket(assignee_id=LI, handover_count=2)) == []
        assert self.pointers(assign, on=ticket(assignee_id=LI, handover_count=3)) == ["/note"]


class TestMay:
    def test_lets_whoever_changes_tickets_call_for_attention(self) -> None:
        assert guards.may(CUSTOMER, Action.ESCALATE, status=TicketStatus.NEW)
        assert not guards.may(actor(Role.VIEWER, "tickets:read"), Action.ESCALATE, status=TicketStatus.NEW)

    def test_asks_for_one_of_the_permissions_of_the_action(self) -> None:
        worker = actor(Role.ENGINEER, "tickets:work")

        assert guards.may(worker, Action.REOPEN, status=TicketStatus.CLOSED)
        assert not guards.may(worker, Action.CONFIRM, status=TicketStatus.RESOLVED)
        assert guards.may(SYSTEM, Action.CLOSE, status=TicketStatus.RESOLVED)

    def test_lets_a_customer_cancel_only_before_anybody_works(self) -> None:
        assert guards.may(CUSTOMER, Action.CANCEL, status=TicketStatus.TRIAGED)
        assert not guards.may(CUSTOMER, Action.CANCEL, status=TicketStatus.IN_PROGRESS)


class TestCouldEver:
    def test_is_so_where_one_status_would_allow_it(self) -> None:
        assert guards.could_ever(CUSTOMER, Action.CANCEL)
        assert not guards.could_ever(CUSTOMER, Action.ASSIGN)
