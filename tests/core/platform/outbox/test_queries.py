import asyncio
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from wellkept.platform.outbox.queries import feed
from wellkept.platform.outbox.sequencer import number_events
from wellkept.platform.outbox.service import emit
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.events import Event
from wellkept_sdk.ids import uuid7

WRITERS = 8
CHANGES_PER_WRITER = 25
PUMPS = 5


class PumpChanged(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "test.pump.changed"

    pump_id: UUID
    change: int

    @property
    def subject(self) -> str:
        return f"pumps/{self.pump_id}"


class ValveClosed(Event, frozen=True, kw_only=True):
    type: ClassVar[str] = "test.valve.closed"

    @property
    def subject(self) -> str:
        return "valves/1"


class TestFeed:
    async def test_without_events_stands_at_its_cursor(self, database: Database) -> None:
        found = await feed(after=7, limit=10)

        assert (found.rows, found.position) == ([], 7)

    async def test_is_read_page_by_page_to_its_end(self, database: Database) -> None:
        pump_id = uuid7()
        await _announce([PumpChanged(pump_id=pump_id, change=change) for change in range(5)])

        first = await feed(after=0, limit=3)
        second = await feed(after=first.position, limit=3)
        third = await feed(after=second.position, limit=3)

        assert [row["data"]["change"] for row in (*first.rows, *second.rows)] == [0, 1, 2, 3, 4]
        assert [row["position"] for row in (*first.rows, *second.rows)] == [1, 2, 3, 4, 5]
        assert (third.rows, third.position) == ([], 5)

    async def test_returns_exact_types_beginnings_and_subjects(self, database: Database) -> None:
        await _announce([PumpChanged(pump_id=uuid7(), change=1), ValveClosed(), PumpChanged(pump_id=uuid7(), change=2)])

        by_type = await feed(after=0, limit=10, types=["test.valve.closed"])
        by_beginning = await feed(after=0, limit=10, types=["test.pump.*", "nothing"])
        by_subject = await feed(after=0, limit=10, subject="valves/1")

        assert [row["type"] for row in by_type.rows] == ["test.valve.closed"]
        assert [row["data"]["change"] for row in by_beginning.rows] == [1, 2]
        assert [row["subject"] for row in by_subject.rows] == ["valves/1"]

    async def test_passes_foreign_events_only_once(self, database: Database) -> None:
        await _announce([ValveClosed() for _ in range(4)])

        found = await feed(after=0, limit=10, types=["test.pump.changed"])

        assert (found.rows, found.position) == ([], 4)

    async def test_skips_and_repeats_nothing_while_many_write(self, database: Database) -> None:
        pumps = [uuid7() for _ in range(PUMPS)]
        await _make_records(database, pumps)
        chances = [random.Random(seed) for seed in range(WRITERS)]  # noqa: S311 - pauses, not secrets
        writers = asyncio.gather(*(_write(database, pumps, chance) for chance in chances))

        changes = await _read_until(writers)

        assert len(changes) == WRITERS * CHANGES_PER_WRITER
        by_pump = defaultdict[str, list[int]](list)
        for pump, change in changes:
            by_pump[pump].append(change)
        assert all(seen == list(range(1, len(seen) + 1)) for seen in by_pump.values())


class TestNumberEvents:
    async def test_leaves_uncommitted_events_for_later(self, database: Database) -> None:
        if database.dialect is Dialect.SQLITE:
            return  # One writer: there is nothing uncommitted that a later commit could overtake.
        may_commit = asyncio.Event()
        slow = asyncio.create_task(_announce([ValveClosed()], before_commit=may_commit))
        await asyncio.sleep(0.05)
        await _announce([PumpChanged(pump_id=uuid7(), change=1)])

        before = await feed(after=0, limit=10)
        may_commit.set()
        await slow
        after = await feed(after=before.position, limit=10)

        assert [row["type"] for row in before.rows] == ["test.pump.changed"]
        assert [row["type"] for row in after.rows] == ["test.valve.closed"]

    async def test_gives_dense_positions_when_several_run_at_once(self, database: Database) -> None:
        for change in range(30):
            await _announce([PumpChanged(pump_id=uuid7(), change=change)])

        await asyncio.gather(*(number_events() for _ in range(6)))

        rows = await database.fetch("SELECT position FROM event ORDER BY position")
        assert [row["position"] for row in rows] == list(range(1, 31))
        assert await number_events() == 0


async def _announce(events: Sequence[Event], *, before_commit: asyncio.Event | None = None) -> None:
    async with transaction():
        for event in events:
            await emit(event, actor=SYSTEM)
        if before_commit is not None:
            await before_commit.wait()


async def _make_records(database: Database, pumps: Sequence[UUID]) -> None:
    # Any table with a row to lock and a counter will do; `timer` is at hand.
    for pump_id in pumps:
        await database.execute(
            "INSERT INTO timer (id, plugin, kind, record_id, due_at, next_at, state, attempts)"
            " VALUES (?, 'test', 'pump', ?, ?, ?, 'ready', 0)",
            *(uuid7(), pump_id, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
        )


async def _write(database: Database, pumps: Sequence[UUID], chance: random.Random) -> None:
    for _ in range(CHANGES_PER_WRITER):
        pump_id = chance.choice(pumps)
        async with transaction():
            # The transaction writes something before it waits for the record, as real ones do.
            await database.execute("DELETE FROM job WHERE name = ?", str(pump_id))
            await asyncio.sleep(chance.random() * 0.002)
            row = await database.fetch_one(
                "UPDATE timer SET attempts = attempts + 1 WHERE record_id = ? RETURNING attempts", pump_id
            )
            assert row is not None
            await emit(PumpChanged(pump_id=pump_id, change=row["attempts"]), actor=SYSTEM)
            await asyncio.sleep(chance.random() * 0.01)


async def _read_until(writers: "asyncio.Future[list[None]]") -> list[tuple[str, int]]:
    changes: list[tuple[str, int]] = []
    position = 0
    while True:
        finished = writers.done()
        found = await feed(after=position, limit=7)
        changes += [(row["subject"], row["data"]["change"]) for row in found.rows]
        position = found.position
        if finished and not found.rows:
            await writers
            return changes
        await asyncio.sleep(0.001)
