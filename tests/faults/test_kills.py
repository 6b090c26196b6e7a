"""An acknowledged write survives `kill -9` of any process, and nothing unacknowledged is there by half."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import pytest

from api import Api
from servers import Deployment, Server, client, until
from traces import Feed, expected, left_behind, stands, told
from write_load import WriteLoad

KILLS = 20
WRITERS = 4
BREATH_SECONDS = 0.02
LOAD_SECONDS = (0.1, 0.5)
DRAIN_SECONDS_MAX = 30.0
SUBSCRIBED = Path(__file__).with_name("subscribed.py")
HEARD_TABLE = "CREATE TABLE heard (key TEXT NOT NULL, subject TEXT NOT NULL, type TEXT NOT NULL)"
#: Which processes run, and which of them die in turn.
TOPOLOGIES: dict[str, tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]] = {
    "sqlite": (("run",), ((0,),)),
    "postgresql": (("serve", "serve", "worker"), ((0,), (2,), (1,), (2,), (0, 1), (2,), (0,), (1, 2))),
}


class Fleet:
    """The processes of a deployment, with a client for each that serves."""

    def __init__(self, deployment: Deployment, commands: Sequence[str]) -> None:
        self.deployment = deployment
        self.commands = commands
        self.servers: list[Server] = []
        self.apis: list[Api] = []

    async def start(self) -> None:
        starting = [self.deployment.start(command) for command in self.commands]
        self.servers = [await server.ready() for server in starting]
        self.apis = [client(server) for server in self.servers if server.has_address]

    def choose(self, writer: int) -> Api:
        """Return the client of a living server, each writer's own if that lives."""
        count = len(self.apis)
        order = [(writer + step) % count for step in range(count)]
        alive = [number for number in order if self.servers[number].exit_code is None]
        return self.apis[(alive or order)[0]]

    async def kill(self, victims: Sequence[int]) -> None:
        """Kill some, all at once, and start them again."""
        for victim in victims:
            self.servers[victim].kill()
        restarts = [self.deployment.restarted(self.servers[victim], self.commands[victim]) for victim in victims]
        for victim, server in zip(victims, await asyncio.gather(*restarts), strict=True):
            self.servers[victim] = server

    async def end(self) -> None:
        for server in self.servers:
            assert await server.stopped() == 0
        for api in self.apis:
            await api.http.aclose()


@pytest.fixture
async def subscribed(deployment: Deployment) -> Deployment:
    """Return the deployment with one subscriber to tickets."""
    deployment.command_line = (str(SUBSCRIBED),)
    await deployment.migrated()
    await deployment.fetch(HEARD_TABLE)
    return deployment


@pytest.mark.slow
@pytest.mark.unmeasured
class TestEveryAcknowledgedWrite:
    async def test_survives_twenty_kills(self, subscribed: Deployment) -> None:
        commands, victims = TOPOLOGIES[subscribed.database_url.partition(":")[0]]
        random = Random(41)  # noqa: S311 - the same moments in every run, as far as that is possible
        fleet = Fleet(subscribed, commands)
        await fleet.start()
        load = WriteLoad(fleet.choose, project_id=(await fleet.apis[0].project())["id"], breath_seconds=BREATH_SECONDS)
        feed = Feed()

        async with asyncio.TaskGroup() as group:
            for writer in range(WRITERS):
                group.create_task(load.write(writer))
            for number in range(KILLS):
                await asyncio.sleep(random.uniform(*LOAD_SECONDS))
                acknowledged = load.taken()
                await fleet.kill(victims[number % len(victims)])
                for ticket in acknowledged:
                    await stands(ticket, fleet.apis[0])
                seen = Counter(await feed.read(fleet.apis[0]))
                assert all(seen[event] for ticket in acknowledged for event in told(ticket))
            load.stop()

        await all_heard(subscribed)
        seen = await feed.read(fleet.apis[0])
        assert await Feed().read(fleet.apis[-1]) == seen
        await fleet.end()
        assert await left_behind(subscribed.database_url) == expected(load)
        about_tickets = [event for event in seen if event[1].startswith("tickets.ticket.")]
        assert Counter(about_tickets) == Counter(event for ticket in load.known.values() for event in told(ticket))
        await each_was_delivered(subscribed, load)
        assert "request_failed" not in subscribed.said()
        # How many writes a kill cuts off is luck; that none was in twenty rounds would mean that nothing was tested.
        assert load.cut > 0


async def all_heard(deployment: Deployment) -> None:
    """Wait until no delivery is left; those of killed workers come back when their lease has run out."""

    async def nothing_waits() -> bool:
        return not await deployment.fetch("SELECT 1 AS one FROM event_delivery LIMIT 1")

    await until(nothing_waits, seconds_max=DRAIN_SECONDS_MAX)


async def each_was_delivered(deployment: Deployment, load: WriteLoad) -> None:
    """Assert: to the file at least once, a record's events in order; to the table exactly once."""
    wanted = [
        event for ticket in load.known.values() for event in told(ticket) if event[1].endswith(("opened", "started"))
    ]
    lines = [line.split() for line in (deployment.folder / "heard.txt").read_text(encoding="utf-8").splitlines()]
    to_file = [(subject, kind) for subject, kind, _key in (line for line in lines if line[0] != "done")]
    to_table = [(row["subject"], row["type"]) for row in await deployment.fetch("SELECT subject, type FROM heard")]

    assert Counter(to_table) == Counter(wanted)
    assert set(to_file) == set(wanted)
    assert by_subject(dict.fromkeys(to_file)) == by_subject(wanted)


def by_subject(events: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the types of the events of each record in their order."""
    found: dict[str, list[str]] = {}
    for subject, kind in events:
        found.setdefault(subject, []).append(kind)
    return found
