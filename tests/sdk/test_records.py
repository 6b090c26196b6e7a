from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from wellkept_sdk.actor import ActorKind, Side
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.histories import FieldChange, RecordedActor, TicketFactRecord
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.records.tickets import Action, FactKind, HoldReason, TicketRecord

MOMENT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def ticket(**values: Any) -> TicketRecord:
    """Return a ticket of which only the given fields matter."""
    fields: dict[str, Any] = {field.name: None for field in msgspec.structs.fields(TicketRecord)}
    return TicketRecord(**(fields | values))


class TestTicketRecord:
    @pytest.mark.parametrize(("status", "is_open"), [("new", True), ("on_hold", True), ("resolved", False)])
    def test_is_open_until_it_is_resolved(self, status: str, is_open: bool) -> None:  # noqa: FBT001 - a literal of the table
        assert ticket(status=status).is_open is is_open


def fact(action: Action | None = None, *, kind: FactKind = FactKind.TRANSITION, **data: Any) -> TicketFactRecord:
    """Return a line of a history of which only the action and its data matter."""
    return TicketFactRecord(
        id=UUID(int=2),
        ticket_id=TicketId(UUID(int=1)),
        position=1,
        kind=kind,
        action=action,
        from_status=None,
        to_status=None,
        occurred_at=MOMENT,
        recorded_at=MOMENT,
        actor=RecordedActor(kind=ActorKind.SYSTEM, id=None, name="system", side=Side.SYSTEM),
        on_behalf_of=None,
        note=None,
        data=data,
    )


class TestTicketFactRecord:
    def test_tells_why_and_for_whom_a_ticket_waits(self) -> None:
        held = fact(Action.HOLD, reason="third_party", party_id=str(UUID(int=7)))

        assert (held.hold_reason, held.hold_party_id) == (HoldReason.THIRD_PARTY, UUID(int=7))

    def test_names_no_party_where_the_hold_does_not(self) -> None:
        assert fact(Action.HOLD, reason="parts").hold_party_id is None

    def test_is_no_hold_because_it_has_a_reason(self) -> None:
        rejected = fact(Action.REJECT, reason="It still leaks.")

        assert (rejected.hold_reason, rejected.hold_party_id) == (None, None)

    def test_tells_what_it_changed(self) -> None:
        changed = fact(kind=FactKind.CHANGE, grade={"before": 3, "after": 1}, imported=True)

        assert changed.change_of("grade") == FieldChange(before=3, after=1)
        assert (changed.change_of("title"), changed.change_of("imported")) == (None, None)

    def test_of_a_triage_leaves_the_change_to_the_line_after_it(self) -> None:
        assert fact(Action.TRIAGE, grade=1).change_of("grade") is None


class TestRecordRef:
    def test_is_the_same_by_kind_and_id(self) -> None:
        one = UUID(int=1)

        assert {RecordRef(RecordName.TICKET, one), RecordRef(RecordName.TICKET, one)} == {
            RecordRef(RecordName.TICKET, one)
        }
        assert RecordRef(RecordName.TICKET, one) != RecordRef(RecordName.PROJECT, one)
