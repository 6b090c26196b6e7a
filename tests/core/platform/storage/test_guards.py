"""Savepoints that are announced: they cost a statement only where something could have to be undone."""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import pytest

from wellkept.platform.storage.database import Database
from wellkept.platform.storage.driver_errors import UniqueViolation
from wellkept.platform.storage.unit import Unit
from wellkept.platform.storage.unit_of_work import after_commit, transaction, unit_of_work

SHELF = UUID(int=7)


async def add_shelf(store: Database, name: str) -> None:
    await store.execute("INSERT INTO shelf (id, name) VALUES (?, ?)", uuid4(), name)


async def shelves(store: Database) -> list[str]:
    return [row["name"] for row in await store.fetch("SELECT name FROM shelf ORDER BY name")]


def listened(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list in which the statements that control the unit's transaction are kept from now on."""
    heard: list[str] = []
    connection: Any = unit.connection()
    control = connection.control

    async def keep(sql: str) -> None:
        heard.append(sql)
        await control(sql)

    monkeypatch.setattr(connection, "control", keep)
    return heard


class TestGuard:
    async def test_costs_nothing_if_nothing_happens_under_it(
        self, store: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with transaction() as unit:
            heard = listened(unit, monkeypatch)
            await unit.keep(unit.guard())
            await unit.undo(unit.guard())

            assert heard == []

    async def test_is_set_once_by_the_first_statement(self, store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        async with transaction() as unit:
            heard = listened(unit, monkeypatch)
            guard = unit.guard()
            await add_shelf(store, "left")
            await add_shelf(store, "right")
            await unit.keep(guard)

            assert heard == ["SAVEPOINT depth_1", "RELEASE SAVEPOINT depth_1"]
        assert await shelves(store) == ["left", "right"]

    async def test_undoes_what_was_written_under_it(self, store: Database) -> None:
        called: list[str] = []
        async with transaction() as unit:
            await add_shelf(store, "kept")
            after_commit(lambda: called.append("kept"))
            guard = unit.guard()
            await add_shelf(store, "lost")
            after_commit(lambda: called.append("lost"))
            await unit.undo(guard)

        assert await shelves(store) == ["kept"]
        assert called == ["kept"]

    async def test_drops_what_waits_for_the_commit_even_without_a_statement(self, store: Database) -> None:
        called: list[str] = []
        async with transaction() as unit:
            guard = unit.guard()
            after_commit(lambda: called.append("lost"))
            await unit.undo(guard)

        assert called == []

    async def test_undoes_the_inner_one_that_was_kept(self, store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        async with transaction() as unit:
            heard = listened(unit, monkeypatch)
            outer = unit.guard()
            inner = unit.guard()
            await add_shelf(store, "lost")
            await unit.keep(inner)
            await unit.undo(outer)

            assert heard[:2] == ["SAVEPOINT depth_1", "SAVEPOINT depth_2"]
        assert await shelves(store) == []

    async def test_holds_a_verb_inside(self, store: Database) -> None:
        async with transaction() as unit:
            guard = unit.guard()
            with suppress(KeyError):
                async with transaction():
                    await add_shelf(store, "lost")
                    raise KeyError
            async with transaction():
                await add_shelf(store, "kept")
            await unit.keep(guard)

        assert await shelves(store) == ["kept"]

    async def test_is_ended_with_scopes_inside_that_nobody_has_left(self, store: Database) -> None:
        async with transaction() as unit:
            guard = unit.guard()
            await transaction().__aenter__()
            await add_shelf(store, "lost")
            unit.guard()
            await unit.undo(guard)

            assert unit.depth == 1
            await add_shelf(store, "kept")
        assert await shelves(store) == ["kept"]

    async def test_begins_the_transaction_for_a_verb_inside(self, store: Database) -> None:
        async with unit_of_work() as unit:
            guard = unit.guard()
            async with transaction():
                await add_shelf(store, "lost")
            await unit.undo(guard)
            async with transaction():
                await add_shelf(store, "kept")

        assert await shelves(store) == ["kept"]


class TestFailedStatement:
    async def test_is_remembered_even_if_nobody_tells(self, store: Database) -> None:
        with suppress(KeyError):
            async with transaction() as unit:
                await add_shelf(store, "left")
                with suppress(UniqueViolation):
                    await add_shelf(store, "left")

                assert unit.has_failed_statement
                raise KeyError

    async def test_is_forgotten_when_it_is_undone(self, store: Database) -> None:
        async with transaction() as unit:
            guard = unit.guard()
            await add_shelf(store, "left")
            with suppress(UniqueViolation):
                await add_shelf(store, "left")
            await unit.undo(guard)

            assert not unit.has_failed_statement
            await add_shelf(store, "left")
        assert await shelves(store) == ["left"]

    async def test_of_a_verb_that_was_rolled_back_is_not_held_against_the_unit(self, store: Database) -> None:
        async with transaction() as unit:
            await add_shelf(store, "left")
            with suppress(UniqueViolation):
                async with transaction():
                    await add_shelf(store, "left")

            assert not unit.has_failed_statement
