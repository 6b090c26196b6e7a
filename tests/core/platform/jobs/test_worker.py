import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from wellkept.platform.jobs import wakeup, worker
from wellkept.platform.jobs.attempt import Attempt, Outcome, backoff, outcomes
from wellkept.platform.jobs.heartbeat import Clock
from wellkept.platform.jobs.timers import DueTimer, set_timer, timer_lanes
from wellkept.platform.jobs.worker import Lane, Worker
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.errors import Unavailable
from wellkept_sdk.ids import uuid7

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


async def arm(count: int = 1) -> None:
    async with transaction():
        for _ in range(count):
            await set_timer("core", "hold", uuid7(), due_at=NOON)


class TestWorker:
    async def test_finishes_what_it_has_begun_before_it_stops(self, database: Database) -> None:
        begun, finished = asyncio.Event(), asyncio.Event()

        async def work(_timer: DueTimer, _now: datetime) -> None:
            begun.set()
            await asyncio.sleep(0.1)
            finished.set()

        await arm()

        async with Worker(lanes=timer_lanes({("core", "hold"): work}), clock=lambda: NOON).running():
            await asyncio.wait_for(begun.wait(), timeout=10)

        assert finished.is_set()
        assert await database.fetch("SELECT id FROM timer") == []

    async def test_gives_back_what_does_not_end(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(worker, "GRACE_SECONDS", 0.05)
        begun = asyncio.Event()

        async def hang(_timer: DueTimer, _now: datetime) -> None:
            begun.set()
            await asyncio.sleep(30)

        await arm()

        async with Worker(lanes=timer_lanes({("core", "hold"): hang}), clock=lambda: NOON).running():
            await asyncio.wait_for(begun.wait(), timeout=10)

        (row,) = await database.fetch("SELECT attempts, lease_until, last_error FROM timer")
        assert row == {"attempts": 0, "lease_until": None, "last_error": None}

    async def test_does_no_more_at_once_than_the_lane_allows(self, database: Database) -> None:
        at_once, most = 0, 0

        async def work(_timer: DueTimer, _now: datetime) -> None:
            nonlocal at_once, most
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0.01)
            at_once -= 1

        await arm(count=20)

        async with Worker(lanes=timer_lanes({("core", "hold"): work}), clock=lambda: NOON).running():
            await _until_empty(database)

        assert most == worker.CONCURRENCY

    async def test_outlives_a_database_that_is_away_for_a_while(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worker, "POLL_SECONDS", 0.01)
        calls, recovered = 0, asyncio.Event()

        async def claim(_limit: int, _clock: Clock) -> list[Attempt]:
            nonlocal calls
            calls += 1
            if calls < 3:
                raise Unavailable
            recovered.set()
            return []

        async with Worker(lanes=[Lane(name="test", claim=claim)]).running():
            await asyncio.wait_for(recovered.wait(), timeout=10)

        assert calls >= 3

    async def test_repeats_its_chores_even_if_one_fails(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worker, "POLL_SECONDS", 0.01)
        calls, enough = 0, asyncio.Event()

        async def chore() -> None:
            nonlocal calls
            calls += 1
            if calls == 3:
                enough.set()
            raise Unavailable

        async with Worker(lanes=[], chores=[chore]).running():
            await asyncio.wait_for(enough.wait(), timeout=10)

        assert calls >= 3

    async def test_counts_how_work_ended(self, database: Database) -> None:
        async def work(_timer: DueTimer, _now: datetime) -> None: ...

        before = outcomes["timers.core", Outcome.DONE]
        await arm(count=3)

        await Worker(lanes=timer_lanes({("core", "hold"): work}), clock=lambda: NOON).drain()

        assert outcomes["timers.core", Outcome.DONE] == before + 3


class TestWakeup:
    async def test_rings_after_the_commit_and_not_before(self, database: Database) -> None:
        async with wakeup.bell() as bell:
            async with transaction():
                wakeup.wake_after_commit()
                inside = bell.is_set()

            assert (inside, bell.is_set()) == (False, True)
            await asyncio.sleep(2 * wakeup.NOTIFY_PAUSE_SECONDS)

    async def test_does_not_ring_for_what_was_rolled_back(self, database: Database) -> None:
        async with wakeup.bell() as bell:
            with pytest.raises(ZeroDivisionError):
                async with transaction():
                    wakeup.wake_after_commit()
                    raise ZeroDivisionError

            assert not bell.is_set()

    async def test_is_heard_from_other_processes(self, database: Database) -> None:
        if database.dialect is Dialect.SQLITE:
            return  # One process: the bell is all there is.
        async with wakeup.hearing_others(), wakeup.bell() as bell:
            await asyncio.wait_for(bell.wait(), timeout=10)
            bell.clear()
            await database.execute(f"NOTIFY {wakeup.CHANNEL}")

            await asyncio.wait_for(bell.wait(), timeout=10)

    async def test_is_heard_again_after_the_connection_was_cut(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if database.dialect is Dialect.SQLITE:
            return  # As above.
        monkeypatch.setattr(wakeup, "HEARTBEAT_SECONDS", 0.05)
        async with wakeup.hearing_others(), wakeup.bell() as bell:
            await asyncio.wait_for(bell.wait(), timeout=10)
            bell.clear()
            await database.fetch(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND query IN ('SELECT 1', ?)",
                f'LISTEN "{wakeup.CHANNEL}"',
            )

            await asyncio.wait_for(bell.wait(), timeout=10)


class TestBackoff:
    @pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (5, 32), (12, 3600), (1000, 3600)])
    def test_doubles_up_to_its_limit_and_is_spread(self, attempts: int, seconds: float) -> None:
        pauses = [backoff(attempts, seconds_max=3600) for _ in range(200)]

        assert min(pauses) >= timedelta(seconds=0.75 * seconds)
        assert max(pauses) <= timedelta(seconds=1.25 * seconds)
        assert len(set(pauses)) > 100


async def _until_empty(database: Database) -> None:
    async with asyncio.timeout(30):
        while True:
            if await database.fetch_one("SELECT id FROM timer LIMIT 1") is None:
                return
            await asyncio.sleep(0.02)
