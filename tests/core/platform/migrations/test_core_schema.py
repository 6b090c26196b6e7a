from wellkept.platform.migrations.apps import core_app
from wellkept.platform.migrations.authoring import missing_statements
from wellkept.platform.migrations.difference import schema_difference
from wellkept.platform.migrations.files import files_of
from wellkept.platform.storage.database import Database


class TestCore:
    async def test_has_the_schema_that_its_tables_declare(self, database: Database) -> None:
        assert await schema_difference(database, [core_app()]) == []

    async def test_has_a_migration_for_everything_that_its_tables_declare(self) -> None:
        app = core_app()

        assert not files_of(app) or await missing_statements(app) == []
