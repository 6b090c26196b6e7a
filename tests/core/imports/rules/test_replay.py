from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from import_files import TICKETS, cells, mapping_of, source_rows
from wellkept.imports.rules.mapping_checks import destination_of
from wellkept.imports.rules.replay import ImportedFact, Standing, Telling, replay
from wellkept_sdk.records.tickets import OPEN_STATUSES, TicketStatus

MAPPING = mapping_of()
TELLING = Telling(states=MAPPING.states, handover=tuple(MAPPING.history.handover))
EIGHT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def told(*rows: list[str], before: Standing | None = None) -> tuple[Standing, list[ImportedFact]]:
    return replay(source_rows(*rows), telling=TELLING, before=before)


def lines(facts: list[ImportedFact]) -> list[tuple[str, str | None, str | None, int]]:
    """Return kind, action, status afterwards and hour of each fact."""
    return [(fact.draft.kind, fact.draft.action, fact.draft.to_status, fact.draft.occurred_at.hour) for fact in facts]


def data(fact: ImportedFact) -> dict[str, Any]:
    return fact.draft.data


class TestHistory:
    def test_begins_with_the_report(self) -> None:
        standing, facts = told(cells("A", 0, "New"))

        assert lines(facts) == [("opened", None, "new", 8)]
        assert (standing.status, standing.reported_at) == (TicketStatus.NEW, EIGHT)

    def test_follows_the_states_with_their_own_instants(self) -> None:
        standing, facts = told(
            cells("A", 0, "New"), cells("A", 1, "Active"), cells("A", 2, "Resolved"), cells("A", 3, "Closed")
        )

        assert lines(facts) == [
            ("opened", None, "new", 8),
            ("transition", "start", "in_progress", 10),
            ("transition", "resolve", "resolved", 11),
            ("transition", "close", "closed", 12),
        ]
        assert (standing.resolved_at, standing.closed_at) == (EIGHT + timedelta(hours=3), EIGHT + timedelta(hours=4))
        assert standing.moved_at == EIGHT + timedelta(hours=4)

    def test_is_marked_as_imported_with_the_source_state(self) -> None:
        _, facts = told(cells("A", 0, "New"), cells("A", 1, "Active", by="Updated by 9"))

        assert data(facts[1]) == {"imported": True, "source_row": 3, "source_state": "Active"}
        assert [fact.actor_name for fact in facts] == ["Updated by 7", "Updated by 9"]

    def test_of_a_first_row_in_a_later_state_has_both(self) -> None:
        _, facts = told(cells("A", 0, "Resolved"))

        assert lines(facts) == [("opened", None, "new", 8), ("transition", "resolve", "resolved", 9)]

    def test_keeps_the_reason_of_a_hold(self) -> None:
        standing, facts = told(cells("A", 0, "New"), cells("A", 1, "Waiting"))

        assert data(facts[1])["reason"] == "customer"
        assert (standing.status, standing.held_from, standing.hold_reason) == ("on_hold", "new", "customer")

    def test_ends_one_hold_before_another_begins(self) -> None:
        standing, facts = told(cells("A", 0, "New"), cells("A", 1, "Waiting"), cells("A", 2, "Vendor"))

        assert lines(facts)[2:] == [("transition", "resume", "new", 11), ("transition", "hold", "on_hold", 11)]
        assert (standing.held_from, standing.hold_reason) == ("new", "third_party")

    def test_counts_reopenings_and_clears_the_outcome(self) -> None:
        standing, facts = told(cells("A", 0, "Closed"), cells("A", 1, "Active"), cells("A", 2, "Resolved"))

        assert [line[1] for line in lines(facts)] == [None, "resolve", "close", "reopen", "start", "resolve"]
        assert (standing.reopen_count, standing.closed_at) == (1, None)
        assert standing.resolved_at == EIGHT + timedelta(hours=3)

    def test_records_a_handover_beside_the_assignment(self) -> None:
        standing, facts = told(cells("A", 0, "New"), cells("A", 1, "New", group="Group 2"))

        assert lines(facts)[1:] == [("transition", "assign", "new", 10), ("handover", None, None, 10)]
        assert data(facts[1])["metadata.group"] == "Group 2"
        assert data(facts[2])["metadata.group"] == {"before": "Group 1", "after": "Group 2"}
        assert standing.handover_count == 1

    def test_takes_a_first_assignment_for_no_handover(self) -> None:
        standing, facts = told(cells("A", 0, "New", group="?"), cells("A", 1, "New"))

        assert lines(facts)[1:] == [("transition", "assign", "new", 10)]
        assert standing.handover_count == 0

    def test_says_which_fields_a_row_changed(self) -> None:
        _, facts = told(cells("A", 0, "New"), cells("A", 1, "New", priority="high", text="Pump burns"))

        assert lines(facts)[1:] == [("change", None, None, 10)]
        assert data(facts[1])["grade"] == {"before": 3, "after": 1}
        assert data(facts[1])["title"] == {"before": "Pump trips", "after": "Pump burns"}

    def test_has_a_line_for_a_row_that_changes_nothing(self) -> None:
        _, facts = told(cells("A", 0, "New"), cells("A", 1, "New"), cells("A", 2, "?!"))

        assert lines(facts)[1:] == [("change", None, None, 10), ("change", None, None, 11)]
        assert data(facts[2]) == {"imported": True, "source_row": 4, "source_state": "?!"}

    def test_goes_on_from_where_the_ticket_stands(self) -> None:
        before, _ = told(cells("A", 0, "New"), cells("A", 1, "Waiting"))

        standing, facts = told(cells("A", 2, "Resolved"), before=before)

        assert lines(facts) == [("transition", "resume", "new", 11), ("transition", "resolve", "resolved", 11)]
        assert standing.held_from is None

    def test_confirms_and_goes_back_without_an_action(self) -> None:
        text = '"Agreed" = {action = "confirm"}\n"Judged" = {status = "triaged", note = "see below"}'
        mapping = mapping_of(_with_states(text))
        rows = source_rows(cells("A", 0, "Agreed"), cells("A", 1, "Active"), cells("A", 2, "Judged"), mapping=mapping)

        standing, facts = replay(rows, telling=Telling(states=mapping.states, handover=()))

        assert lines(facts)[-1] == ("change", None, "triaged", 11)
        assert facts[-1].draft.note == "see below"
        assert (standing.status, standing.confirmed_at) == (TicketStatus.TRIAGED, None)

    def test_lets_the_sums_of_the_source_stand(self) -> None:
        text = _with_columns('closed_at = "updated"\nreopen_count = "step"\nresolved_at = "by"')
        mapping = mapping_of(text)
        rows = source_rows(cells("A", 5, "Closed", by="?"), mapping=mapping)

        standing, _ = replay(rows, telling=Telling(states=mapping.states, handover=()))

        assert (standing.reopen_count, standing.resolved_at) == (5, None)
        assert standing.closed_at == EIGHT + timedelta(hours=6)

    def test_of_rows_without_a_state_stays_new(self) -> None:
        text = TICKETS[: TICKETS.index("[states]")] + TICKETS[TICKETS.index("[history]") :]
        mapping = mapping_of(text.replace('status = "state"', ""))
        rows = source_rows(cells("A", 0, "Closed"), cells("A", 1, "Closed"), mapping=mapping)

        standing, facts = replay(rows, telling=Telling(states={}, handover=()))

        assert lines(facts) == [("opened", None, "new", 8), ("change", None, None, 10)]
        assert data(facts[1]) == {"imported": True, "source_row": 3}
        assert standing.status is TicketStatus.NEW

    def test_keeps_the_moment_of_the_outcome_that_the_source_forgot(self) -> None:
        mapping = mapping_of(_with_columns('closed_at = "by"\nreopen_count = "group"'))
        rows = source_rows(cells("A", 0, "Closed", by="?", group="?"), mapping=mapping)

        standing, _ = replay(rows, telling=Telling(states=mapping.states, handover=()))

        assert (standing.closed_at, standing.reopen_count) == (EIGHT + timedelta(hours=1), 0)

    def test_dates_outcomes_by_their_columns_where_rows_have_no_moments(self) -> None:
        mapping = mapping_of(_with_columns('closed_at = "updated"').replace('occurred_at = "updated"', ""))
        rows = source_rows(cells("A", 5, "Closed"), mapping=mapping)

        standing, facts = replay(rows, telling=Telling(states=mapping.states, handover=()))

        assert lines(facts) == [
            ("opened", None, "new", 8),
            ("transition", "resolve", "resolved", 8),
            ("transition", "close", "closed", 14),
        ]
        assert standing.moved_at == EIGHT + timedelta(hours=6)

    @given(st.lists(st.sampled_from(sorted(MAPPING.states)), min_size=1, max_size=12))
    def test_of_any_states_ends_where_the_last_one_says(self, states: list[str]) -> None:
        standing, facts = told(*(cells("A", step, state) for step, state in enumerate(states)))

        ends = [end for state in states if (end := destination_of(MAPPING.states[state])) is not None]
        assert standing.status == (ends[-1] if ends else TicketStatus.NEW)
        assert (standing.status is TicketStatus.ON_HOLD) == (standing.held_from is not None)
        assert (standing.resolved_at is None) or standing.status not in OPEN_STATUSES
        assert {data(fact)["source_row"] for fact in facts} == set(range(2, len(states) + 2))
        moves = [fact.draft for fact in facts if fact.draft.to_status is not None]
        assert [move.from_status for move in moves[1:]] == [move.to_status for move in moves[:-1]]


def _with_states(lines_: str) -> str:
    return TICKETS.replace("[states]\n", f"[states]\n{lines_}\n")


def _with_columns(lines_: str) -> str:
    return TICKETS.replace("[columns]\n", f"[columns]\n{lines_}\n")
