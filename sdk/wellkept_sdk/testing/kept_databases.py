"""Databases of PostgreSQL that one test leaves to the next: to make one takes seconds, to empty it a moment."""

import asyncio
import atexit
import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

from wellkept_sdk.db.database import Dialect
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.testing.databases import POSTGRES_URL, create_database, drop_database, empty_database, on_postgres

#: So many wait at a time; tests of one file mostly want the same.
WAITING_MAX: Final = 3

#: Everything that a test may do to a schema changes this: tables, columns, indexes, constraints, triggers, functions.
_SCHEMA: Final = """
SELECT md5(string_agg(line, ';' ORDER BY line)) AS digest FROM (
    SELECT concat_ws(' ', c.relkind, c.relname, a.attname, a.atttypid, a.attnotnull) AS line
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', conname, pg_get_constraintdef(oid)) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', tgname, tgrelid::regclass) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS said (line)
"""
# What migrations have written stands beside the tables, to be put back before the next test.
_REMEMBER: Final = """
DO $$
DECLARE found record; has_rows boolean;
BEGIN
    CREATE SCHEMA migrated;
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', found.tablename) INTO has_rows;
        IF has_rows THEN
            EXECUTE format('CREATE TABLE migrated.%I AS TABLE public.%I', found.tablename, found.tablename);
        END IF;
    END LOOP;
END $$
"""
_EMPTY: Final = """
SET session_replication_role = replica;
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', found.tablename);
    END LOOP;
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'migrated' LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM migrated.%I', found.tablename, found.tablename);
    END LOOP;
    FOR found IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER SEQUENCE public.%I RESTART', found.sequencename);
    END LOOP;
END $$
"""


class Wanted(Struct, frozen=True):
    """
    Whose tables a database has.

    Args:
        plugins: these very ones: two plugins of a test may have the same name and other tables.
        core_first: in a deployment that has run without them.
    """

    plugins: Sequence[Plugin]
    core_first: bool

    def is_for(self, other: "Wanted") -> bool:
        """Return whether a database for the other serves as well."""
        same = [mine is theirs for mine, theirs in zip(self.plugins, other.plugins, strict=False)]
        return all(same) and (len(self.plugins), self.core_first) == (len(other.plugins), other.core_first)


class LentDatabase:
    """A database for one test: `url` says where it is."""

    def __init__(self, url: str) -> None:
        """Name it."""
        self.url = url

    async def remember(self) -> None:
        """Take what is there as what migrations have made."""


class _Kept(LentDatabase):
    """A database of PostgreSQL that may serve again."""

    def __init__(self, url: str, *, server: str, wanted: Wanted) -> None:
        super().__init__(url)
        self.server = server
        self.wanted = wanted
        self.schema: str | None = None

    async def remember(self) -> None:
        """Do so, unless that was taken before."""
        if self.schema is None:
            await on_postgres(self.url, _REMEMBER)
            self.schema = await on_postgres(self.url, _SCHEMA)

    async def empty(self) -> bool:
        """Make it what migrations have made; tell whether that could be done, because the schema is still the same."""
        if self.schema is None or await on_postgres(self.url, _SCHEMA) != self.schema:
            return False
        await on_postgres(self.url, _EMPTY)
        return True


@asynccontextmanager
async def lent_database(dialect: Dialect, folder: Path, *, wanted: Wanted) -> AsyncGenerator[LentDatabase]:
    """
    Lend a database without rows other than those of migrations, its schema made or still to be made.

    Args:
        dialect: PostgreSQL only where `WELLKEPT_TEST_POSTGRES_URL` names a server.
        folder: where a file of SQLite is made.
        wanted: whose tables it will get, or has.
    """
    if dialect is Dialect.SQLITE:
        async with empty_database(dialect, folder) as url:
            yield LentDatabase(url)
        return
    database = _waiting_for(wanted) or await _made(wanted)
    serves_again = False
    try:
        yield database
        serves_again = await database.empty()
    finally:
        await (_keep(database) if serves_again else _drop(database))


async def forget_databases() -> None:
    """Drop what waits for another test."""
    while waiting:
        await _drop(waiting.pop())


def _waiting_for(wanted: Wanted) -> _Kept | None:
    found = next((database for database in waiting if database.wanted.is_for(wanted)), None)
    if found is not None:
        waiting.remove(found)
    return found


async def _made(wanted: Wanted) -> _Kept:
    server = os.environ[POSTGRES_URL]
    return _Kept(await create_database(server), server=server, wanted=wanted)


async def _keep(database: _Kept) -> None:
    waiting.append(database)
    if len(waiting) > WAITING_MAX:
        await _drop(waiting.pop(0))


async def _drop(database: _Kept) -> None:
    await drop_database(database.url, server=database.server)


#: Those that nobody uses at the moment, the one that has waited longest first.
waiting: Final[list[_Kept]] = []

atexit.register(lambda: asyncio.run(forget_databases()))
