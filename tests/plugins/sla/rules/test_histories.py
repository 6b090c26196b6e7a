"""From what core tells of a ticket to the facts of its clocks."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from sla_clocks import at
from wellkept_sdk.actor import ActorKind, Side
from wellkept_sdk.ids import LogEntryId, TicketId, UserId
from wellkept_sdk.records import tickets as core
from wellkept_sdk.records.histories import LoggedMessage, RecordedActor, TicketFactRecord
from wellkept_sdk.records.tickets import Action, HoldReason, TicketRecord, TicketStatus, Urgency, Visibility
from wellkept_sla.rules.facts import FactData, FactKind
from wellkept_sla.rules.histories import KINDS, data_of, grade_at_opening, kind_of_message, opening_of, told

TICKET = TicketId(UUID("01990000-0000-7000-8000-00000000aaaa"))
ID = UUID("01990000-0000-7000-8000-00000000bbbb")
PARTY = "01990000-0000-7000-8000-00000000cccc"
RECORDED = datetime(2026, 3, 5, 8, 0, tzinfo=UTC)


def by(side: Side) -> RecordedActor:
    kind = ActorKind.SYSTEM if side is Side.SYSTEM else ActorKind.USER
    return RecordedActor(kind=kind, id=UserId(ID), name="somebody", side=side)


def fact(text: str, **values: Any) -> TicketFactRecord:
    known: dict[str, Any] = {
        "kind": core.FactKind.TRANSITION,
        "action": None,
        "from_status": None,
        "to_status": None,
        "data": {},
        "actor": by(Side.US),
        "recorded_at": RECORDED,
    }
    given = {**known, **values}
    return TicketFactRecord(
        id=ID, ticket_id=TICKET, position=1, occurred_at=at(text), on_behalf_of=None, note=None, **given
    )


def message(text: str, side: Side, visibility: Visibility = Visibility.CUSTOMER) -> LoggedMessage:
    return LoggedMessage(
        id=LogEntryId(ID),
        ticket_id=TICKET,
        occurred_at=at(text),
        recorded_at=RECORDED,
        actor=by(side),
        visibility=visibility,
        text="We come on Monday.",
    )


def graded(text: str, before: int, after: int) -> TicketFactRecord:
    return fact(text, kind=core.FactKind.CHANGE, data={"grade": {"before": before, "after": after}})


def ticket(**values: Any) -> TicketRecord:
    empty = dict.fromkeys(TicketRecord.__struct_fields__)
    known = {
        "id": TICKET,
        "grade": 1,
        "urgency": Urgency.MINOR,
        "occurred_at": None,
        "reported_at": at("03-02 09:00"),
        "received_at": at("03-02 09:05"),
    }
    return TicketRecord(**{**empty, **known, **values})  # pyright: ignore[reportArgumentType] - only some are looked at


class TestHistory:
    def test_tells_every_action_but_the_call_for_attention(self) -> None:
        facts = [fact("03-02 09:00", action=action, data={"reason": "customer"}) for action in Action]

        assert [new.kind for new in told(facts)] == [KINDS[action] for action in Action if action in KINDS]
        assert set(Action) - set(KINDS) == {Action.ESCALATE}

    def test_keeps_moments_and_who_it_was(self) -> None:
        [new] = told([fact("03-02 10:00", action=Action.RESPOND)])

        assert (new.kind, new.occurred_at, new.recorded_at, new.actor_id) == (
            FactKind.RESPONDED,
            at("03-02 10:00"),
            RECORDED,
            ID,
        )

    def test_tells_why_and_for_whom_a_ticket_waits(self) -> None:
        [new] = told([fact("03-02 10:00", action=Action.HOLD, data={"reason": "third_party", "party_id": PARTY})])

        assert (new.data.reason, str(new.data.party_id)) == (HoldReason.THIRD_PARTY, PARTY)

    @pytest.mark.parametrize(("side", "expected"), [(Side.CUSTOMER, True), (Side.US, False), (Side.SYSTEM, False)])
    def test_tells_whether_the_customer_was_not_content(self, side: Side, expected: bool) -> None:  # noqa: FBT001 - a parameter of the test
        [new] = told([fact("03-02 10:00", action=Action.REJECT, actor=by(side))])

        assert new.data.by_customer is expected

    def test_tells_changes_of_the_grade_and_of_nothing_else(self) -> None:
        titled = fact("03-02 11:00", kind=core.FactKind.CHANGE, data={"title": {"before": "a", "after": "b"}})

        [new] = told([graded("03-02 10:00", 3, 1), titled])

        assert (new.kind, new.data.grade) == (FactKind.GRADE_CHANGED, 1)

    def test_tells_that_a_finished_ticket_was_open_again(self) -> None:
        back = fact(
            "03-02 11:00",
            kind=core.FactKind.CHANGE,
            from_status=TicketStatus.CONFIRMED,
            to_status=TicketStatus.ASSIGNED,
        )

        assert [new.kind for new in told([back])] == [FactKind.REOPENED]

    def test_has_what_was_said_in_between(self) -> None:
        early = message("03-02 09:30", Side.CUSTOMER)

        news = told([fact("03-02 10:00", action=Action.RESPOND)], [early, message("03-02 11:00", Side.PARTY)])

        assert [new.kind for new in news] == [FactKind.RESPONDED, FactKind.CUSTOMER_MESSAGE]


class TestMessage:
    @pytest.mark.parametrize(
        ("side", "visibility", "expected"),
        [
            (Side.CUSTOMER, Visibility.CUSTOMER, FactKind.CUSTOMER_MESSAGE),
            (Side.US, Visibility.CUSTOMER, FactKind.OUR_MESSAGE),
            (Side.SYSTEM, Visibility.CUSTOMER, FactKind.OUR_MESSAGE),
            (Side.US, Visibility.PARTNER, None),
            (Side.US, Visibility.INTERNAL, None),
            (Side.PARTY, Visibility.CUSTOMER, None),
        ],
    )
    def test_is_of_the_customer_or_ours(self, side: Side, visibility: Visibility, expected: FactKind | None) -> None:
        assert kind_of_message(side, visibility) is expected


class TestAction:
    def test_needs_nothing_more_to_be_known(self) -> None:
        assert data_of(FactKind.RESOLVED, {"cause": "worn"}, side=Side.CUSTOMER) == FactData()


class TestOpening:
    def test_keeps_all_moments_and_counts_from_the_first(self) -> None:
        opened = opening_of(
            ticket(occurred_at=at("03-02 07:00")), grade=2, data=FactData(terms_hash="a", site_time_zone="UTC")
        )

        assert (opened.kind, opened.occurred_at, opened.recorded_at) == (FactKind.OPENED, at("03-02 07:00"), None)
        assert opened.data == FactData(
            grade=2,
            reported_at=at("03-02 09:00"),
            received_at=at("03-02 09:05"),
            fault_at=at("03-02 07:00"),
            terms_hash="a",
            site_time_zone="UTC",
        )

    def test_has_the_grade_of_before_the_first_change(self) -> None:
        history = [graded("03-02 10:00", 3, 2), graded("03-02 11:00", 2, 1)]

        assert grade_at_opening(ticket(grade=1), history) == 3
        assert grade_at_opening(ticket(grade=1), []) == 1
