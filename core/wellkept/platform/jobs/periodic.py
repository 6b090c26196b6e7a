"""Periodic jobs: each runs once per period, however many workers there are."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from msgspec import Struct

from wellkept.platform.jobs.attempt import Attempt, Limits
from wellkept.platform.jobs.heartbeat import Clock
from wellkept.platform.jobs.queue import HELD, Lease, LeaseLost, Queue, claim, lease_of
from wellkept.platform.jobs.worker import CONCURRENCY, Lane
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.ids import uuid7

TIMEOUT_SECONDS = 600.0
LEASE_SECONDS = 900.0
LANE = "jobs"


class PeriodicJob(Struct, frozen=True, kw_only=True):
    """
    Something to be done again and again.

    Args:
        name: `<domain or plugin>.<what>`, unique.
        every: the pause between the end of one run and the start of the next.
        run: does it; gets the moment. Each verb that it calls is a transaction of its own, so that a long job holds
            no lock for long; what a run that died has left is done by the next.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], Awaitable[object]]


class Schedule:
    """The periodic jobs of one worker; their next moments are rows that all workers share."""

    def __init__(self, jobs: Sequence[PeriodicJob]) -> None:
        self._jobs = {job.name: job for job in jobs}
        if len(self._jobs) != len(jobs):
            raise ValueError("Two periodic jobs have the same name.")
        marks = ", ".join("?" * len(self._jobs))
        self._queue = Queue(table="job", scope=f"w.name IN ({marks})", lease=timedelta(seconds=LEASE_SECONDS))
        # Tests serve one database after the other with the same jobs.
        self._stored_in: Database | None = None

    def lanes(self) -> list[Lane]:
        """Return the lane that runs the jobs, or none if there are no jobs."""
        return [Lane(name=LANE, claim=self._claim, concurrency=CONCURRENCY)] if self._jobs else []

    async def _claim(self, limit: int, clock: Clock) -> list[Attempt]:
        if self._stored_in is not database():
            await self._store(clock())
        rows = await claim(self._queue, *self._jobs, limit=limit, now=clock())
        return [self._attempt(self._jobs[row["name"]], lease=lease_of(self._queue, row), clock=clock) for row in rows]

    async def _store(self, at: datetime) -> None:
        """Give every job that the database does not know yet its row, due at once."""
        async with transaction():
            for name in self._jobs:
                await database().execute(_STORE, uuid7(), name, at)
        self._stored_in = database()

    def _attempt(self, job: PeriodicJob, *, lease: Lease, clock: Clock) -> Attempt:
        limits = Limits(
            timeout_seconds=TIMEOUT_SECONDS,
            attempts_max=None,  # A job that fails for a week must still run when its cause is gone.
            backoff_seconds_max=job.every.total_seconds(),
        )
        run = partial(_run, job, lease=lease, clock=clock)
        return Attempt(lane=f"{LANE}.{job.name}", lease=lease, run=run, limits=limits, clock=clock)


async def _run(job: PeriodicJob, *, lease: Lease, clock: Clock) -> None:
    await job.run(clock())
    at = clock()
    async with transaction():
        if not await database().execute(_RAN, at + job.every, at, lease.id, lease.lease_id):
            raise LeaseLost


_STORE = """
INSERT INTO job (id, name, state, attempts, next_at) VALUES (?, ?, 'ready', 0, ?) ON CONFLICT (name) DO NOTHING
"""
_RAN = f"""
UPDATE job SET next_at = ?, last_run_at = ?, attempts = 0, lease_until = NULL, lease_id = NULL, last_error = NULL
WHERE {HELD}
"""
