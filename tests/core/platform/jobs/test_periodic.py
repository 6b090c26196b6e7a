import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from wellkept.platform.jobs.periodic import PeriodicJob, Schedule
from wellkept.platform.jobs.worker import Worker
from wellkept.platform.storage.database import Database

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Runs:
    """A job that counts, and fails as often as it is told to."""

    def __init__(self, *, failures: int = 0) -> None:
        self.at: list[datetime] = []
        self._failures = failures

    async def __call__(self, at: datetime) -> None:
        self.at.append(at)
        if len(self.at) <= self._failures:
            raise RuntimeError("The archive is full.")


def worker(at: datetime, *jobs: PeriodicJob) -> Worker:
    return Worker(lanes=Schedule(jobs).lanes(), clock=lambda: at)


class TestPeriodicJob:
    async def test_runs_at_once_and_then_once_per_period(self, database: Database) -> None:
        runs = Runs()
        job = PeriodicJob(name="test.purge", every=HOUR, run=runs)

        for minutes in (0, 1, 59, 60, 61, 121):
            await worker(NOON + timedelta(minutes=minutes), job).drain()

        assert [at - NOON for at in runs.at] == [timedelta(0), timedelta(minutes=60), timedelta(minutes=121)]

    async def test_runs_once_per_period_with_several_workers(self, database: Database) -> None:
        runs: Counter[str] = Counter()

        async def count(name: str) -> None:
            await asyncio.sleep(0.01)
            runs[name] += 1

        def fresh_jobs() -> list[PeriodicJob]:
            return [
                PeriodicJob(name="test.purge", every=HOUR, run=lambda _at: count("purge")),
                PeriodicJob(name="test.expire", every=HOUR, run=lambda _at: count("expire")),
            ]

        await asyncio.gather(*(worker(NOON, *fresh_jobs()).drain() for _ in range(5)))

        assert runs == {"purge": 1, "expire": 1}

    async def test_is_tried_again_after_a_failure_and_never_given_up(self, database: Database) -> None:
        runs = Runs(failures=15)
        job = PeriodicJob(name="test.purge", every=HOUR, run=runs)

        for hours in range(16):
            await worker(NOON + timedelta(hours=2 * hours), job).drain()

        (row,) = await database.fetch("SELECT state, attempts, last_error, last_run_at FROM job")
        assert len(runs.at) == 16
        assert row == {"state": "ready", "attempts": 0, "last_error": None, "last_run_at": NOON + timedelta(hours=30)}

    async def test_cannot_share_its_name(self) -> None:
        job = PeriodicJob(name="test.purge", every=HOUR, run=Runs())

        with pytest.raises(ValueError, match="same name"):
            Schedule([job, job])


class TestSchedule:
    def test_without_jobs_has_no_lane(self) -> None:
        assert Schedule([]).lanes() == []
