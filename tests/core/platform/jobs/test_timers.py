import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from wellkept.platform.jobs.attempt import Outcome
from wellkept.platform.jobs.queue import HEARTBEAT_LEASE_SECONDS
from wellkept.platform.jobs.timers import DueTimer, TimerHandler, cancel_timer, set_timer, set_timers, timer_lanes
from wellkept.platform.jobs.worker import Worker
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.ids import uuid7

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Fired:
    """A handler that writes down what came due."""

    def __init__(self) -> None:
        self.timers: list[DueTimer] = []

    async def __call__(self, timer: DueTimer, _now: datetime) -> None:
        self.timers.append(timer)


def worker(at: datetime, **handlers: TimerHandler) -> Worker:
    by_kind = {("core", kind): handler for kind, handler in handlers.items()}
    return Worker(lanes=timer_lanes(by_kind), clock=lambda: at)


async def arm(record_id: UUID, *, due_at: datetime, kind: str = "hold", plugin: str = "core") -> None:
    async with transaction():
        await set_timer(plugin, kind, record_id, due_at=due_at)


async def stored(database: Database) -> list[dict[str, object]]:
    return await database.fetch("SELECT kind, due_at, attempts, state, lease_until FROM timer ORDER BY due_at")


class TestSetTimers:
    @pytest.mark.parametrize("count", [1, 3, 200])
    async def test_sets_any_number_in_one_statement(self, database: Database, count: int) -> None:
        due = {uuid7(): NOON + timedelta(seconds=number) for number in range(count)}
        await arm(next(iter(due)), due_at=NOON - timedelta(hours=1))

        async with transaction():
            before = database.statements
            await set_timers("core", "hold", due)
            sent = database.statements - before

        assert sent == 1
        assert [row["due_at"] for row in await stored(database)] == list(due.values())

    async def test_sends_nothing_for_none(self, database: Database) -> None:
        async with transaction():
            before = database.statements
            await set_timers("core", "hold", {})

        assert database.statements == before


class TestSetTimer:
    async def test_comes_due_at_its_moment_and_not_before(self, database: Database) -> None:
        fired, record_id = Fired(), uuid7()
        async with transaction():
            await set_timer("core", "hold", record_id, due_at=NOON, payload={"reason": "parts"})

        early = await worker(NOON - timedelta(microseconds=1), hold=fired).drain()
        in_time = await worker(NOON, hold=fired).drain()

        assert (early, in_time) == (0, 1)
        assert fired.timers == [
            DueTimer(plugin="core", kind="hold", record_id=record_id, due_at=NOON, payload={"reason": "parts"})
        ]
        assert await stored(database) == []

    async def test_replaces_an_earlier_setting(self, database: Database) -> None:
        fired, record_id = Fired(), uuid7()
        await arm(record_id, due_at=NOON)

        await arm(record_id, due_at=NOON + timedelta(hours=2))

        assert await worker(NOON + timedelta(hours=1), hold=fired).drain() == 0
        assert len(await stored(database)) == 1

    async def test_is_undone_with_the_change(self, database: Database) -> None:
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await set_timer("core", "hold", uuid7(), due_at=NOON)
                raise ZeroDivisionError

        assert await stored(database) == []

    async def test_is_refused_outside_a_transaction(self, database: Database) -> None:
        with pytest.raises(AssertionError):
            await set_timer("core", "hold", uuid7(), due_at=NOON)


class TestCancelTimer:
    async def test_keeps_it_from_coming_due(self, database: Database) -> None:
        fired, record_id = Fired(), uuid7()
        await arm(record_id, due_at=NOON)

        async with transaction():
            await cancel_timer("core", "hold", record_id)

        assert await worker(NOON, hold=fired).drain() == 0
        assert await stored(database) == []


class TestTimerLanes:
    async def test_handle_timers_in_the_order_in_which_they_are_due(self, database: Database) -> None:
        fired = Fired()
        for minutes in (3, 1, 2, 5, 4):
            await arm(uuid7(), due_at=NOON + timedelta(minutes=minutes))

        await worker(NOON + timedelta(minutes=4), hold=fired).drain()

        assert [timer.due_at.minute for timer in fired.timers] == [1, 2, 3, 4]

    async def test_keep_a_failing_timer_with_its_moment(self, database: Database) -> None:
        async def fail(_timer: DueTimer, _now: datetime) -> None:
            raise RuntimeError("The valve is stuck.")

        await arm(uuid7(), due_at=NOON)

        await worker(NOON, hold=fail).drain()

        (row,) = await database.fetch("SELECT due_at, next_at, attempts, last_error FROM timer")
        assert (row["due_at"], row["attempts"]) == (NOON, 1)
        assert row["next_at"] > NOON
        assert row["last_error"] == "RuntimeError: The valve is stuck."

    async def test_leave_plugins_without_handlers_alone(self, database: Database) -> None:
        await arm(uuid7(), due_at=NOON, plugin="absent")

        assert await worker(NOON, hold=Fired()).drain() == 0

    async def test_record_a_kind_that_nobody_handles(self, database: Database) -> None:
        await arm(uuid7(), due_at=NOON, kind="unheard_of")

        await worker(NOON, hold=Fired()).drain()

        (row,) = await database.fetch("SELECT last_error FROM timer")
        assert row["last_error"] == "UnknownTimerError: core.unheard_of"

    async def test_let_a_handler_set_its_own_timer_again(self, database: Database) -> None:
        async def remind_tomorrow(timer: DueTimer, _now: datetime) -> None:
            async with transaction():
                await set_timer("core", "hold", timer.record_id, due_at=timer.due_at + timedelta(days=1))

        await arm(uuid7(), due_at=NOON)

        await worker(NOON, hold=remind_tomorrow).drain()

        (row,) = await stored(database)
        assert (row["due_at"], row["attempts"], row["lease_until"]) == (NOON + timedelta(days=1), 0, None)

    async def test_let_a_handler_cancel_its_own_timer(self, database: Database) -> None:
        async def resume(timer: DueTimer, _now: datetime) -> None:
            async with transaction():
                await cancel_timer("core", "hold", timer.record_id)

        await arm(uuid7(), due_at=NOON)

        await worker(NOON, hold=resume).drain()

        assert await stored(database) == []

    async def test_undo_the_work_for_a_timer_that_was_set_anew_meanwhile(self, database: Database) -> None:
        record_id, other = uuid7(), uuid7()

        async def decide_on_old_facts(timer: DueTimer, _now: datetime) -> None:
            await asyncio.create_task(arm(timer.record_id, due_at=NOON + timedelta(hours=2)))
            async with transaction():
                await set_timer("core", "effect", other, due_at=NOON)

        await arm(record_id, due_at=NOON)
        (lane,) = timer_lanes({("core", "hold"): decide_on_old_facts})
        (attempt,) = await lane.claim(10, lambda: NOON)

        outcome = await attempt()

        assert outcome is Outcome.LOST
        assert [(row["kind"], row["due_at"]) for row in await stored(database)] == [("hold", NOON + timedelta(hours=2))]

    async def test_fire_each_timer_once_with_several_workers(self, database: Database) -> None:
        fired = Fired()
        for _ in range(60):
            await arm(uuid7(), due_at=NOON)
        workers = [worker(NOON, hold=fired) for _ in range(4)]

        running = [asyncio.create_task(one.run()) for one in workers]
        await until(lambda: _none_left(database))
        for one in workers:
            one.stop()
        await asyncio.gather(*running)

        assert len(fired.timers) == 60
        assert len({timer.record_id for timer in fired.timers}) == 60

    async def test_take_over_from_a_worker_that_was_killed(self, database: Database) -> None:
        fired = Fired()
        await arm(uuid7(), due_at=NOON)
        (lane,) = timer_lanes({("core", "hold"): fired})
        await lane.claim(10, lambda: NOON)

        while_leased = await worker(NOON + timedelta(seconds=HEARTBEAT_LEASE_SECONDS - 0.1), hold=fired).drain()
        afterwards = await worker(NOON + timedelta(seconds=HEARTBEAT_LEASE_SECONDS + 0.1), hold=fired).drain()

        assert (while_leased, afterwards) == (0, 1)
        assert len(fired.timers) == 1


async def _none_left(database: Database) -> bool:
    return await database.fetch_one("SELECT id FROM timer LIMIT 1") is None


async def until(check: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while True:
            if await check():
                return
            await asyncio.sleep(0.02)
