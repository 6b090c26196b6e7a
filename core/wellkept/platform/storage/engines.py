"""The process's database: made from a URL, bound once, asked for everywhere."""

from wellkept.platform.storage.database import Database
from wellkept.platform.storage.piccolo_conf import use_engine
from wellkept.platform.storage.postgres import POOL_MAX, STATEMENTS_CACHED, PgEngine
from wellkept.platform.storage.sqlite import SqliteEngine

__all__ = ["PgEngine", "SqliteEngine", "bind", "bound", "database", "engine_for"]

_SQLITE_PREFIX = "sqlite:///"
_POSTGRES_PREFIXES = ("postgresql://", "postgres://")

_bound: Database | None = None


def engine_for(
    url: str, *, pool_max: int = POOL_MAX, full_sync: bool = False, pgbouncer: bool = False
) -> SqliteEngine | PgEngine:
    """
    Return the engine for a URL, not opened yet.

    Args:
        url: `sqlite:///relative/file`, `sqlite:////absolute/file` or `postgresql://user:password@host:port/name`.
        pool_max: most connections to PostgreSQL.
        full_sync: SQLite: flush at every commit, so that writes survive the loss of power too.
        pgbouncer: PostgreSQL: connections are shared by pgbouncer, so no statement is prepared ahead.

    Raises:
        ValueError: the URL is of neither kind.
    """
    if url.startswith(_SQLITE_PREFIX):
        return SqliteEngine(url.removeprefix(_SQLITE_PREFIX), full_sync=full_sync)
    if url.startswith(_POSTGRES_PREFIXES):
        return PgEngine(url, pool_max=pool_max, statements_cached=0 if pgbouncer else STATEMENTS_CACHED)
    raise ValueError("The database URL must begin with sqlite:/// or postgresql://.")


def bind(engine: Database) -> None:
    """Make an engine the one of this process: for `database()` and for every Piccolo table."""
    global _bound  # noqa: PLW0603 - a process has one database
    _bound = engine
    use_engine(engine)


def bound() -> Database | None:
    """Return the process's database, or nothing before `bind`."""
    return _bound


def database() -> Database:
    """Return the process's database."""
    assert _bound is not None, "No database is bound; `bind(engine)` comes first."
    return _bound
