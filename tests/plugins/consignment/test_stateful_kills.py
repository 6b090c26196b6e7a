"""The same programs on a real server that is killed: what was acknowledged is there, and nothing is there by half."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path
from random import Random

import httpx
import pytest

from servers import Deployment, Server, client, until
from settlement_books import ZONE
from stock_books import Json
from stock_laws import require_laws, require_told_once
from stock_program import Program
from stock_world import Caller, StockWorld, project
from wellkept_sdk.db import Dialect
from wellkept_sdk.now import now
from wellkept_sdk.testing import dialects
from wellkept_sdk.testing.databases import empty_database

WRITERS = 3
#: At least; it goes on until one has cut off a write.
KILLS = 3
#: So many writes are acknowledged between two kills, however slow the machine is.
WRITES = 60
PATIENCE_SECONDS = 60.0
REPEATED = 5
#: How often several things are asked for at once.
AT_ONCE = 0.2
ACTIVE: dict[str, Json] = {"inventory": {}, "consignment": {}}


@pytest.fixture(params=dialects(), ids=str)
async def deployment(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Deployment]:
    dialect: Dialect = request.param
    async with empty_database(dialect, tmp_path) as url:
        deployment = Deployment(tmp_path, database_url=url)
        await deployment.migrated()
        yield deployment
        deployment.end()


class Writer:
    """Goes on with a program of its own, in a world of its own, until it is told to stop."""

    def __init__(self, world: StockWorld, seen: Counter[str], *, seed: int) -> None:
        self.caller = world.caller
        self.program = Program(world, seen)
        self.random = Random(seed)  # noqa: S311 - the same program in every run, as far as the kills let it

    async def write(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            await self.program.refresh()
            await (self.program.at_once if self.random.random() < AT_ONCE else self.program.go_on)(self.random)

    async def look(self) -> None:
        """Check that all is there that was acknowledged, and that asking again changes nothing of it."""
        await self.program.check()
        for place in range(-1, -1 - min(REPEATED, len(self.caller.acknowledged)), -1):
            await self.caller.repeat(place)
        await self.program.check()


@pytest.mark.slow
@pytest.mark.unmeasured
class TestKilledServer:
    async def test_keeps_all_books_with_all_that_was_acknowledged(self, deployment: Deployment) -> None:
        server = await deployment.start("serve").ready()
        seen: Counter[str] = Counter()
        async with client(server).http as http:
            writers = [await begun(http, seen, seed=seed) for seed in range(WRITERS)]
            kills = 0
            while kills < KILLS or not sum(writer.caller.cut for writer in writers):
                kills += 1
                server = await killed_while_writing(deployment, server, writers)
                await require_laws(deployment.fetch)
                for writer in writers:
                    await writer.look()
            assert await server.stopped() == 0

        await require_laws(deployment.fetch)
        await require_told_once(deployment.fetch)
        answers = await deployment.fetch("SELECT id FROM idempotency_key")
        assert len(answers) == sum(acknowledged(writers))
        assert "request_failed" not in deployment.said()
        assert seen.keys() >= {"issue", "draw", "act issue"}


def acknowledged(writers: Sequence[Writer]) -> list[int]:
    """Return how many writes of each writer are acknowledged."""
    return [len(writer.caller.acknowledged) for writer in writers]


async def is_at_work(writers: Sequence[Writer], count: int) -> bool:
    """Tell whether so many writes are acknowledged and another one is under way."""
    return sum(acknowledged(writers)) >= count and any(writer.caller.waits for writer in writers)


async def begun(http: httpx.AsyncClient, seen: Counter[str], *, seed: int) -> Writer:
    """Return a writer whose world is there."""
    caller = Caller(http)
    world = StockWorld(caller, today=(now() + ZONE).date())
    await world.open(await project(caller, ACTIVE))
    writer = Writer(world, seen, seed=seed)
    await writer.program.begin()
    return writer


async def killed_while_writing(deployment: Deployment, server: Server, writers: Sequence[Writer]) -> Server:
    """Kill the server under load, and return its successor once every writer has an answer to its last write."""
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for writer in writers:
            group.create_task(writer.write(stopping))
        await until(partial(is_at_work, writers, sum(acknowledged(writers)) + WRITES), seconds_max=PATIENCE_SECONDS)
        server.kill()
        server = await deployment.restarted(server, "serve")
        stopping.set()
    return server
