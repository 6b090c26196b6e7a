"""Dues that pass while four processes look on, and some die at that very moment, one with the due in its hands."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api import Api
from servers import Deployment, Server, client, until
from wellkept.platform.jobs.queue import claim
from wellkept.platform.jobs.timers import TIMERS
from wellkept.platform.storage.engines import bind, engine_for
from wellkept_sdk.db import Dialect
from wellkept_sdk.now import now
from wellkept_sdk.testing import dialects
from wellkept_sdk.testing.databases import empty_database

WORKERS = 4
TARGET_SECONDS = 2
DETECTED_SECONDS_MAX = 5.0
TERMS: dict[str, Any] = {
    "clocks": {
        "resolution": None,
        "response": {
            "kind": "sla",
            "measure": "response",
            "targets": {"1": {"kind": "elapsed", "duration": f"PT{TARGET_SECONDS}S"}},
        },
    }
}


@pytest.fixture(params=dialects(), ids=str)
async def deployment(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Deployment]:
    dialect: Dialect = request.param
    async with empty_database(dialect, tmp_path) as url:
        deployment = Deployment(tmp_path, database_url=url)
        await deployment.migrated()
        yield deployment
        deployment.end()


@pytest.mark.slow
@pytest.mark.unmeasured
class TestDuesOfTwoSeconds:
    async def test_are_told_once_and_in_time_although_workers_die_at_that_moment(self, deployment: Deployment) -> None:
        api, workers = await started(deployment)
        project = await served(api)

        tickets = [await api.ticket(project_id=project["id"], grade=1) for _ in range(2)]
        dues = await due_times(deployment)
        await taken_to_the_grave(deployment, due_at=dues[0])
        await until_moment(dues[1])
        workers[0].kill()
        seconds = await seconds_until_breaches(deployment, dues)
        await asyncio.sleep(TARGET_SECONDS)

        told = await deployment.fetch("SELECT data FROM event WHERE type = 'sla.clock.breached'")
        rows = await deployment.fetch("SELECT breached_at FROM sla_breach ORDER BY breached_at")
        await api.http.aclose()
        assert max(seconds) <= DETECTED_SECONDS_MAX
        assert [row["breached_at"] for row in rows] == dues
        assert sorted(row["data"]["ticket_id"] for row in told) == sorted(ticket["id"] for ticket in tickets)


async def started(deployment: Deployment) -> tuple[Api, Sequence[Server]]:
    """Return a client of a server, and the workers beside it."""
    starting = [deployment.start("serve"), *(deployment.start("worker") for _ in range(WORKERS))]
    server, *workers = [await process.ready() for process in starting]
    return client(server), workers


async def served(api: Api) -> dict[str, Any]:
    """Return a project whose tickets are to be answered within two seconds."""
    plan = {"code": "fast", "name": "Fast", "plugins": {"sla": TERMS}}
    assert (await api.http.post("/v1/service-plans", json=plan)).is_success
    project = await api.project()
    contract = {
        "number": "C-1",
        "customer_id": project["customer_id"],
        "plan_code": "fast",
        "starts_on": "2000-01-01",
    }
    answer = await api.http.post("/v1/contracts", json=contract)
    assert answer.is_success, answer.text
    return project


async def due_times(deployment: Deployment) -> list[datetime]:
    rows = await deployment.fetch("SELECT due_at FROM sla_clock ORDER BY due_at")
    return [row["due_at"] for row in rows]


async def until_moment(at: datetime) -> None:
    await asyncio.sleep(max(0.0, (at - now()).total_seconds()))


async def taken_to_the_grave(deployment: Deployment, *, due_at: datetime) -> None:
    """Take the first due up as a worker would that is killed right after; at that moment, so ahead of all others."""
    await until_moment(due_at - timedelta(seconds=0.1))
    engine = engine_for(deployment.database_url)
    await engine.open()
    bind(engine)
    try:
        # A due is passed one microsecond after it.
        taken = await claim(TIMERS, "sla", limit=1, now=due_at + timedelta(microseconds=1))
    finally:
        await engine.close()
    assert len(taken) == 1


async def seconds_until_breaches(deployment: Deployment, dues: Sequence[datetime]) -> list[float]:
    """Wait for the breaches, and return how long after its due each was detected."""

    async def are_written() -> bool:
        return len(await deployment.fetch("SELECT id FROM sla_breach")) == len(dues)

    await until(are_written, seconds_max=DETECTED_SECONDS_MAX + 10)
    rows = await deployment.fetch("SELECT detected_at FROM sla_breach ORDER BY breached_at")
    return [(row["detected_at"] - due_at).total_seconds() for row, due_at in zip(rows, dues, strict=True)]
