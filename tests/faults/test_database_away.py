"""A database that goes away or is busy: requests wait or are told to come back, and nothing is promised in vain."""

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - it has types, but no marker
import httpx
import pytest

from api import Api, Json
from servers import Deployment, Server, client, until
from traces import Feed, expected, left_behind, told
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.now import now
from write_load import WriteLoad

WRITERS = 4
LOSSES = 10
BACK_SECONDS_MAX = 15.0
LOCKED_SECONDS = 1.5
on_postgres = pytest.mark.parametrize("blank_schema_url", [Dialect.POSTGRES], indirect=True, ids=str)
on_sqlite = pytest.mark.parametrize("blank_schema_url", [Dialect.SQLITE], indirect=True, ids=str)
END_CONNECTIONS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
)


@pytest.fixture
async def server(deployment: Deployment) -> Server:
    """Return the deployment running in one process."""
    return await deployment.start("run").ready()


@pytest.fixture
async def api(server: Server) -> AsyncIterator[Api]:
    """Return a client of it."""
    api = client(server)
    yield api
    await api.http.aclose()


@on_postgres
@pytest.mark.slow
@pytest.mark.unmeasured
class TestLostConnections:
    async def test_cost_no_acknowledged_write(self, deployment: Deployment, server: Server, api: Api) -> None:
        load = WriteLoad(lambda _: api, project_id=(await api.project())["id"])

        async with asyncio.TaskGroup() as group:
            for writer in range(WRITERS):
                group.create_task(load.write(writer))
            for _ in range(LOSSES):
                await asyncio.sleep(0.2)
                await end_connections(deployment)
            load.stop()

        assert load.put_off > 0, "the losses must have met writes under way"
        await assert_all_is_well(deployment, server, api, load)


@on_postgres
class TestDatabaseThatIsAway:
    async def test_is_told_as_503_until_it_is_back(self, deployment: Deployment, server: Server, api: Api) -> None:
        load = WriteLoad(lambda _: api, project_id=(await api.project())["id"])

        async with asyncio.TaskGroup() as group:
            for writer in range(WRITERS):
                group.create_task(load.write(writer))
            await asyncio.sleep(0.3)
            async with away(deployment):
                answers = [await api.get(path) for path in ("/health/ready", "/health/live", "/v1/tickets", "/v1/me")]
                await asyncio.sleep(0.5)
            await is_back(api)
            load.stop()

        assert [answer.status_code for answer in answers] == [503, 200, 503, 503]
        assert all(is_to_be_tried_again(answer) for answer in answers if answer.status_code != 200)
        await assert_all_is_well(deployment, server, api, load)

    async def test_lets_the_worker_go_on_once_it_is_back(
        self, deployment: Deployment, server: Server, api: Api
    ) -> None:
        ticket = await api.ticket()
        async with away(deployment):
            await asyncio.sleep(0.5)
        await is_back(api)

        await api.act(ticket["id"], "start")
        await api.act(ticket["id"], "hold", reason="parts", until=soon())

        async def has_resumed() -> bool:
            return (await api.found(f"/v1/tickets/{ticket['id']}"))["status"] == "in_progress"

        await until(has_resumed, seconds_max=BACK_SECONDS_MAX)

    async def test_makes_a_start_fail_plainly(self, deployment: Deployment) -> None:
        await deployment.migrated()
        async with away(deployment):
            starting = deployment.start("serve")
            code = await starting.ended()

        assert code == 1
        assert "cannot be reached" in starting.output
        assert "Traceback" not in starting.output


@on_sqlite
class TestFileThatAnotherProcessLocks:
    async def test_makes_writers_wait(self, deployment: Deployment, server: Server, api: Api) -> None:
        load = WriteLoad(lambda _: api, project_id=(await api.project())["id"])

        async with asyncio.TaskGroup() as group:
            for writer in range(WRITERS):
                group.create_task(load.write(writer))
            await asyncio.sleep(0.3)
            async with locked_file(deployment):
                read = await api.get("/v1/tickets")
                ready = await api.get("/health/ready")
            await asyncio.sleep(0.3)
            load.stop()

        assert (read.status_code, ready.status_code, load.put_off) == (200, 200, 0)
        await assert_all_is_well(deployment, server, api, load)

    async def test_is_told_as_503_to_who_cannot_wait(self, deployment: Deployment) -> None:
        server = await deployment.start("run", request_seconds_max=0.5).ready()
        api = client(server)
        load = WriteLoad(lambda _: api, project_id=(await api.project())["id"])

        async with asyncio.TaskGroup() as group:
            for writer in range(WRITERS):
                group.create_task(load.write(writer))
            await asyncio.sleep(0.3)
            async with locked_file(deployment):
                pass
            await asyncio.sleep(0.3)
            load.stop()

        assert load.put_off >= WRITERS
        await assert_all_is_well(deployment, server, api, load)
        await api.http.aclose()


async def assert_all_is_well(deployment: Deployment, server: Server, api: Api, load: WriteLoad) -> None:
    """Assert that exactly the acknowledged writes are there, each told once, and that nothing has failed."""
    seen = await Feed().read(api)

    async def is_all_delivered() -> bool:
        # What a lost connection held comes again when its claim has run out.
        return not (await left_behind(deployment.database_url))["waiting"]

    await until(is_all_delivered, seconds_max=20)
    assert await server.stopped() == 0
    assert await left_behind(deployment.database_url) == expected(load)
    about_tickets = sorted(event for event in seen if event[1].startswith("tickets.ticket."))
    assert about_tickets == sorted(event for ticket in load.known.values() for event in told(ticket))
    assert "request_failed" not in deployment.said()


@asynccontextmanager
async def away(deployment: Deployment) -> AsyncGenerator[None]:
    """Take the database away from everybody for a while."""
    name = deployment.database_url.rpartition("/")[2]
    await beside(deployment, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    try:
        await end_connections(deployment)
        yield
    finally:
        await beside(deployment, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@asynccontextmanager
async def locked_file(deployment: Deployment) -> AsyncGenerator[None]:
    """Hold the write lock of the file, as a copying tool or a shell might."""
    path = deployment.database_url.removeprefix("sqlite:///")
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        await asyncio.to_thread(connection.execute, "BEGIN EXCLUSIVE")
        yield
        await asyncio.sleep(LOCKED_SECONDS)
        connection.execute("ROLLBACK")
    finally:
        connection.close()


async def end_connections(deployment: Deployment) -> None:
    await beside(deployment, END_CONNECTIONS, deployment.database_url.rpartition("/")[2])


async def beside(deployment: Deployment, sql: str, *args: object) -> None:
    """Run a statement in the database that every server has."""
    server = deployment.database_url.rpartition("/")[0]
    connection = await cast("Any", asyncpg).connect(f"{server}/postgres")
    try:
        await connection.fetch(sql, *args)
    finally:
        await connection.close()


async def is_back(api: Api) -> None:
    """Wait until the server is ready again."""

    async def is_ready() -> bool:
        return (await api.get("/health/ready")).status_code == 200

    await until(is_ready, seconds_max=BACK_SECONDS_MAX)


def soon() -> str:
    """Return a moment half a second ahead."""
    return (now() + timedelta(seconds=0.5)).isoformat()


def is_to_be_tried_again(answer: httpx.Response) -> bool:
    problem: Json = answer.json()
    return problem["code"] == "unavailable" and int(answer.headers["Retry-After"]) > 0
