"""Run what has not run yet: under a lock, in one transaction, recorded with what it did."""

import contextlib
import io
from collections.abc import AsyncGenerator, Sequence

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from wellkept.platform.migrations.apps import POSTGRES_ONLY, App, in_order_of_requirement, register
from wellkept.platform.migrations.files import MigrationFile, all_files
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind, bound
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.now import now

# Any number that no other user of the same database takes.
_LOCK = 4_207_849_484
_TABLE = (
    "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, app_name TEXT NOT NULL, ran_on TIMESTAMPTZ NOT NULL)"
)


async def migrate(engine: SqliteEngine | PgEngine, apps: Sequence[App]) -> list[str]:
    """
    Bring the database up to date and return the names of the migrations that ran, in order.

    Any number of processes may call it at once: one works, the others wait and then find nothing to do. All runs in
    one transaction, so a failure, or the death of the process, leaves the database as it was.

    Args:
        engine: which database; it need not be open, for migrations have a connection of their own.
        apps: all installed apps, in any order.

    Raises:
        ValueError: names of migrations clash, or an app lacks one that it requires.
    """
    ordered = in_order_of_requirement(apps)
    register(ordered)
    files = all_files(ordered)
    async with changing_schema(engine) as database:
        await database.execute(_TABLE)
        done = await _done(database)
        missing = [file for file in files if file.name not in done]
        for file in missing:
            await _run(file, database)
    return [file.name for file in missing]


@contextlib.asynccontextmanager
async def changing_schema(engine: SqliteEngine | PgEngine) -> AsyncGenerator[Database]:
    """
    Give the database for a change of its schema: in one transaction, which no other such change runs beside.

    Args:
        engine: which database; it need not be open.

    Raises:
        RuntimeError: at the end there are references that lead nowhere.
    """
    async with _maintenance(engine) as database, database.transaction():
        await _lock(database)
        yield database
        await _check_references(database)


async def pending(engine: Database, apps: Sequence[App]) -> list[str]:
    """Return the names of the migrations that have not run on an open database."""
    files = all_files(in_order_of_requirement(apps))
    done = await _done(engine) if await _exists(engine) else set[str]()
    return [file.name for file in files if file.name not in done]


async def create_all(engine: SqliteEngine | PgEngine, apps: Sequence[App]) -> None:
    """Make the declared tables of apps in an empty database, without migrations: for tests and measurements."""
    ordered = in_order_of_requirement(apps)
    register(ordered)
    async with _maintenance(engine) as database, database.transaction():
        await run_statements(database, [statement for app in ordered for statement in app.statements()])


async def run_statements(database: Database, statements: Sequence[str]) -> None:
    """Run SQL for both databases, leaving out on SQLite what is marked as PostgreSQL's."""
    for statement in statements:
        if database.dialect is Dialect.POSTGRES or not statement.startswith(POSTGRES_ONLY):
            await database.execute(statement)


async def _run(file: MigrationFile, database: Database) -> None:
    module = file.module
    await run_statements(database, getattr(module, "STATEMENTS", ()))
    if hasattr(module, "change"):
        await module.change(database)
    if hasattr(module, "forwards"):
        await _run_piccolo(await module.forwards())
    await database.execute(
        "INSERT INTO migration (name, app_name, ran_on) VALUES (?, ?, ?)", file.name, file.app, now()
    )


async def _run_piccolo(manager: MigrationManager | None) -> None:
    if manager is not None:
        # Piccolo reports to the terminal; what ran is our return value.
        with contextlib.redirect_stdout(io.StringIO()):
            await manager.run()


@contextlib.asynccontextmanager
async def _maintenance(engine: SqliteEngine | PgEngine) -> AsyncGenerator[Database]:
    """Open the same database without its timeouts and foreign keys, and bind it while migrations run."""
    previous = bound()
    database = engine.for_maintenance()
    await database.open()
    try:
        bind(database)
        yield database
    finally:
        await database.close()
        if previous is not None:
            bind(previous)


async def _lock(database: Database) -> None:
    # On SQLite the transaction itself is the lock: it began with BEGIN IMMEDIATE.
    if database.dialect is Dialect.POSTGRES:
        await database.fetch("SELECT pg_advisory_xact_lock(?)", _LOCK)


async def _done(database: Database) -> set[str]:
    return {row["name"] for row in await database.fetch("SELECT name FROM migration")}


async def _exists(database: Database) -> bool:
    catalogue = {
        Dialect.SQLITE: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'",
        Dialect.POSTGRES: "SELECT 1 WHERE to_regclass('migration') IS NOT NULL",
    }
    return await database.fetch_one(catalogue[database.dialect]) is not None


async def _check_references(database: Database) -> None:
    """
    Look for rows whose reference leads nowhere, which SQLite has not enforced meanwhile.

    Raises:
        RuntimeError: there is one.
    """
    if database.dialect is Dialect.SQLITE and (broken := await database.fetch("PRAGMA foreign_key_check")):
        raise RuntimeError(f"A migration has left references that lead nowhere: {broken[:10]}")
