"""Whatever people do to a ticket, one allowed action after the other, its fields and its history agree."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from tickets_made import LI, REPORTED_AT, WANG, actor, ticket
from wellkept.activation.terms import Confirmation, CoreTerms
from wellkept.tickets.rules import guards
from wellkept.tickets.rules.actions import (
    ActionCommand,
    AssignAction,
    CancelAction,
    CloseAction,
    ConfirmAction,
    EscalateAction,
    HoldAction,
    RejectAction,
    ReopenAction,
    ResolveAction,
    RespondAction,
    ResumeAction,
    StartAction,
    TriageAction,
)
from wellkept.tickets.rules.effects import Scene, effect
from wellkept.tickets.rules.record import FactDraft
from wellkept_sdk.actor import Role
from wellkept_sdk.records.tickets import Action, FactKind, HoldReason, TicketRecord, TicketStatus

ADMIN = actor(Role.ADMIN, "tickets:work", "tickets:dispatch", "tickets:confirm")
TERMS = CoreTerms(confirmation=Confirmation.OPTIONAL)
COMMANDS: tuple[ActionCommand, ...] = (
    TriageAction(grade=1),
    AssignAction(assignee_id=LI),
    AssignAction(assignee_id=WANG),
    RespondAction(),
    StartAction(),
    HoldAction(reason=HoldReason.PARTS),
    ResumeAction(),
    ResolveAction(cause="seal worn", measure="seal replaced"),
    ConfirmAction(),
    RejectAction(reason="still leaks"),
    CloseAction(),
    ReopenAction(reason="leaks again"),
    CancelAction(reason="by mistake"),
    EscalateAction(reason="no answer"),
)
FINISHED = {TicketStatus.RESOLVED, TicketStatus.CONFIRMED, TicketStatus.CLOSED}

Step = tuple[ActionCommand, int]


class Walk(Struct, frozen=True):
    """A ticket after some actions, with every state it was in and every fact that was written."""

    states: tuple[TicketRecord, ...]
    facts: tuple[FactDraft, ...]

    @property
    def ticket(self) -> TicketRecord:
        return self.states[-1]


def walked(steps: Sequence[Step]) -> Walk:
    """Try one action after the other, so many hours apart, as the guards allow it."""
    return reduce(_taken, steps, Walk((ticket(),), ()))


def _taken(walk: Walk, step: Step) -> Walk:
    (command, hours), here = step, walk.ticket
    at = here.moved_at + timedelta(hours=hours)
    reopening = guards.Reopening(time_zone="Asia/Shanghai", at=at)
    if guards.status_refusals(here, command.action, actor=ADMIN, terms=TERMS, reopening=reopening):
        return walk
    done = effect(Scene(ticket=here, command=command, actor=ADMIN, at=at, terms=TERMS))
    return Walk((*walk.states, replace(here, **done.changes)), (*walk.facts, *done.facts))


walks = st.lists(st.tuples(st.sampled_from(COMMANDS), st.integers(0, 400)), max_size=40).map(walked)


def always(holds: Callable[[TicketRecord], bool], walk: Walk) -> bool:
    return all(holds(state) for state in walk.states)


class TestWalk:
    @given(walks)
    def test_is_on_hold_exactly_while_it_remembers_where_the_hold_began(self, walk: Walk) -> None:
        def agrees(state: TicketRecord) -> bool:
            on_hold = state.status is TicketStatus.ON_HOLD
            return on_hold == (state.held_from is not None) == (state.hold_reason is not None)

        assert always(agrees, walk)
        assert always(lambda state: state.held_from is not TicketStatus.ON_HOLD, walk)

    @given(walks)
    def test_leaves_a_chain_of_facts_that_ends_where_the_ticket_stands(self, walk: Walk) -> None:
        moves = [fact for fact in walk.facts if fact.to_status is not None]

        passed = [TicketStatus.NEW, *(move.to_status for move in moves)]
        assert [move.from_status for move in moves] == passed[:-1]
        assert passed[-1] is walk.ticket.status

    @given(walks)
    def test_has_a_moment_for_each_milestone_that_it_stands_behind(self, walk: Walk) -> None:
        assert always(lambda state: (state.resolved_at is not None) == (state.status in FINISHED), walk)
        assert always(lambda state: (state.resolution is not None) == (state.status in FINISHED), walk)
        assert always(lambda state: (state.closed_at is not None) == (state.status is TicketStatus.CLOSED), walk)
        assert always(lambda state: state.status is not TicketStatus.CONFIRMED or state.confirmed_at is not None, walk)
        assert always(lambda state: state.confirmed_at is None or state.status in FINISHED, walk)

    @given(walks)
    def test_puts_milestones_in_the_order_of_life(self, walk: Walk) -> None:
        def in_order(state: TicketRecord) -> bool:
            moments = (REPORTED_AT, state.resolved_at, state.confirmed_at, state.closed_at)
            reached = [moment for moment in moments if moment is not None]
            return reached == sorted(reached)

        assert always(in_order, walk)

    @given(walks)
    def test_never_goes_back_in_time(self, walk: Walk) -> None:
        moved = [state.moved_at for state in walk.states]
        told = [fact.occurred_at for fact in walk.facts]

        assert moved == sorted(moved)
        assert told == sorted(told)

    @given(walks)
    def test_counts_what_its_facts_tell(self, walk: Walk) -> None:
        actions = [fact.action for fact in walk.facts]

        assert walk.ticket.reopen_count == actions.count(Action.REJECT) + actions.count(Action.REOPEN)
        assert walk.ticket.escalation_level == actions.count(Action.ESCALATE)
        assert walk.ticket.handover_count == [fact.kind for fact in walk.facts].count(FactKind.HANDOVER)

    @given(walks)
    def test_keeps_the_first_response_once_it_was_given(self, walk: Walk) -> None:
        responses = [state.first_responded_at for state in walk.states if state.first_responded_at is not None]

        assert len(set(responses)) <= 1

    def test_can_reach_every_status(self) -> None:
        at_once = [(command, 0) for command in COMMANDS]

        seen = {state.status for state in walked([*at_once, *at_once]).states}

        assert seen == set(TicketStatus)
