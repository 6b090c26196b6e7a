from datetime import UTC, datetime, timedelta

from wellkept.platform.jobs.attempt import ATTEMPTS_MAX
from wellkept.platform.jobs.periodic import PeriodicJob, Schedule
from wellkept.platform.jobs.queries import dead_timers, job_standings
from wellkept.platform.jobs.timers import DueTimer, revive_timer, set_timer, timer_lanes
from wellkept.platform.jobs.worker import Worker
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.ids import uuid7

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class TestDeadTimers:
    async def test_are_those_that_failed_every_time_and_can_be_revived(self, database: Database) -> None:
        broken, handled = True, list[DueTimer]()

        async def handle(timer: DueTimer, _now: datetime) -> None:
            if broken:
                raise RuntimeError("The valve is stuck.")
            handled.append(timer)

        record_id, lanes = uuid7(), timer_lanes({("core", "hold"): handle})
        async with transaction():
            await set_timer("core", "hold", record_id, due_at=NOON)
        for hours in range(ATTEMPTS_MAX):
            at = NOON + timedelta(hours=2 * hours)
            await Worker(lanes=lanes, clock=lambda at=at: at).drain()

        (dead,) = await dead_timers(limit=10)
        broken = False
        revived = await revive_timer(dead.id, at=NOON)
        await Worker(lanes=lanes, clock=lambda: NOON + timedelta(days=2)).drain()

        assert (dead.plugin, dead.kind, dead.record_id, dead.due_at) == ("core", "hold", record_id, NOON)
        assert dead.last_error == "RuntimeError: The valve is stuck."
        assert revived
        assert [timer.due_at for timer in handled] == [NOON]
        assert not await revive_timer(dead.id, at=NOON)


class TestJobStandings:
    async def test_tell_when_a_job_runs_and_why_it_failed(self, database: Database) -> None:
        async def fail(_at: datetime) -> None:
            raise RuntimeError("The archive is full.")

        async def succeed(_at: datetime) -> None: ...

        jobs = [
            PeriodicJob(name="test.archive", every=timedelta(hours=1), run=fail),
            PeriodicJob(name="test.purge", every=timedelta(hours=1), run=succeed),
        ]

        await Worker(lanes=Schedule(jobs).lanes(), clock=lambda: NOON).drain()

        archive, purge = await job_standings()
        assert (archive.name, archive.last_run_at, archive.attempts) == ("test.archive", None, 1)
        assert archive.last_error == "RuntimeError: The archive is full."
        assert (purge.name, purge.last_run_at, purge.next_at) == ("test.purge", NOON, NOON + timedelta(hours=1))
