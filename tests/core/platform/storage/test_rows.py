from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from uuid import UUID, uuid4

import msgspec
import pytest
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from wellkept.platform.migrations.apps import App
from wellkept.platform.migrations.runner import create_all
from wellkept.platform.storage import rows
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.driver_errors import ConstraintViolation
from wellkept.platform.storage.engines import bind, engine_for
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.db import columns
from wellkept_sdk.errors import NotFound, PreconditionFailed

LENT_AT = datetime(2026, 3, 1, 8, 30, 0, 123456, tzinfo=UTC)


class State(StrEnum):
    NEW = "new"
    WORN = "worn"


class Shelf(Table, tablename="shelf"):
    id = columns.primary_key()
    name = columns.text(unique=True)


class Book(Table, tablename="book"):
    id = columns.primary_key()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()
    title = columns.text()
    shelf_id = columns.reference(Shelf, on_delete=OnDelete.restrict, null=True)
    state = columns.text(default=State.NEW.value)
    lent_at = columns.moment(null=True)
    printed_on = columns.day(null=True)
    rare = columns.boolean(default=False)
    price_minor = columns.big_integer(default=0)
    tags = columns.document(default=[])
    extra = columns.document(null=True)


class BookRead(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    title: str
    state: State
    lent_at: datetime | None
    printed_on: date | None
    rare: bool
    tags: list[str]


@pytest.fixture
async def library(blank_url: str) -> AsyncIterator[Database]:
    engine = engine_for(blank_url)
    await create_all(engine, [App("library", (Book, Shelf), "none_yet")])
    await engine.open()
    bind(engine)
    yield engine
    await engine.close()


class TestInsert:
    async def test_returns_exactly_what_is_stored(self, library: Database) -> None:
        shelf = await rows.insert(Shelf, name="A")

        book = await rows.insert(
            Book,
            title="Pumps",
            shelf_id=shelf["id"],
            lent_at=LENT_AT,
            printed_on=date(2026, 1, 2),
            rare=True,
            price_minor=2**40,
            tags=["a", {"b": [1, None, True]}],
            extra={"名": "水泵"},
        )

        assert await library.fetch_one("SELECT * FROM book") == book
        assert book["version"] == 1
        assert book["state"] == "new"
        assert book["created_at"].tzinfo is UTC

    @pytest.mark.parametrize("document", ["text", 5, 1.5, True, [], {}, None, "5", "null"])
    async def test_stores_any_document(self, library: Database, document: object) -> None:
        await rows.insert(Book, title="Pumps", extra=document)

        assert await library.fetch_one("SELECT extra FROM book") == {"extra": document}

    async def test_stores_equal_moments_equally(self, library: Database) -> None:
        east = LENT_AT.astimezone(timezone(timedelta(hours=8)))
        await rows.insert(Book, title="Pumps", lent_at=east)

        found = await library.fetch_one("SELECT lent_at FROM book WHERE lent_at = ?", LENT_AT)

        assert found == {"lent_at": LENT_AT}

    async def test_refuses_a_naive_time(self, library: Database) -> None:
        with pytest.raises(TypeError, match="needs its offset"):
            await rows.insert(Book, title="Pumps", lent_at=LENT_AT.replace(tzinfo=None))

    async def test_refuses_an_unknown_column(self, library: Database) -> None:
        with pytest.raises(TypeError, match="no column colour"):
            await rows.insert(Book, title="Pumps", colour="red")

    async def test_refuses_to_leave_out_what_has_no_default(self, library: Database) -> None:
        with pytest.raises(ConstraintViolation):
            await rows.insert(Book, rare=True)


class TestInsertMany:
    async def test_stores_more_rows_than_one_statement_may_hold(self, library: Database) -> None:
        stored = await rows.insert_many(Book, [{"title": f"Volume {number}"} for number in range(3000)])

        assert len(stored) == 3000
        assert await library.fetch_one("SELECT count(*) AS number FROM book") == {"number": 3000}
        assert await rows.insert_many(Book, []) == []


class TestUpdate:
    async def test_raises_the_version_and_returns_native_values(self, library: Database) -> None:
        book = await rows.insert(Book, title="Pumps", lent_at=LENT_AT, tags=["a"])

        changed = await rows.update(Book, book["id"], changes={"title": "Valves", "extra": "text"}, version=1)

        assert changed == book | {
            "title": "Valves",
            "extra": "text",
            "version": 2,
            "updated_at": changed["updated_at"],
        }
        assert changed["updated_at"] > book["updated_at"]
        assert await library.fetch_one("SELECT * FROM book") == changed

    async def test_refuses_another_version(self, library: Database) -> None:
        book = await rows.insert(Book, title="Pumps")

        with pytest.raises(PreconditionFailed):
            await rows.update(Book, book["id"], changes={"title": "Valves"}, version=2)

    @pytest.mark.parametrize("version", [None, 1])
    async def test_refuses_what_is_not_there(self, library: Database, version: int | None) -> None:
        with pytest.raises(NotFound):
            await rows.update(Book, uuid4(), changes={"title": "Valves"}, version=version)

    async def test_changes_a_table_without_version(self, library: Database) -> None:
        shelf = await rows.insert(Shelf, name="A")

        assert await rows.update(Shelf, shelf["id"], changes={"name": "B"}) == shelf | {"name": "B"}


class TestDelete:
    async def test_tells_whether_there_was_a_row(self, library: Database) -> None:
        shelf = await rows.insert(Shelf, name="A")

        assert await rows.delete(Shelf, shelf["id"])
        assert not await rows.delete(Shelf, shelf["id"])


class TestLocked:
    async def test_returns_the_row_or_nothing(self, library: Database) -> None:
        book = await rows.insert(Book, title="Pumps", tags=["a"])

        async with transaction():
            assert await rows.locked(Book, book["id"]) == book
            assert await rows.locked(Book, uuid4()) is None

    async def test_needs_a_transaction(self, library: Database) -> None:
        with pytest.raises(AssertionError, match="transaction"):
            await rows.locked(Book, uuid4())


class TestRequired:
    def test_is_the_row(self) -> None:
        assert rows.required({"name": "A"}) == {"name": "A"}

    def test_is_not_found_without_one(self) -> None:
        with pytest.raises(NotFound):
            rows.required(None)


class TestDecode:
    async def test_makes_structs_by_column_names(self, library: Database) -> None:
        book = await rows.insert(Book, title="Pumps", state=State.WORN, lent_at=LENT_AT, tags=["a"])
        expected = BookRead(
            id=book["id"],
            title="Pumps",
            state=State.WORN,
            lent_at=LENT_AT,
            printed_on=None,
            rare=False,
            tags=["a"],
        )

        found = await library.fetch("SELECT * FROM book")

        assert rows.decode_all(found, BookRead) == [expected]
        assert rows.decode(found[0], BookRead) == expected
