from wellkept.platform.filters import contains
from wellkept.platform.storage.database import Database
from wellkept_sdk.db.clauses import TRUE


class TestContains:
    async def test_speaks_the_language_of_the_database(self, database: Database) -> None:
        condition = contains("p_A", "word")

        sql = f"SELECT word FROM (SELECT 'PUMP_A' AS word UNION ALL SELECT 'PUMPXA') AS words WHERE {condition.sql}"
        rows = await database.fetch(sql, *condition.args)

        assert [row["word"] for row in rows] == ["PUMP_A"]

    async def test_holds_for_every_row_without_a_text(self, database: Database) -> None:
        assert contains(None, "word") == TRUE
