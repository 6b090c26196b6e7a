import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from wellkept.platform.jobs import heartbeat
from wellkept.platform.jobs.attempt import LEASE_SECONDS, Attempt, Outcome
from wellkept.platform.jobs.periodic import PeriodicJob, Schedule
from wellkept.platform.jobs.queue import HEARTBEAT_LEASE_SECONDS, HEARTBEAT_TRIES, Lease, renew
from wellkept.platform.jobs.timers import DueTimer, TimerHandler, cancel_timer, set_timer, set_timers, timer_lanes
from wellkept.platform.jobs.worker import Worker
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.errors import Unavailable
from wellkept_sdk.ids import uuid7

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=HEARTBEAT_LEASE_SECONDS)
MOMENT = timedelta(seconds=0.1)


class Watch:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


async def armed() -> None:
    async with transaction():
        await set_timer("core", "hold", uuid7(), due_at=NOON)


async def ignore(_timer: DueTimer, _now: datetime) -> None: ...


async def claimed(watch: Watch, handler: TimerHandler = ignore) -> list[Attempt]:
    """Return what a worker has taken up, and not begun."""
    (lane,) = timer_lanes({("core", "hold"): handler})
    return await lane.claim(10, watch)


async def done_by_another(watch: Watch) -> int:
    """Return how much of it another worker may do now."""
    return await Worker(lanes=timer_lanes({("core", "hold"): ignore}), clock=watch).drain()


async def leases(database: Database) -> list[object]:
    return [row["lease_until"] for row in await database.fetch("SELECT lease_until FROM timer")]


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await is_so():  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.005)


class TestLease:
    async def test_is_renewed_for_as_long_as_the_work_goes_on(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(heartbeat, "RENEWAL_SECONDS", 0.01)
        watch, may_end = Watch(), asyncio.Event()

        async def take_time(_timer: DueTimer, _now: datetime) -> None:
            await may_end.wait()

        async def is_renewed() -> bool:
            return await leases(database) == [watch() + LEASE]

        await armed()
        (attempt,) = await claimed(watch, take_time)
        working = asyncio.create_task(attempt())
        by_others = list[int]()
        for _ in range(5):
            watch.at += LEASE - MOMENT
            await until(is_renewed)
            by_others.append(await done_by_another(watch))
        may_end.set()

        assert await working is Outcome.DONE
        assert by_others == [0, 0, 0, 0, 0]
        assert await leases(database) == []

    async def test_of_a_killed_worker_ends_in_a_moment(self, database: Database) -> None:
        watch = Watch()
        await armed()
        await claimed(watch)

        watch.at += LEASE - MOMENT
        while_it_lasts = await done_by_another(watch)
        watch.at += MOMENT

        assert (while_it_lasts, await done_by_another(watch)) == (0, 1)

    async def test_gives_the_whole_time_of_the_work_to_those_who_are_too_slow_for_heartbeats(
        self, database: Database
    ) -> None:
        watch = Watch()
        await armed()
        for _ in range(HEARTBEAT_TRIES):
            await claimed(watch)
            watch.at += LEASE

        (attempt,) = await claimed(watch)
        watch.at += timedelta(seconds=LEASE_SECONDS) - MOMENT
        by_another = await done_by_another(watch)

        assert (by_another, await attempt()) == (0, Outcome.DONE)

    async def test_ends_when_the_clock_was_set_back_by_more_than_any_lease_lasts(self, database: Database) -> None:
        watch = Watch()
        watch.at = NOON + timedelta(hours=1)
        await armed()
        (attempt,) = await claimed(watch)

        watch.at = NOON + timedelta(hours=1, seconds=-60)
        a_little = await done_by_another(watch)
        watch.at = NOON
        a_lot = await done_by_another(watch)

        assert (a_little, a_lot) == (0, 1)
        assert await attempt() is Outcome.LOST

    async def test_outlives_a_heartbeat_that_fails(self, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
        beats = 0

        async def fail_once(*_: object, **__: object) -> bool:
            nonlocal beats
            beats += 1
            if beats == 1:
                raise Unavailable
            return True

        async def take_time(_timer: DueTimer, _now: datetime) -> None:
            await until(beaten_twice)

        async def beaten_twice() -> bool:
            return beats >= 2

        monkeypatch.setattr(heartbeat, "RENEWAL_SECONDS", 0.01)
        monkeypatch.setattr(heartbeat, "renew", fail_once)
        await armed()
        (attempt,) = await claimed(Watch(), take_time)

        assert await attempt() is Outcome.DONE

    async def test_is_not_renewed_once_another_worker_has_taken_the_row(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(heartbeat, "RENEWAL_SECONDS", 0.01)
        renewals = list[bool]()
        watch = Watch()

        async def counted(lease: Lease, *, now: datetime) -> bool:
            renewals.append(await renew(lease, now=now))
            return renewals[-1]

        async def be_overtaken(_timer: DueTimer, _now: datetime) -> None:
            await asyncio.create_task(taken_by_another())
            await until(is_told)
            await asyncio.sleep(0.05)

        async def taken_by_another() -> None:
            watch.at += timedelta(hours=1)
            assert len(await claimed(watch)) == 1

        async def is_told() -> bool:
            return False in renewals

        monkeypatch.setattr(heartbeat, "renew", counted)
        await armed()
        (attempt,) = await claimed(watch, be_overtaken)

        assert await attempt() is Outcome.LOST
        assert renewals.count(False) == 1
        assert await leases(database) == [NOON + timedelta(hours=1) + LEASE]


async def set_again(timer: DueTimer, now: datetime) -> None:
    async with transaction():
        await set_timer("core", "hold", timer.record_id, due_at=now + timedelta(days=1))


async def cancel(timer: DueTimer, _now: datetime) -> None:
    async with transaction():
        await cancel_timer("core", "hold", timer.record_id)


async def fail(_timer: DueTimer, _now: datetime) -> None:
    raise ValueError


class TestHandlerWhoseLeaseWasLost:
    @pytest.mark.parametrize("does", [ignore, set_again, cancel, fail])
    async def test_leaves_no_trace_whatever_it_does_to_its_own_timer(
        self, database: Database, does: TimerHandler
    ) -> None:
        watch, others = Watch(), list[Attempt]()

        async def too_late(timer: DueTimer, now: datetime) -> None:
            async with transaction():
                await set_timer("core", "effect", timer.record_id, due_at=now + timedelta(days=1))
            await does(timer, now)

        async def be_overtaken(timer: DueTimer, now: datetime) -> None:
            await asyncio.create_task(taken_by_another())
            await too_late(timer, now)

        async def taken_by_another() -> None:
            watch.at += LEASE
            others.extend(await claimed(watch))

        await armed()
        (attempt,) = await claimed(watch, be_overtaken)
        outcome = await attempt()
        (other,) = others

        assert outcome is Outcome.LOST
        assert await database.fetch("SELECT kind, due_at, attempts FROM timer") == [
            {"kind": "hold", "due_at": NOON, "attempts": 2}
        ]
        assert await other() is Outcome.DONE
        assert await leases(database) == []


class TestHandler:
    async def test_that_takes_back_what_it_set_for_itself_is_done(self, database: Database) -> None:
        async def set_and_cancel(timer: DueTimer, now: datetime) -> None:
            await set_again(timer, now)
            await cancel(timer, now)

        await armed()
        (attempt,) = await claimed(Watch(), set_and_cancel)

        assert await attempt() is Outcome.DONE
        assert await leases(database) == []

    async def test_whose_own_setting_was_undone_is_done(self, database: Database) -> None:
        async def set_in_vain(timer: DueTimer, now: datetime) -> None:
            async with transaction():
                with suppress(ValueError):
                    async with transaction():
                        await set_again(timer, now)
                        raise ValueError

        await armed()
        (attempt,) = await claimed(Watch(), set_in_vain)

        assert await attempt() is Outcome.DONE
        assert await leases(database) == []

    async def test_that_sets_its_timer_after_it_was_cancelled_leaves_no_trace(self, database: Database) -> None:
        async def decide_on_old_facts(timer: DueTimer, now: datetime) -> None:
            await asyncio.create_task(_outside(cancel, timer, now))
            async with transaction():
                await set_timers("core", "hold", {timer.record_id: now + timedelta(days=1), uuid7(): now})

        await armed()
        (attempt,) = await claimed(Watch(), decide_on_old_facts)

        assert await attempt() is Outcome.LOST
        assert await leases(database) == []

    async def test_that_sets_many_timers_keeps_its_own_among_them(self, database: Database) -> None:
        async def set_many(timer: DueTimer, now: datetime) -> None:
            async with transaction():
                await set_timers("core", "hold", {timer.record_id: now + timedelta(days=1), uuid7(): now})

        await armed()
        (attempt,) = await claimed(Watch(), set_many)

        assert await attempt() is Outcome.DONE
        rows = await database.fetch("SELECT due_at, attempts, lease_until FROM timer ORDER BY due_at")
        assert [row["due_at"] for row in rows] == [NOON, NOON + timedelta(days=1)]
        assert {(row["attempts"], row["lease_until"]) for row in rows} == {(0, None)}


async def _outside(does: TimerHandler, timer: DueTimer, now: datetime) -> None:
    """Do something to the timer as somebody else would: in a task that is no part of the handler's unit."""
    await does(timer, now)


class TestPeriodicJob:
    async def test_that_was_overtaken_counts_once(self, database: Database) -> None:
        watch, others = Watch(), list[Attempt]()
        second = list[Attempt]()

        async def run(_at: datetime) -> None:
            if not others:
                watch.at += LEASE
                others.append(job_attempt)
                second.extend(await lane.claim(1, watch))

        (lane,) = Schedule([PeriodicJob(name="test.purge", every=timedelta(hours=1), run=run)]).lanes()
        (job_attempt,) = await lane.claim(1, watch)

        assert await job_attempt() is Outcome.LOST
        assert await second[0]() is Outcome.DONE
        assert await database.fetch("SELECT next_at, attempts, lease_until, lease_id FROM job") == [
            {"next_at": NOON + LEASE + timedelta(hours=1), "attempts": 0, "lease_until": None, "lease_id": None}
        ]
