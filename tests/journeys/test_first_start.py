"""The first minute: what the start says when all is well, and when the port is taken."""

import asyncio
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from servers import HOST, PAUSE_SECONDS, START_SECONDS_MAX, STOP_SECONDS_MAX, Server

GREETED = re.compile(r"Wellkept serves (http://\S+) .*\n\nThe first admin key, shown this once: (wk_[0-9a-f]{64})\n")
ADDRESS = re.compile(r'curl -H "Authorization: Bearer wk_[0-9a-f]{64}" "(http://[^"]+)"')


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server((HOST, 0)) as other:
        yield other.getsockname()[1]


def started(folder: Path, *, port: int) -> Server:
    """Start an embedded server without a prescribed key."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WELLKEPT_")}
    environ = {**inherited, "WELLKEPT_PORT": str(port)}
    return Server(["-m", "wellkept", "run"], environ=environ, folder=folder, port=port)


class TestFirstStart:
    async def test_prints_a_key_and_a_call_that_work(self, tmp_path: Path) -> None:
        server = started(tmp_path, port=0)
        try:
            address, key = await greeted(server)
            call = ADDRESS.findall(server.output)[0]
            async with httpx.AsyncClient(headers={"Authorization": f"Bearer {key}"}, trust_env=False) as http:
                answer = await http.get(call)
        finally:
            exit_code = await server.stopped()

        assert call.startswith(address)
        assert (answer.status_code, answer.json()) == (200, {"items": [], "next_cursor": None})
        assert exit_code == 0

    async def test_wastes_no_key_when_the_port_is_taken(self, tmp_path: Path, taken_port: int) -> None:
        server = started(tmp_path, port=taken_port)

        exit_code = await server.ended(seconds_max=STOP_SECONDS_MAX)

        assert exit_code == 1
        assert server.output.startswith(f"Error: Cannot listen on {HOST}:{taken_port}")
        assert not (tmp_path / "data").exists()


async def greeted(server: Server) -> tuple[str, str]:
    """Return the address and the key that the server prints, once it serves."""
    async with asyncio.timeout(START_SECONDS_MAX):
        while not (found := GREETED.search(server.output)):
            assert server.exit_code is None, server.output
            await asyncio.sleep(PAUSE_SECONDS)
    server.address = found[1]
    await server.ready()
    return found[1], found[2]
