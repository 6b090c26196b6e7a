"""Databases for one run: made, filled with tickets that look like a service desk's, and dropped again."""

import asyncio
import json
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from uuid import UUID, uuid4

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - it has types, but no marker
from msgspec import Struct

from benchmarks.fill import STATEMENTS, Speech, statement_of
from wellkept.platform.migrations.apps import core_app
from wellkept.platform.migrations.files import files_of
from wellkept.platform.migrations.runner import create_all, migrate
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind, engine_for
from wellkept_sdk.db.database import Dialect

POSTGRES, SQLITE = "PostgreSQL", "SQLite"

#: The data repeats itself: so many startable tickets further on stands one of the same kind.
ALIKE_APART = 5

_POSTGRES_AFTERWARDS = (
    "SELECT setval('ticket_number_seq', (SELECT max(number_seq) FROM ticket))",
    "SELECT setval('event_seq', (SELECT max(seq) FROM event))",
)
_STARTABLE = "SELECT id FROM ticket WHERE status = 'assigned' ORDER BY id"
_SOME = "SELECT id FROM ticket ORDER BY id LIMIT 1000"
_PLACES = "SELECT project_id, id AS equipment_id FROM equipment ORDER BY id LIMIT 1000"


class Stock(Struct, frozen=True, kw_only=True):
    """
    What requests can name: the same in every database, because the data is.

    Args:
        tickets: some ids of tickets.
        startable: ids of all tickets that wait to be started.
        places: some pairs of project and equipment.
    """

    tickets: list[UUID]
    startable: list[UUID]
    places: list[tuple[UUID, UUID]]

    def alike(self, count: int) -> list[UUID]:
        """Return the first startable tickets that have the same fields set."""
        return self.startable[: count * ALIKE_APART : ALIKE_APART]

    def beyond_alike(self, count: int) -> list[UUID]:
        """Return the startable tickets behind those."""
        return self.startable[count * ALIKE_APART :]


@contextmanager
def postgres_database(server_url: str) -> Generator[str]:
    """Make a database on a server, and drop it at the end."""
    name = f"wellkept_bench_{uuid4().hex}"
    asyncio.run(_on_server(server_url, f"CREATE DATABASE {name}"))
    try:
        yield f"{server_url.rpartition('/')[0]}/{name}"
    finally:
        asyncio.run(_on_server(server_url, f"DROP DATABASE {name} WITH (FORCE)"))


def sqlite_url(folder: Path) -> str:
    """Return the URL of a new file."""
    return f"sqlite:///{folder / 'bench.sqlite'}"


def names_of_databases(postgres_url: str | None) -> Sequence[str]:
    """Return the databases that can be measured: SQLite, and PostgreSQL where there is a server."""
    return (SQLITE, *([POSTGRES] if postgres_url else []))


@contextmanager
def empty_database(name: str, *, postgres_url: str | None) -> Generator[tuple[str, Path]]:
    """Give the URL of a new database, and a folder for files."""
    with TemporaryDirectory() as scratch:
        if name == SQLITE or postgres_url is None:
            yield sqlite_url(Path(scratch)), Path(scratch)
            return
        with postgres_database(postgres_url) as url:
            yield url, Path(scratch)


async def fill(url: str, *, tickets: int) -> Stock:
    """Make the schema and the data; return what requests can name."""
    engine = engine_for(url)
    app = core_app()
    await (migrate(engine, [app]) if files_of(app) else create_all(engine, [app]))
    database = engine.for_maintenance()
    bind(database)
    await database.open()
    try:
        await _write(database, tickets=tickets)
        return Stock(
            tickets=[row["id"] for row in await database.fetch(_SOME)],
            startable=[row["id"] for row in await database.fetch(_STARTABLE)],
            places=[(row["project_id"], row["equipment_id"]) for row in await database.fetch(_PLACES)],
        )
    finally:
        await database.close()


async def answers(url: str) -> bool:
    """Return whether a PostgreSQL server lets us in."""
    try:
        await documents(url, "SELECT 1")
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    return True


async def documents(url: str, sql: str, *args: object) -> list[Any]:
    """Return the first column of what a statement finds in a PostgreSQL database, documents decoded."""
    connection = await cast("Any", asyncpg).connect(url)
    try:
        await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=json.dumps, decoder=json.loads)
        return [row[0] for row in await connection.fetch(sql, *args)]
    finally:
        await connection.close()


async def _write(database: SqliteEngine | PgEngine, *, tickets: int) -> None:
    speech = Speech(postgres=database.dialect is Dialect.POSTGRES)
    for statement in STATEMENTS:
        await database.execute(statement_of(statement, speech=speech, tickets=tickets))
    if speech.postgres:
        for statement in _POSTGRES_AFTERWARDS:
            await database.fetch(statement)
        # As autovacuum leaves it: the measured reads need not look at the tables for visibility.
        await database.execute("VACUUM ANALYZE")
    else:
        await database.execute("ANALYZE")


async def _on_server(server_url: str, sql: str) -> None:
    connection = await cast("Any", asyncpg).connect(server_url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()
