import pytest

from wellkept.imports.rules.steps import steps
from wellkept_sdk.records.tickets import TicketStatus

NEW, TRIAGED, ASSIGNED, IN_PROGRESS, ON_HOLD, RESOLVED, CONFIRMED, CLOSED, CANCELLED = TicketStatus


def way(start: TicketStatus, end: TicketStatus, held_from: TicketStatus | None = None) -> list[tuple[str | None, str]]:
    return [(step.action, step.to_status) for step in steps(start, end, held_from=held_from)]


class TestSteps:
    @pytest.mark.parametrize("status", TicketStatus)
    def test_are_none_where_nothing_changes(self, status: TicketStatus) -> None:
        assert way(status, status) == []

    def test_are_one_action_where_one_leads_there(self) -> None:
        assert way(NEW, IN_PROGRESS) == [("start", "in_progress")]
        assert way(RESOLVED, IN_PROGRESS) == [("reject", "in_progress")]

    def test_reopen_what_was_finished(self) -> None:
        assert way(CLOSED, IN_PROGRESS) == [("reopen", "triaged"), ("start", "in_progress")]
        assert way(RESOLVED, ON_HOLD) == [("reject", "in_progress"), ("hold", "on_hold")]

    def test_resolve_what_is_closed_at_once(self) -> None:
        assert way(NEW, CLOSED) == [("resolve", "resolved"), ("close", "closed")]

    def test_end_a_hold_first(self) -> None:
        assert way(ON_HOLD, NEW, NEW) == [("resume", "new")]
        assert way(ON_HOLD, RESOLVED, IN_PROGRESS) == [("resume", "in_progress"), ("resolve", "resolved")]

    def test_go_back_without_an_action_where_none_leads(self) -> None:
        assert way(IN_PROGRESS, NEW) == [(None, "new")]
        assert way(RESOLVED, TRIAGED) == [(None, "triaged")]

    @pytest.mark.parametrize("start", TicketStatus)
    @pytest.mark.parametrize("end", TicketStatus)
    def test_lead_from_anywhere_to_anywhere(self, start: TicketStatus, end: TicketStatus) -> None:
        found = steps(start, end, held_from=ASSIGNED if start is ON_HOLD else None)

        assert [step.to_status for step in found][-1:] == ([] if start is end else [end])
        assert [step.from_status for step in found] == [start, *(step.to_status for step in found[:-1])][: len(found)]
