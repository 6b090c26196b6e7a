from uuid import uuid4

import pytest

from wellkept.platform.storage.database import Database
from wellkept.platform.storage.sql import any_of, typed
from wellkept_sdk.db.clauses import FALSE, TRUE, Clause, all_of, one_of
from wellkept_sdk.now import now

IS_A = Clause("title = ?", ("A",))
IS_RARE = Clause("rare")


class TestClause:
    def test_joins_with_its_arguments_in_order(self) -> None:
        assert all_of(IS_RARE, IS_A, Clause("pages > ?", (5,))) == Clause(
            "(rare) AND (title = ?) AND (pages > ?)", ("A", 5)
        )
        assert Clause("((rare) AND (title = ?)) OR (rare)", ("A",)) == IS_RARE & IS_A | IS_RARE
        assert Clause("NOT (title = ?)", ("A",)) == ~IS_A

    def test_leaves_out_what_says_nothing(self) -> None:
        assert all_of() == TRUE
        assert all_of(TRUE, IS_A, TRUE) == IS_A
        assert one_of() == FALSE
        assert one_of(FALSE, IS_A) == IS_A


class TestAnyOf:
    @pytest.mark.parametrize("extra", [0, 40_000])
    async def test_takes_any_number_of_values_as_one_parameter(self, store: Database, extra: int) -> None:
        wanted, other = uuid4(), uuid4()
        for book in (wanted, other):
            await store.execute("INSERT INTO book (id, title) VALUES (?, 'x')", book)

        clause = any_of("id", [wanted, *(uuid4() for _ in range(extra))])

        assert len(clause.args) == 1
        assert await store.fetch(f"SELECT id FROM book WHERE {clause.sql}", *clause.args) == [{"id": wanted}]

    def test_of_nothing_is_false(self) -> None:
        assert any_of("id", []) == FALSE


class TestTyped:
    async def test_gives_aggregates_their_type(self, store: Database) -> None:
        at = now()
        await store.execute("INSERT INTO book (id, title, lent_at) VALUES (?, 'x', ?)", uuid4(), at)

        last_at = typed("max(lent_at)", "timestamptz", name="last_at")
        found = await store.fetch_one(f"SELECT {last_at} FROM book")

        assert found == {"last_at": at}


class TestColumnTypes:
    async def test_survive_aliases_joins_unions_and_common_tables(self, store: Database) -> None:
        at, book = now(), uuid4()
        await store.execute(
            "INSERT INTO book (id, title, lent_at, tags, rare) VALUES (?, 'x', ?, ?, TRUE)", book, at, ["a"]
        )

        found = await store.fetch(
            "WITH lent AS (SELECT id, lent_at AS since, tags, rare FROM book) "
            "SELECT l.id, l.since AS until, l.tags, l.rare FROM lent l LEFT JOIN book b ON b.id = l.id "
            "UNION ALL SELECT id, lent_at, tags, rare FROM book WHERE FALSE"
        )

        assert found == [{"id": book, "until": at, "tags": ["a"], "rare": True}]
