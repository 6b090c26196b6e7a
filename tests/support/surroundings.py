"""What stands around the project on this machine: a PostgreSQL server and the real data; tests skip plainly without."""

import asyncio
import os
from pathlib import Path
from typing import Any, NoReturn, cast

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - it has types, but no marker
import pytest

LOCAL_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
PROBE_TIMEOUT_SECONDS = 2.0
DATA_FOLDER = Path(__file__).parents[3] / "shared" / "data"


def postgres_server() -> str:
    """Return the URL of the server that the environment names, or else of a local one that lets us in."""
    named = os.environ.get("WELLKEPT_TEST_POSTGRES_URL")
    if not named and not asyncio.run(answers(LOCAL_SERVER)):
        reason = "tested on SQLite only: WELLKEPT_TEST_POSTGRES_URL is not set, and no local server lets us in"
        absent(reason, unless="WELLKEPT_REQUIRE_POSTGRES")
    return named or LOCAL_SERVER


def real_data(name: str) -> Path:
    """Return the path of a file that none of us wrote, below `../shared/data` or `WELLKEPT_TEST_DATA`."""
    path = Path(os.environ.get("WELLKEPT_TEST_DATA") or DATA_FOLDER) / name
    if not path.exists():
        absent(f"the real data {name} is not on this machine", unless="WELLKEPT_REQUIRE_DATA")
    return path


def absent(reason: str, *, unless: str) -> NoReturn:
    """Skip the test, or fail it where the environment asks for everything."""
    if os.environ.get(unless) == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


async def answers(url: str) -> bool:
    """Return whether a server lets us in."""
    try:
        connection = await cast("Any", asyncpg).connect(url, timeout=PROBE_TIMEOUT_SECONDS)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    await connection.close()
    return True
