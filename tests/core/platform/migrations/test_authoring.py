from collections.abc import Callable

import pytest
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from wellkept.platform.migrations.apps import App
from wellkept.platform.migrations.authoring import missing_statements, new_migration
from wellkept.platform.migrations.difference import schema_difference
from wellkept.platform.migrations.runner import create_all, migrate
from wellkept.platform.storage.engines import engine_for
from wellkept_sdk.db import columns
from wellkept_sdk.db.indexes import Check, index, unique_index


class Shelf(Table, tablename="shelf"):
    id = columns.primary_key()
    name = columns.text(unique=True)
    room = columns.code()


class Book(Table, tablename="book"):
    id = columns.primary_key()
    created_at = columns.created_at()
    shelf_id = columns.reference(Shelf, on_delete=OnDelete.restrict)
    pages = columns.integer(default=1)
    tags = columns.document(default=[])
    lent_on = columns.day(null=True)
    weight = columns.double(null=True)
    rare = columns.boolean(default=False)
    grade = columns.small_integer(default=3)


class LaterShelf(Table, tablename="shelf"):
    id = columns.primary_key()
    name = columns.text(unique=True)
    room = columns.code()
    width = columns.big_integer(default=80)


class NullableShelf(Table, tablename="shelf"):
    id = columns.primary_key()
    name = columns.text(unique=True)
    room = columns.text(null=True)


INDEXES = (
    index("book", "created_at", "id"),
    unique_index("book", "shelf_id", "pages", where="rare"),
    unique_index("shelf", "lower(room)"),
)
CHECKS = (Check("book", "pages", "pages > 0"),)
MORE = '''"""Give shelves a width."""

STATEMENTS = (
    """DROP INDEX book__created_at__id""",
    """ALTER TABLE shelf ADD COLUMN "width" BIGINT NOT NULL DEFAULT 80""",
    """CREATE INDEX shelf__width ON shelf (width)""",
)
'''
SEQUENCES = ("CREATE SEQUENCE book_seq AS bigint CACHE 1",)


def shop(package: str, *tables: type[Table]) -> App:
    return App("shop", tables, package, indexes=INDEXES, checks=CHECKS, sequences=SEQUENCES)


async def differences(url: str, app: App) -> list[str]:
    engine = engine_for(url)
    await engine.open()
    try:
        return await schema_difference(engine, [app])
    finally:
        await engine.close()


class TestNewMigration:
    async def test_makes_the_schema_that_is_declared(
        self, blank_url: str, migrations_package: Callable[..., str]
    ) -> None:
        app = shop(migrations_package(), Book, Shelf)

        path = await new_migration(app, name="first_tables", description="Make shelves and books.")
        ran = await migrate(engine_for(blank_url), [app])

        assert path is not None
        assert ran == [path.stem]
        assert path.name.startswith("shop_")
        assert path.name.endswith("_first_tables.py")
        assert await differences(blank_url, app) == []
        assert await new_migration(app, name="nothing", description="Nothing is left.") is None

    async def test_brings_an_older_schema_up_to_date(
        self, blank_url: str, migrations_package: Callable[..., str]
    ) -> None:
        app = shop(migrations_package(), Book, Shelf)
        await new_migration(app, name="first", description="Make shelves and books.")
        engine = engine_for(blank_url)
        await migrate(engine, [app])
        later = App(
            "shop",
            (Book, LaterShelf),
            app.migrations_package,
            (*INDEXES[1:], index("shelf", "width")),
            CHECKS,
            SEQUENCES,
        )

        path = await new_migration(later, name="more", description="Give shelves a width.")

        assert path is not None
        assert path.read_text() == MORE
        assert await migrate(engine, [later]) == [path.stem]
        assert await differences(blank_url, later) == []

    async def test_refuses_what_needs_a_decision_about_rows(self, migrations_package: Callable[..., str]) -> None:
        package = migrations_package()
        await new_migration(shop(package, Book, Shelf), name="first", description="Make shelves and books.")

        with pytest.raises(ValueError, match="by hand"):
            await missing_statements(shop(package, Book, NullableShelf))


class TestSchemaDifference:
    async def test_is_empty_for_the_declared_tables(self, blank_url: str) -> None:
        app = shop("none_yet", Book, Shelf)

        await create_all(engine_for(blank_url), [app])

        assert await differences(blank_url, app) == []

    async def test_names_what_is_missing_and_what_is_not_declared(self, blank_url: str) -> None:
        await create_all(engine_for(blank_url), [shop("none_yet", Book, Shelf)])

        found = await differences(blank_url, App("shop", (Book, LaterShelf), "none_yet", INDEXES[1:]))

        assert found == [
            "missing: column width of shelf: BIGINT NOT NULL",
            "not declared: check book__pages of book",
            "not declared: index book__created_at__id of book",
        ]
