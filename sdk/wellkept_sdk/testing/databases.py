"""Databases for tests: a file of SQLite by default, or one of a PostgreSQL server that the environment names."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

from wellkept_sdk.db.database import Dialect

#: Names a server on which databases may be made and dropped.
POSTGRES_URL = "WELLKEPT_TEST_POSTGRES_URL"


def dialects() -> list[Dialect]:
    """Return the databases that tests can run on here, for `pytest.mark.parametrize`."""
    return list(Dialect) if os.environ.get(POSTGRES_URL) else [Dialect.SQLITE]


@asynccontextmanager
async def empty_database(dialect: Dialect, folder: Path) -> AsyncGenerator[str]:
    """
    Make an empty database, give its URL, and remove it at the end.

    Args:
        dialect: PostgreSQL only where `WELLKEPT_TEST_POSTGRES_URL` names a server.
        folder: where a file of SQLite is made.
    """
    if dialect is Dialect.SQLITE:
        yield f"sqlite:///{folder / f'{uuid4().hex}.sqlite'}"
        return
    server = os.environ[POSTGRES_URL]
    url = await create_database(server)
    try:
        yield url
    finally:
        await drop_database(url, server=server)


async def create_database(server: str) -> str:
    """Make an empty database on a server, and return its URL; what it confirms may be lost with the machine."""
    name = f"wellkept_plugin_{uuid4().hex}"
    await on_postgres(server, f"CREATE DATABASE {name}")
    await on_postgres(server, f"ALTER DATABASE {name} SET synchronous_commit = off")
    return f"{server.rpartition('/')[0]}/{name}"


async def drop_database(url: str, *, server: str) -> None:
    """Drop a database of a server, whoever still uses it."""
    await on_postgres(server, f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")


async def on_postgres(url: str, sql: str) -> Any:  # noqa: ANN401 - a value of any type
    """Run SQL on a connection of its own, and return the first value that it gives."""
    asyncpg: Any = import_module("asyncpg")  # it has no types
    connection = await asyncpg.connect(url)
    try:
        if sql.lstrip().startswith("SELECT"):
            return await connection.fetchval(sql)
        return await connection.execute(sql)
    finally:
        await connection.close()
