"""A process that is told to stop answers what it has begun, takes up nothing more, and ends well."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from servers import HOST, KEY, Deployment, Server, client, until
from traces import expected, left_behind
from write_load import WriteLoad

WRITERS = 8
LOAD_SECONDS = 0.5
STREAM_STOP_SECONDS_MAX = 10.0
HEARD_SECONDS_MAX = 15.0
WORK_SECONDS = 1.0
READING_SECONDS = 0.3
HEARD_TABLE = "CREATE TABLE heard (key TEXT NOT NULL, subject TEXT NOT NULL, type TEXT NOT NULL)"


class TestServerToldToStop:
    async def test_answers_every_write_that_it_keeps_and_leaves_whole_files(self, deployment: Deployment) -> None:
        server = await deployment.start("run").ready()
        api = client(server)
        load = WriteLoad(lambda _: api, project_id=(await api.project())["id"], breath_seconds=0)

        writing = [asyncio.create_task(load.write(writer)) for writer in range(WRITERS)]
        await asyncio.sleep(LOAD_SECONDS)
        acknowledged = load.writes
        code = await server.stopped()
        await give_up(writing)
        await api.http.aclose()

        assert code == 0
        assert load.writes > acknowledged, "the signal must have met writes under way"
        assert list(deployment.folder.glob("*.sqlite-*")) == []
        assert await left_behind(deployment.database_url) == expected(load)
        assert "request_failed" not in deployment.said()

    async def test_receives_a_body_to_its_end(self, deployment: Deployment) -> None:
        server = await deployment.start("run").ready()
        api = client(server)
        body = {"title": "Slow", "project_id": (await api.project())["id"], "channel": "mini_program"}
        async with half_sent(server, json.dumps(body).encode()) as (rest, reader, writer):
            server.told_to_stop()
            await asyncio.sleep(0.5)
            writer.write(rest)
            answer = await reader.read()
        await api.http.aclose()

        assert await server.ended() == 0
        assert answer.startswith(b"HTTP/1.1 201 "), answer

    async def test_ends_the_streams_of_those_who_listen(self, deployment: Deployment) -> None:
        server = await deployment.start("run").ready()
        api = client(server)
        async with api.http.stream("GET", "/v1/events/stream") as stream:
            await asyncio.sleep(0.3)
            server.told_to_stop()
            code = await server.ended(seconds_max=STREAM_STOP_SECONDS_MAX)
        await api.http.aclose()

        assert (stream.status_code, code) == (200, 0)


class TestWorkerToldToStop:
    async def test_finishes_what_it_has_begun_and_leaves_the_rest(self, deployment: Deployment) -> None:
        deployment.command_line = (str(Path(__file__).with_name("subscribed.py")),)
        await deployment.migrated()
        await deployment.fetch(HEARD_TABLE)
        server = await deployment.start("serve").ready()
        api = client(server)
        project = await api.project()
        for _ in range(8):
            await api.ticket(project_id=project["id"])
        await api.http.aclose()
        assert await server.stopped() == 0

        worker = await deployment.start("worker", test_work_seconds=WORK_SECONDS).ready()
        await begun(deployment)
        code = await worker.stopped()

        lines = (deployment.folder / "heard.txt").read_text(encoding="utf-8").splitlines()
        done = sorted(line.split()[1] for line in lines if line.startswith("done"))
        started = sorted(line.split()[2] for line in lines if not line.startswith("done"))
        waiting = await deployment.fetch("SELECT attempts, lease_until FROM event_delivery")
        assert code == 0
        assert done == started
        assert sorted(row["key"] for row in await deployment.fetch("SELECT key FROM heard")) == done
        assert len(waiting) == 8 - len(done) > 0
        assert all(row == {"attempts": 0, "lease_until": None} for row in waiting)


async def give_up(writing: list[asyncio.Task[None]]) -> None:
    """End the writers once they have read what was answered; they would go on sending what was not."""
    await asyncio.sleep(READING_SECONDS)
    for task in writing:
        task.cancel()
    ends = await asyncio.gather(*writing, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ends), ends


@asynccontextmanager
async def half_sent(
    server: Server, body: bytes
) -> AsyncGenerator[tuple[bytes, asyncio.StreamReader, asyncio.StreamWriter]]:
    """Send a POST up to the middle of its body; give the rest and the connection."""
    reader, writer = await asyncio.open_connection(HOST, int(server.address.rpartition(":")[2]))
    lines = [
        "POST /v1/tickets HTTP/1.1",
        f"Host: {HOST}",
        f"Authorization: Bearer {KEY}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode() + body[:20])
        await writer.drain()
        await asyncio.sleep(0.2)
        yield body[20:], reader, writer
    finally:
        writer.close()
        await writer.wait_closed()


async def begun(deployment: Deployment) -> None:
    """Wait until the worker has something in its hands."""

    async def is_heard() -> bool:
        return (deployment.folder / "heard.txt").exists()

    await until(is_heard, seconds_max=HEARD_SECONDS_MAX)
