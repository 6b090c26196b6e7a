"""Questions about timers and jobs, for those who run the deployment."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import decode_all


class DeadTimer(Struct, frozen=True, kw_only=True):
    """A timer whose handler failed every time; `next_at` is when it was given up."""

    id: UUID
    plugin: str
    kind: str
    record_id: UUID
    due_at: datetime
    next_at: datetime
    last_error: str | None


class JobStanding(Struct, frozen=True, kw_only=True):
    """When a periodic job ran last and runs next, and what went wrong since it last succeeded."""

    name: str
    last_run_at: datetime | None
    next_at: datetime
    attempts: int
    last_error: str | None


async def dead_timers(*, limit: int) -> Sequence[DeadTimer]:
    """Return the timers that were given up, the longest due first."""
    return decode_all(await database().fetch(_DEAD, limit), DeadTimer)


async def job_standings() -> Sequence[JobStanding]:
    """Return how all periodic jobs stand."""
    return decode_all(await database().fetch(_JOBS), JobStanding)


_DEAD = """
SELECT id, plugin, kind, record_id, due_at, next_at, last_error FROM timer WHERE state = 'dead' ORDER BY due_at LIMIT ?
"""
_JOBS = "SELECT name, last_run_at, next_at, attempts, last_error FROM job ORDER BY name"
