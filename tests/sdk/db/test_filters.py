from datetime import UTC, datetime

import pytest

from wellkept.platform.storage.database import Database
from wellkept_sdk.db import TRUE, Clause, Dialect, begins, contains, equal, given, since

WORDS = ["Pump_A", "PUMPXA", "100% ok", "back\\slash", "ÄRGER", "泵站"]
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class TestContains:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("pump", ["Pump_A", "PUMPXA"]),
            ("P_a", ["Pump_A"]),
            ("0%", ["100% ok"]),
            ("k\\s", ["back\\slash"]),
            ("ärger", []),
            ("Ärg", ["ÄRGER"]),
            ("泵", ["泵站"]),
        ],
    )
    async def test_finds_the_same_on_both_databases(self, database: Database, text: str, expected: list[str]) -> None:
        assert await found(database, contains(text, "word", "''", dialect=database.dialect)) == expected


class TestBegins:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [("pump", ["Pump_A", "PUMPXA"]), ("pump_", ["Pump_A"]), ("ump", []), ("%", []), ("泵", ["泵站"])],
    )
    async def test_finds_the_same_on_both_databases(self, database: Database, text: str, expected: list[str]) -> None:
        assert await found(database, begins(text, "word", "''", dialect=database.dialect)) == expected


class TestFilter:
    def test_compares_a_column(self) -> None:
        assert equal("code", "P-1") == Clause("code = ?", ("P-1",))
        assert since("updated_at", MORNING) == Clause("updated_at >= ?", (MORNING,))
        assert given("updated_at < ?", MORNING) == Clause("updated_at < ?", (MORNING,))

    def test_takes_zero_and_false_as_values(self) -> None:
        assert equal("emergency", value=False) == Clause("emergency = ?", (False,))
        assert equal("priority", 0) == Clause("priority = ?", (0,))


class TestFilterThatWasNotGiven:
    @pytest.mark.parametrize("dialect", list(Dialect))
    def test_holds_for_every_row(self, dialect: Dialect) -> None:
        searches = [contains(None, "code", dialect=dialect), begins(None, "code", dialect=dialect)]

        assert [equal("code", None), since("updated_at", None), given("code < ?", None), *searches] == [TRUE] * 5


async def found(database: Database, condition: Clause) -> list[str]:
    words = " UNION ALL ".join(["SELECT CAST(? AS TEXT) AS word"] * len(WORDS))
    sql = f"SELECT word FROM ({words}) AS words WHERE {condition.sql}"
    return [row["word"] for row in await database.fetch(sql, *WORDS, *condition.args)]
