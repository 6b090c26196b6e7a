"""A newcomer's machine: the server runs in one terminal, the environment of the second one is given."""

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from servers import KEY, Server, free_port


@pytest.fixture
async def second_terminal(tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    """
    Serve the API with demo data from `tmp_path`, as `make run` does, and return the environment of the second terminal.

    `./data` and `.venv` are there, as they are in a clone; `.venv` is the one of the tests.
    """
    (tmp_path / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WELLKEPT_")}
    port = free_port()
    environ = {**inherited, "WELLKEPT_PORT": str(port), "WELLKEPT_BOOTSTRAP_API_KEY": KEY}
    server = Server(["-m", "wellkept", "run", "--demo"], environ=environ, folder=tmp_path, port=port)
    try:
        await server.ready()
        yield {**inherited, "KEY": KEY, "API": f"{server.address}/v1"}
    finally:
        await server.stopped()
