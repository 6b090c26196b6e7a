import asyncio
from contextlib import suppress
from uuid import UUID, uuid4

import pytest

from wellkept.platform.storage.database import Database
from wellkept.platform.storage.driver_errors import ForeignKeyViolation, UniqueViolation
from wellkept.platform.storage.unit_of_work import after_commit, current_unit, transaction, unit_of_work
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.errors import Unavailable

NOWHERE = UUID(int=0)


async def add_book(store: Database, title: str, *, shelf_id: UUID | None = None) -> None:
    await store.execute("INSERT INTO book (id, title, shelf_id) VALUES (?, ?, ?)", uuid4(), title, shelf_id)


async def titles(store: Database) -> list[str]:
    return [row["title"] for row in await store.fetch("SELECT title FROM book ORDER BY title")]


async def assert_nothing_is_held(store: Database) -> None:
    """Every connection can be taken and written with again."""
    assert current_unit() is None
    taken = [await store.take(writing=False) for _ in range(4)]
    for connection in taken:
        await store.give_back(connection)
    async with asyncio.timeout(5), transaction():
        await add_book(store, "written afterwards")


class TestTransaction:
    async def test_commits_by_itself_without_an_edge(self, store: Database) -> None:
        async with transaction():
            await add_book(store, "kept")

        assert await titles(store) == ["kept"]

    async def test_rolls_back_when_it_fails(self, store: Database) -> None:
        with pytest.raises(KeyError):
            async with transaction():
                await add_book(store, "lost")
                raise KeyError

        assert await titles(store) == []
        await assert_nothing_is_held(store)

    async def test_undoes_only_the_nested_one_that_failed(self, store: Database) -> None:
        async with transaction():
            await add_book(store, "outer")
            with suppress(KeyError):
                async with transaction():
                    await add_book(store, "inner")
                    raise KeyError
            async with transaction():
                await add_book(store, "second inner")

        assert await titles(store) == ["outer", "second inner"]

    async def test_survives_a_database_error_in_a_nested_one(self, store: Database) -> None:
        async with transaction():
            await store.execute("INSERT INTO shelf (id, name) VALUES (?, ?)", uuid4(), "A")
            with pytest.raises(UniqueViolation):
                async with transaction():
                    await store.execute("INSERT INTO shelf (id, name) VALUES (?, ?)", uuid4(), "A")
            await add_book(store, "kept")

        assert await titles(store) == ["kept"]

    async def test_that_cannot_commit_raises_and_leaves_nothing_behind(self, store: Database) -> None:
        with pytest.raises(ForeignKeyViolation):
            async with transaction():
                await add_book(store, "on no shelf", shelf_id=NOWHERE)

        assert await titles(store) == []
        await assert_nothing_is_held(store)

    async def test_that_cannot_begin_leaves_nothing_behind(
        self, store: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(type(store), "begin_statement", "BEGIN NONSENSE")
            for _ in range(10):
                with pytest.raises(Exception, match="NONSENSE"):
                    async with transaction():
                        pytest.fail("It has begun.")

        await assert_nothing_is_held(store)

    async def test_never_reports_success_for_what_the_database_has_given_up(self, store: Database) -> None:
        if store.dialect is Dialect.SQLITE:
            pytest.skip("SQLite keeps a transaction whose statement failed.")
        with pytest.raises(Unavailable):
            async with transaction():
                await add_book(store, "lost")
                with suppress(Exception):
                    await store.execute("SELECT 1 / 0")

        assert await titles(store) == []
        await assert_nothing_is_held(store)

    async def test_does_not_go_on_outside_when_the_database_has_rolled_it_back(self, store: Database) -> None:
        with pytest.raises(Unavailable):
            async with transaction() as unit:
                await add_book(store, "lost")
                connection = unit.connection()
                assert connection is not None
                await connection.control("ROLLBACK")
                await add_book(store, "would stand alone")

        assert await titles(store) == []
        await assert_nothing_is_held(store)

    async def test_is_not_inherited_by_a_child_task(self, store: Database) -> None:
        seen: list[object] = []

        async def child() -> None:
            seen.extend([current_unit(), *await titles(store)])

        async with transaction():
            await add_book(store, "not committed yet")
            await asyncio.create_task(child())

        assert seen == [None]
        assert await titles(store) == ["not committed yet"]

    async def test_lets_a_child_task_end_after_it(self, store: Database) -> None:
        go = asyncio.Event()

        async def child() -> None:
            await go.wait()
            async with transaction():
                await add_book(store, "of the child")

        async with transaction():
            task = asyncio.create_task(child())
            await add_book(store, "of the parent")
        go.set()
        await task

        assert await titles(store) == ["of the child", "of the parent"]

    async def test_serves_fifty_writers_that_read_first(self, store: Database) -> None:
        await store.execute("INSERT INTO book (id, title, pages) VALUES (?, 'counter', 1)", NOWHERE)
        read = {
            Dialect.POSTGRES: "SELECT pages FROM book WHERE id = ? FOR UPDATE",
            Dialect.SQLITE: "SELECT pages FROM book WHERE id = ?",
        }

        async def count() -> None:
            for _ in range(5):
                async with transaction():
                    row = await store.fetch_one(read[store.dialect], NOWHERE)
                    assert row is not None
                    await store.execute("UPDATE book SET pages = ? WHERE id = ?", row["pages"] + 1, NOWHERE)

        await asyncio.gather(*(count() for _ in range(50)))

        assert await store.fetch("SELECT pages FROM book") == [{"pages": 251}]


class TestCancellation:
    @pytest.mark.parametrize("pause_seconds", [0, 0.0001, 0.001, 0.005])
    async def test_returns_the_connection_wherever_it_strikes(self, store: Database, pause_seconds: float) -> None:
        async def work() -> None:
            async with transaction():
                await add_book(store, "one")
                async with transaction():
                    await add_book(store, "two")

        for _ in range(20):
            task = asyncio.create_task(work())
            await asyncio.sleep(pause_seconds)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

        written = await titles(store)
        assert written.count("one") == written.count("two")
        await assert_nothing_is_held(store)

    async def test_of_a_slow_query_leaves_its_reader_idle(self, store: Database) -> None:
        slow = {
            Dialect.POSTGRES: "SELECT pg_sleep(20)",
            Dialect.SQLITE: "SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            "SELECT i FROM n LIMIT 900000000)",
        }

        async def query() -> object:
            return await store.fetch(slow[store.dialect])

        for _ in range(5):
            task = asyncio.create_task(query())
            await asyncio.sleep(0.05)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

        async with asyncio.timeout(5):
            await assert_nothing_is_held(store)

    async def test_of_a_nested_one_by_a_timeout_spares_the_outer_one(self, store: Database) -> None:
        async with transaction():
            await add_book(store, "outer")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05), transaction():
                    await add_book(store, "inner")
                    await asyncio.sleep(5)

        assert await titles(store) == ["outer"]


class TestUnitOfWork:
    async def test_begins_nothing_before_the_first_verb(self, store: Database) -> None:
        async with unit_of_work() as unit:
            await titles(store)
            assert not unit.begun
            async with transaction():
                assert unit.begun

        assert not unit.begun

    async def test_commits_at_the_edge_what_several_verbs_did(self, store: Database) -> None:
        async def seen_by_others() -> list[str]:
            return await titles(store)

        async with unit_of_work():
            async with transaction():
                await add_book(store, "first")
            async with transaction():
                await add_book(store, "second")
            before_the_end = await asyncio.create_task(seen_by_others())

        assert before_the_end == []
        assert await titles(store) == ["first", "second"]

    async def test_is_doomed_by_a_verb_that_failed_even_if_that_was_caught(self, store: Database) -> None:
        async with unit_of_work() as unit:
            async with transaction():
                await add_book(store, "first")
            with suppress(KeyError):
                async with transaction():
                    await add_book(store, "second")
                    raise KeyError

        assert unit.doomed
        assert await titles(store) == []

    async def test_refuses_to_write_after_it_is_doomed(self, store: Database) -> None:
        async with unit_of_work():
            with suppress(KeyError):
                async with transaction():
                    raise KeyError
            with pytest.raises(RuntimeError, match="earlier verb"):
                async with transaction():
                    await add_book(store, "never")

    async def test_stands_when_a_nested_verb_failed(self, store: Database) -> None:
        async with unit_of_work(), transaction():
            await add_book(store, "outer")
            with suppress(KeyError):
                async with transaction():
                    raise KeyError

        assert await titles(store) == ["outer"]

    async def test_does_not_nest(self, store: Database) -> None:
        async with unit_of_work():
            with pytest.raises(RuntimeError, match="edges do not"):
                async with unit_of_work():
                    pass

    async def test_counts_its_statements(self, store: Database) -> None:
        async with unit_of_work() as unit:
            await titles(store)
            async with transaction():
                await add_book(store, "one")
                await titles(store)

        assert unit.statements == 3


class TestAfterCommit:
    async def test_is_called_once_the_work_is_durable(self, store: Database) -> None:
        calls: list[str] = []

        async with unit_of_work():
            async with transaction():
                after_commit(lambda: calls.append("done"))
            assert calls == []

        assert calls == ["done"]

    async def test_is_never_called_for_work_undone(self, store: Database) -> None:
        calls: list[str] = []

        async with transaction():
            with suppress(KeyError):
                async with transaction():
                    after_commit(lambda: calls.append("undone"))
                    raise KeyError
        with suppress(KeyError):
            async with transaction():
                after_commit(lambda: calls.append("undone"))
                raise KeyError

        assert calls == []

    async def test_that_fails_does_not_fail_the_work(self, store: Database) -> None:
        calls: list[str] = []

        async with transaction():
            after_commit(lambda: 1 // 0)
            after_commit(lambda: calls.append("second"))

        assert calls == ["second"]
