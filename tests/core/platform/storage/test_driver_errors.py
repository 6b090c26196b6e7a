from uuid import UUID, uuid4

import pytest

from wellkept.platform.storage.database import Database
from wellkept.platform.storage.driver_errors import (
    BadValue,
    ConstraintViolation,
    DatabaseFailedError,
    ForeignKeyViolation,
    UniqueViolation,
)
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.errors import Conflict, Invalid

KEY = UUID(int=1)


@pytest.fixture
async def shop(store: Database) -> Database:
    await store.execute("CREATE TABLE shop (id UUID PRIMARY KEY, street TEXT, number INTEGER, email TEXT)")
    await store.execute("CREATE UNIQUE INDEX shop__street__number ON shop (street, number)")
    await store.execute("CREATE UNIQUE INDEX shop__lower__email ON shop (lower(email))")
    await store.execute("CREATE TABLE till (id UUID PRIMARY KEY, shop_id UUID REFERENCES shop (id) ON DELETE RESTRICT)")
    await store.execute("INSERT INTO shop VALUES (?, 'Main', 1, 'a@b.c')", KEY)
    return store


class TestUniqueViolation:
    async def test_tells_the_columns_of_a_composite_index(self, shop: Database) -> None:
        with pytest.raises(UniqueViolation) as caught:
            await shop.execute("INSERT INTO shop VALUES (?, 'Main', 1, 'other')", uuid4())

        assert isinstance(caught.value, Conflict)
        assert caught.value.concerns("shop", "street", "number")
        assert caught.value.concerns("shop", "street")
        assert not caught.value.concerns("shop", "email")
        assert not caught.value.concerns("till", "street")

    async def test_tells_the_column_of_an_expression(self, shop: Database) -> None:
        with pytest.raises(UniqueViolation) as caught:
            await shop.execute("INSERT INTO shop VALUES (?, 'Side', 1, 'A@B.C')", uuid4())

        assert caught.value.concerns("shop", "email")

    async def test_tells_the_primary_key(self, shop: Database) -> None:
        with pytest.raises(UniqueViolation) as caught:
            await shop.execute("INSERT INTO shop (id) VALUES (?)", KEY)

        assert caught.value.concerns("shop", "id")


class TestForeignKeyViolation:
    async def test_is_raised_for_a_reference_to_nothing(self, shop: Database) -> None:
        with pytest.raises(ForeignKeyViolation):
            await shop.execute("INSERT INTO till VALUES (?, ?)", uuid4(), uuid4())

    async def test_is_raised_for_a_row_in_use(self, shop: Database) -> None:
        await shop.execute("INSERT INTO till VALUES (?, ?)", uuid4(), KEY)

        with pytest.raises(ForeignKeyViolation):
            await shop.execute("DELETE FROM shop")


class TestInvalidValues:
    async def test_that_break_a_check_are_told(self, store: Database) -> None:
        with pytest.raises(ConstraintViolation):
            await store.execute("INSERT INTO book (id, title, pages) VALUES (?, 'x', 0)", uuid4())

    async def test_that_are_missing_are_told(self, store: Database) -> None:
        with pytest.raises(ConstraintViolation):
            await store.execute("INSERT INTO book (id) VALUES (?)", uuid4())

    @pytest.mark.parametrize("value", [2**63, 10**26, "lone \ud800"])
    async def test_that_no_database_can_store_are_told(self, store: Database, value: object) -> None:
        by_title, by_pages = "SELECT id FROM book WHERE title = ?", "SELECT id FROM book WHERE pages = ?"
        with pytest.raises(BadValue):
            await store.fetch(by_title if isinstance(value, str) else by_pages, value)

    async def test_with_a_nul_are_told_by_postgresql(self, store: Database) -> None:
        if store.dialect is Dialect.SQLITE:
            pytest.skip("SQLite stores it; the schema of the API refuses it.")
        with pytest.raises(BadValue):
            await store.fetch("SELECT id FROM book WHERE title = ?", "a\x00b")
        with pytest.raises(Invalid):
            await store.execute("INSERT INTO book (id, title, tags) VALUES (?, 'x', ?)", uuid4(), ["a\x00b"])


async def test_a_mistake_of_ours_is_told_to_the_log_only(store: Database) -> None:
    with pytest.raises(DatabaseFailedError) as caught:
        await store.fetch("SELECT * FROM nowhere")
    with pytest.raises(DatabaseFailedError):
        await store.fetch("SELECT id FROM book WHERE id = ?")

    assert "nowhere" not in caught.value.detail
    assert "nowhere" in caught.value.__notes__[0]
