"""Conditions of plugins are tried out once, and one that is wrong spoils nothing."""

from datetime import datetime

from wellkept.platform.plugin_host.calling.conditions import fault_of
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.now import now


class TestFaultOf:
    async def test_names_what_the_database_does_not_understand(self, database: Database) -> None:
        assert await fault_of(Clause("moon = 1"), table="ticket") is not None
        assert await fault_of(Clause("ticket.grade = ?", (1,)), table="ticket") is None

    async def test_is_not_sought_twice_for_one_condition(self, database: Database) -> None:
        async def found(at: datetime) -> int:
            before = database.statements
            assert await fault_of(Clause("ticket.created_at > ?", (at,)), table="ticket") is None
            return database.statements - before

        assert [await found(now()), await found(now())] == [1, 0]

    async def test_leaves_the_transaction_that_the_caller_is_in_usable(self, database: Database) -> None:
        async with transaction():
            await database.execute("DELETE FROM plugin_failure")
            assert await fault_of(Clause("moon = 1"), table="ticket") is not None
            assert await database.fetch("SELECT id FROM plugin_failure") == []
