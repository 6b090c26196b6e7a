from datetime import UTC, datetime

from import_files import HEADER, TICKETS, cells, mapping_of
from wellkept.imports.rules.cells import RowMistake, RowReader, SourceRow, digest_of, place_of, shown

LATEST = datetime(2026, 11, 21, tzinfo=UTC)


def read(row: list[str], *, text: str = TICKETS) -> SourceRow | list[RowMistake]:
    return RowReader(mapping_of(text), HEADER, latest=LATEST).read(7, row)


def mistakes(row: list[str]) -> list[tuple[str | None, str | None, str]]:
    found = read(row)
    assert isinstance(found, list)
    return [(mistake.column, mistake.value, mistake.code) for mistake in found]


class TestFuture:
    def test_is_refused_by_the_name_of_the_moment(self) -> None:
        row = cells("INC-1", 2, "Active", opened="22/11/2026 08:00", updated="21/11/2026 00:01")

        assert mistakes(row) == [
            ("opened", "22/11/2026 08:00", "tickets.reported_at.in_future"),
            ("updated", "21/11/2026 00:01", "tickets.occurred_at.in_future"),
        ]

    def test_begins_after_the_latest_moment(self) -> None:
        assert isinstance(read(cells("INC-1", 2, "Active", updated="21/11/2026 00:00")), SourceRow)


class TestRow:
    def test_says_everything_in_our_words(self) -> None:
        row = read(cells("INC-1", 2, "Active", priority="high"))

        assert isinstance(row, SourceRow)
        assert (row.row, row.source_id, row.state, row.place) == (7, "INC-1", "Active", (0, 2.0, ""))
        assert row.occurred_at == datetime(2026, 3, 1, 11, tzinfo=UTC)
        assert row.actor_name == "Updated by 7"
        assert row.values == {
            "title": "Pump trips",
            "grade": 1,
            "reported_at": datetime(2026, 3, 1, 8, tzinfo=UTC),
            "metadata.group": "Group 1",
            "project_code": "DESK",
            "channel": "phone",
            "resolution.cause": "Not recorded.",
            "resolution.measure": "Not recorded.",
        }

    def test_reports_all_its_mistakes_at_once(self) -> None:
        found = mistakes(cells("INC-1", 0, "New", text="", priority="middling", opened="yesterday", updated="?"))

        assert found == [
            ("text", None, "required"),
            ("priority", "middling", "not_a_choice"),
            ("opened", "yesterday", "type"),
            ("updated", None, "required"),
        ]

    def test_needs_a_readable_source_id(self) -> None:
        assert mistakes(cells("?", 0, "New")) == [(None, None, "required")]
        assert mistakes(cells("x" * 201, 0, "New")) == [(None, "x" * 200, "too_long")]
        assert mistakes(cells("a\x00", 0, "New")) == [(None, "a�", "bad_characters")]

    def test_stands_in_the_order_of_the_file_where_no_column_orders(self) -> None:
        row = read(cells("INC-1", 2, "Active"), text=TICKETS.replace('order = "step"', ""))

        assert isinstance(row, SourceRow)
        assert row.place == (0, 0.0, "")

    def test_needs_no_history(self) -> None:
        text = TICKETS[: TICKETS.index("[states]")].replace('status = "state"', "")

        row = read(cells("INC-1", 2, "Active"), text=text)

        assert isinstance(row, SourceRow)
        assert (row.state, row.occurred_at, row.actor_name) == (None, None, None)


class TestDigest:
    def test_differs_where_cells_differ(self) -> None:
        assert digest_of(["a", "b"]) == digest_of(["a", "b"])
        assert len({digest_of(["a", "b"]), digest_of(["b", "a"]), digest_of(["ab", ""]), digest_of(["\udc80"])}) == 4


class TestPlace:
    def test_puts_numbers_by_value_before_words(self) -> None:
        assert sorted(["b", "10", "9", "nan", "a"], key=place_of) == ["9", "10", "a", "b", "nan"]


class TestShown:
    def test_is_short_and_printable(self) -> None:
        assert shown(None) is None
        assert shown("a\x00\udc80" + "b" * 300) == "a��" + "b" * 197
