import pytest

from core_api import customer_actor
from installed_base import make_equipment, make_project
from wellkept.equipment import queries
from wellkept.platform.storage.database import Database
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import EquipmentId, uuid7


async def plan(database: Database, condition: Clause) -> str:
    """How the database would find these items; so few rows tempt PostgreSQL to read them all."""
    word = "EXPLAIN" if database.dialect is Dialect.POSTGRES else "EXPLAIN QUERY PLAN"
    async with database.transaction():
        if database.dialect is Dialect.POSTGRES:
            await database.execute("SET LOCAL enable_seqscan = off")
        sql = f"{word} SELECT id FROM equipment WHERE {condition.sql}"
        rows = await database.fetch(sql, *condition.args)
    return "\n".join(str(list(row.values())) for row in rows)


class TestEquipment:
    async def test_of_others_is_not_found(self, database: Database) -> None:
        own, other = await make_project("OWN"), await make_project("OTHER")
        foreign = await make_equipment("X-1", project_id=other["id"])

        with pytest.raises(NotFound):
            await queries.equipment(EquipmentId(foreign["id"]), actor=customer_actor(own["customer_id"]))


class TestLongestPath:
    async def test_is_that_of_the_deepest_item_below(self, database: Database) -> None:
        project = await make_project()
        line = await make_equipment("LINE", project_id=project["id"])
        pump = await make_equipment("PUMP", project_id=project["id"], parent_id=line["id"])
        await make_equipment("FAN", project_id=project["id"], parent_id=line["id"])
        seal = await make_equipment("SEAL", project_id=project["id"], parent_id=pump["id"])

        assert await queries.longest_path(line["path"]) == seal["path"]
        assert await queries.longest_path(seal["path"]) == seal["path"]


class TestBelow:
    async def test_rides_the_index_of_paths(self, database: Database) -> None:
        assert "equipment__path" in await plan(database, queries.below(uuid7()))
        assert "equipment__path" in await plan(database, queries.subtree(f"{uuid7()}/"))
