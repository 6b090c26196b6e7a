import pytest

from wellkept_sdk.db import Check, index, unique_index
from wellkept_sdk.db.indexes import Index, index_from


class TestIndex:
    def test_has_the_name_of_what_it_indexes(self) -> None:
        made = index("sla_clock", "ticket_id", "due_at")

        assert made.name == "sla_clock__ticket_id__due_at"
        assert made.statement == "CREATE INDEX sla_clock__ticket_id__due_at ON sla_clock (ticket_id, due_at)"

    def test_has_another_name_with_another_condition(self) -> None:
        running = unique_index("sla_clock", "ticket_id", where="met_at IS NULL")
        met = unique_index("sla_clock", "ticket_id", where="met_at IS NOT NULL")

        assert running.name != met.name
        assert running.statement.endswith("ON sla_clock (ticket_id) WHERE met_at IS NULL")
        assert running.statement.startswith("CREATE UNIQUE INDEX")

    def test_has_a_name_that_no_database_cuts(self) -> None:
        names = {index("sla_clock", *["a_rather_long_column"] * number).name for number in (4, 5)}

        assert len(names) == 2
        assert all(len(name) <= 63 for name in names)


class TestIndexFrom:
    def test_is_what_the_statement_makes(self) -> None:
        made = index_from("CREATE UNIQUE INDEX one_clock ON sla_clock (ticket_id, kind) WHERE met_at IS NULL")

        assert made == Index(
            table="sla_clock",
            columns=("ticket_id, kind",),
            where="met_at IS NULL",
            unique=True,
            given_name="one_clock",
        )
        assert made.name == "one_clock"

    def test_refuses_what_makes_no_index(self) -> None:
        with pytest.raises(ValueError, match="This makes no index"):
            index_from("DROP INDEX one_clock")


class TestCheck:
    def test_is_named_after_its_table(self) -> None:
        check = Check(table="sla_clock", name="positive", condition="minutes > 0")

        assert check.clause == "CONSTRAINT sla_clock__positive CHECK (minutes > 0)"
