import pytest

from wellkept.platform.filters import contains, equal, since
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.sql import TRUE

WORDS = ["Pump_A", "PUMPXA", "100% ok", "back\\slash", "ÄRGER", "泵站"]


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
        condition = contains(text, "word", "''")
        words = " UNION ALL ".join(["SELECT CAST(? AS TEXT) AS word"] * len(WORDS))

        sql = f"SELECT word FROM ({words}) AS words WHERE {condition.sql}"
        rows = await database.fetch(sql, *WORDS, *condition.args)

        assert [row["word"] for row in rows] == expected


class TestFilterThatWasNotGiven:
    def test_holds_for_every_row(self) -> None:
        assert [equal("code", None), since("updated_at", None), contains(None, "code")] == [TRUE, TRUE, TRUE]
