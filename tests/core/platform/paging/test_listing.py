import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from wellkept.platform.paging import Listing
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.engines import bind, engine_for
from wellkept_sdk.db.clauses import TRUE, Clause
from wellkept_sdk.db.database import Row
from wellkept_sdk.db.listing import Sort
from wellkept_sdk.errors import Invalid
from wellkept_sdk.http.paging import Page, PageRequest
from wellkept_sdk.ids import uuid7

READING = "CREATE TABLE reading (id UUID PRIMARY KEY, taken_at TIMESTAMPTZ NOT NULL, value BIGINT, place TEXT NOT NULL)"
START = datetime(2026, 11, 21, tzinfo=UTC)
READINGS = Listing(
    select="SELECT r.* FROM reading r",
    sorts={
        "taken_at": Sort("r.taken_at", datetime),
        "value": Sort("r.value", int, nullable=True),
        "place": Sort("r.place", str),
    },
    sort_default="-taken_at",
    id_column="r.id",
)


class Reading(Struct, frozen=True):
    id: UUID
    value: int | None


async def store(database: Database, *, taken_at: datetime = START, value: int | None = None, place: str = "a") -> UUID:
    reading_id = uuid7()
    await database.execute("INSERT INTO reading VALUES (?, ?, ?, ?)", reading_id, taken_at, value, place)
    return reading_id


async def walk(
    database: Database,
    *,
    limit: int,
    sort: str,
    where: Clause = TRUE,
    between: Callable[[], Awaitable[None]] | None = None,
) -> list[Row]:
    seen: list[Row] = []
    cursor = None
    while True:
        page = await READINGS.rows(PageRequest(limit, cursor), sort=sort, where=where)
        assert len(page.items) <= limit
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            return seen
        if between is not None:
            await between()


class TestPage:
    async def test_is_one_query(self, readings: Database):
        for _ in range(3):
            await store(readings)

        before = readings.statements
        page = await READINGS.page(PageRequest(2), decode=lambda row: row["id"])

        assert readings.statements - before == 1
        assert (len(page.items), page.next_cursor is not None) == (2, True)

    async def test_that_is_the_last_has_no_cursor(self, readings: Database):
        ids = [await store(readings, value=value) for value in (1, 2)]

        page = await READINGS.page(PageRequest(2), sort="value", decode=lambda row: msgspec.convert(row, Reading))

        assert page == Page(items=[Reading(ids[0], 1), Reading(ids[1], 2)], next_cursor=None)

    async def test_of_an_empty_list_is_empty(self, readings: Database):
        assert await READINGS.rows(PageRequest()) == Page(items=[], next_cursor=None)

    @pytest.mark.parametrize(("sort", "expected"), [("value", [1, 2, None, None]), ("-value", [2, 1, None, None])])
    async def test_puts_rows_without_a_value_last(self, readings: Database, sort: str, expected: list[int | None]):
        for value in (None, 2, None, 1):
            await store(readings, value=value)

        seen = await walk(readings, limit=1, sort=sort)

        assert [row["value"] for row in seen] == expected

    async def test_has_the_default_sort_if_none_is_named(self, readings: Database):
        for hours in (1, 3, 2):
            await store(readings, taken_at=START + timedelta(hours=hours))

        page = await READINGS.rows(PageRequest())

        assert [row["taken_at"].hour for row in page.items] == [3, 2, 1]

    @pytest.mark.parametrize("sort", ["colour", "--value", "-", "id; DROP TABLE reading", "value,place"])
    async def test_in_an_unknown_order_is_refused(self, readings: Database, sort: str):
        with pytest.raises(Invalid) as refusal:
            await READINGS.rows(PageRequest(), sort=sort)

        assert [(error.pointer, error.code) for error in refusal.value.errors] == [("query/sort", "not_a_choice")]


class TestCursor:
    async def test_holds_for_the_same_filters_and_sort_only(self, readings: Database):
        for _ in range(3):
            await store(readings, value=1)
        page = await READINGS.rows(PageRequest(1), filters={"place": "a"}, sort="value")
        cursor = PageRequest(1, page.next_cursor)

        assert (await READINGS.rows(cursor, filters={"place": "a"}, sort="value")).items
        for filters, sort in (({"place": "b"}, "value"), ({}, "value"), ({"place": "a"}, "-value")):
            with pytest.raises(Invalid) as refusal:
                await READINGS.rows(cursor, filters=filters, sort=sort)
            assert [(error.pointer, error.code) for error in refusal.value.errors] == [
                ("query/cursor", "cursor_invalid")
            ]


class TestWalk:
    async def test_through_equal_values_sees_each_row_once_while_others_are_added(self, readings: Database):
        early = [await store(readings) for _ in range(120)]

        async def add_more() -> None:
            for _ in range(2):
                await store(readings)

        seen = await walk(readings, limit=7, sort="-taken_at", between=add_more)

        counts = Counter(row["id"] for row in seen)
        assert [counts[reading_id] for reading_id in early] == [1] * 120
        assert max(counts.values()) == 1

    async def test_keeps_to_its_condition(self, readings: Database):
        for place in "abcab":
            await store(readings, place=place)

        seen = await walk(readings, limit=1, sort="-place", where=Clause("r.place <> ? OR r.place = ?", ("c", "z")))

        assert [row["place"] for row in seen] == ["b", "b", "a", "a"]

    @given(data=st.data())
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    def test_sees_every_row_that_was_there_throughout_exactly_once(self, schema_url: str, data: st.DataObject):
        asyncio.run(hold_on(schema_url, data))


async def hold_on(url: str, data: st.DataObject) -> None:
    """Check the law in an event loop of its own, for hypothesis calls it synchronously."""
    engine = engine_for(url)
    await engine.open()
    bind(engine)
    try:
        await engine.execute("DROP TABLE IF EXISTS reading")
        await engine.execute(READING)
        await hold(engine, data)
        await engine.execute("DROP TABLE reading")
    finally:
        await engine.close()


async def hold(database: Database, data: st.DataObject) -> None:
    rows = st.tuples(
        st.integers(0, 3).map(lambda steps: START + timedelta(microseconds=steps * 500_000)),
        st.none() | st.integers(-2, 2),
        st.sampled_from(["a", "B", "é", "泵", ""]),
    )
    for taken_at, value, place in data.draw(st.lists(rows, max_size=12)):
        await store(database, taken_at=taken_at, value=value, place=place)
    early = {row["id"] for row in await database.fetch("SELECT id FROM reading")}
    doomed = set(data.draw(st.lists(st.sampled_from(sorted(early)), max_size=3))) if early else set[UUID]()

    stays = early - doomed
    added = iter(data.draw(st.lists(rows, max_size=4)))

    async def change() -> None:
        if doomed:
            await database.execute("DELETE FROM reading WHERE id = ?", doomed.pop())
        for taken_at, value, place in islice(added, 1):
            await store(database, taken_at=taken_at, value=value, place=place)

    sort = data.draw(st.sampled_from(["taken_at", "-taken_at", "value", "-value", "place", "-place"]))
    seen = await walk(database, limit=data.draw(st.integers(1, 4)), sort=sort, between=change)

    counts = Counter(row["id"] for row in seen)
    assert {reading_id: counts[reading_id] for reading_id in stays} == dict.fromkeys(stays, 1)
    assert max(counts.values(), default=1) == 1
