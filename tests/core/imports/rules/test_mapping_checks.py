import pytest

from import_files import TICKETS, mapping_of
from wellkept.imports.rules.mapping_checks import destination_of
from wellkept.imports.rules.mapping_file import StateRule
from wellkept_sdk.errors import Invalid
from wellkept_sdk.records.tickets import Action, TicketStatus


def mistakes(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        mapping_of(text)
    return sorted((error.pointer, error.code) for error in refused.value.errors)


def changed(before: str, after: str) -> str:
    assert before in TICKETS
    return TICKETS.replace(before, after)


class TestSecondLook:
    def test_finds_fields_that_do_not_exist(self) -> None:
        text = changed('title = "text"', 'title = "text"\ncolour = "text"\nreporter.shoe = "by"')

        assert mistakes(text) == [("/columns/colour", "unknown_field"), ("/columns/reporter.shoe", "unknown_field")]

    def test_finds_required_fields_without_a_source(self) -> None:
        text = changed('title = "text"', "").replace('project_code = "DESK"', "")

        assert mistakes(text) == [("/columns/project_code", "required"), ("/columns/title", "required")]

    def test_asks_for_a_resolution_where_a_state_is_put_right(self) -> None:
        assert mistakes(changed('resolution.cause = "Not recorded."', "")) == [
            ("/columns/resolution.cause", "required")
        ]

    def test_needs_no_resolution_where_no_state_is_put_right(self) -> None:
        text = changed('resolution.cause = "Not recorded."', "").replace('"Resolved" = {action = "resolve"}', "")

        assert mapping_of(text.replace('"Closed" = {action = "close"}', "")).states

    def test_finds_values_of_the_wrong_type(self) -> None:
        text = changed('"high" = 1', '"high" = 9').replace('channel = "phone"', 'channel = "by phone"')

        assert mistakes(text) == [("/defaults/channel", "pattern"), ("/values/grade/high", "too_large")]

    def test_lets_free_documents_hold_anything(self) -> None:
        assert mapping_of(TICKETS + '\n[values."metadata.group"]\n"Group 1" = true\n"*" = 7\n').values

    def test_finds_formats_and_zones_that_are_none(self) -> None:
        text = changed('format = "%d/%m/%Y %H:%M"', 'format = "DD.MM"\nday_format = "%q"\nzone = "Moon/Base"')

        assert mistakes(text) == [
            ("/dates/day_format", "pattern"), ("/dates/format", "pattern"), ("/dates/zone", "not_a_choice"),
        ]  # fmt: skip

    def test_finds_texts_without_a_column(self) -> None:
        assert mistakes(changed("[defaults]", '[texts]\nimpact = "always"\n[defaults]')) == [
            ("/texts/impact", "pattern")
        ]

    def test_finds_handovers_of_no_column(self) -> None:
        text = changed('handover = ["metadata.group"]', 'handover = ["metadata.person"]')

        assert mistakes(text) == [("/history/handover/0", "not_a_choice")]

    def test_asks_for_states_where_a_status_is_mapped(self) -> None:
        text = TICKETS[: TICKETS.index("[states]")] + TICKETS[TICKETS.index("[history]") :]

        assert mistakes(text) == [("/states", "required")]

    def test_finds_states_that_mean_nothing_clear(self) -> None:
        text = changed(
            '"?!" = {}',
            '"a" = {action = "start", status = "new"}\n"b" = {action = "respond"}\n'
            '"c" = {action = "hold"}\n"d" = {status = "new", reason = "parts"}',
        )

        assert mistakes(text) == [
            ("/states/a/status", "not_a_choice"),
            ("/states/b/action", "not_a_choice"),
            ("/states/c/reason", "required"),
            ("/states/d/reason", "unknown_field"),
        ]

    def test_lets_only_tickets_have_a_history(self) -> None:
        text = (
            'kind = "customers"\nsystem = "crm"\nsource_id = "id"\n[columns]\ncode = "id"\nname = "n"\n'
            'customer_type = "t"\n[states]\nx = {}\n[history]\norder = "o"'
        )

        assert mistakes(text) == [("/history", "unknown_field"), ("/states", "unknown_field")]


class TestDestination:
    def test_is_where_an_action_leads(self) -> None:
        assert destination_of(StateRule(action=Action.CLOSE)) is TicketStatus.CLOSED

    def test_is_the_status_or_nothing(self) -> None:
        assert destination_of(StateRule(status=TicketStatus.NEW)) is TicketStatus.NEW
        assert destination_of(StateRule()) is None
