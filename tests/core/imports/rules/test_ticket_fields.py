from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from wellkept.activation.terms import CoreTerms
from wellkept.imports.rules.replay import Standing
from wellkept.imports.rules.ticket_fields import Place, members, reporter_of, ticket_fields
from wellkept_sdk.ids import CustomerId, ProjectId
from wellkept_sdk.records.tickets import TicketStatus

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
PLACE = Place(project_id=ProjectId(UUID(int=1)), customer_id=CustomerId(UUID(int=2)), equipment_id=None)


def fields(status: TicketStatus, **values: object) -> dict[str, Any]:
    standing = Standing(
        status=status, reported_at=AT, moved_at=AT, resolved_at=AT, values={"title": "Pump trips", **values}
    )
    return ticket_fields(standing, PLACE, terms=CoreTerms(recurrence_watch_days=30))


class TestTicketFields:
    def test_have_our_defaults(self) -> None:
        found = fields(TicketStatus.NEW)

        assert (found["grade"], found["urgency"], found["description"]) == (3, "minor", "")
        assert (found["resolution"], found["recurrence_watch_until"]) == (None, None)

    def test_have_a_resolution_once_it_is_put_right(self) -> None:
        values = {"resolution.cause": "Worn seal", "resolution.measure": "Replaced"}

        found = fields(TicketStatus.CLOSED, **values)

        assert found["resolution"] == {
            "cause_code": None,
            "cause": "Worn seal",
            "measure": "Replaced",
            "test_result": None,
            "explanation": None,
        }
        assert found["recurrence_watch_until"] == AT + timedelta(days=30)

    def test_have_none_when_it_was_cancelled(self) -> None:
        assert fields(TicketStatus.CANCELLED)["resolution"] is None


class TestMembers:
    def test_leave_out_what_has_no_value(self) -> None:
        assert members({"metadata.a": 1, "metadata.b": None, "title": "x"}, "metadata.") == {"a": 1}


class TestReporter:
    def test_is_nobody_without_a_name(self) -> None:
        assert reporter_of({"reporter.phone": "123"}) is None

    def test_has_every_member(self) -> None:
        assert reporter_of({"reporter.name": "Li"}) == {"name": "Li", "phone": None, "email": None}
