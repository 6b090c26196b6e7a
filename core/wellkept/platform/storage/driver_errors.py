"""What the two drivers raise, as errors of ours."""

import asyncio
import re
import sqlite3

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - it has types, but no marker

from wellkept_sdk.errors import Conflict, InternalError, Invalid, Unavailable, WellkeptError

_FAILED_COLUMNS = re.compile(r"constraint failed: (.+)$")
_KEY_COLUMNS = re.compile(r"\((.+?)\)=\(")
_WORD = re.compile(r"\w+")
_NO_TABLE = ""


class UniqueViolation(Conflict):
    """Another record has the same unique values."""

    def __init__(self, *, table: str, constraint: str | None = None, columns: frozenset[str] = frozenset()) -> None:
        """Keep which table and columns clash; the caller of the API does not see them."""
        super().__init__()
        self.table = table
        self.constraint = constraint
        self.columns = columns

    def concerns(self, table: str, *columns: str) -> bool:
        """Tell whether the clash is in this table and in all these columns."""
        return self.table == table and self.columns.issuperset(columns)


class ForeignKeyViolation(Conflict):
    """A record refers to another that is not there, or is referred to."""


class ConstraintViolation(Invalid):
    """A value is not allowed by the rules of its table."""


class BadValue(Invalid):
    """A value is too large, too long or has characters that cannot be stored."""


class LockTimeout(Unavailable):
    """The database is busy; the request may be repeated."""


class ConnectionLost(Unavailable):
    """The database does not answer; the request may be repeated."""


class DatabaseFailedError(InternalError):
    """The database refused a statement of ours: a mistake in the program, not of the caller."""


def translated(error: Exception) -> WellkeptError:
    """Return our error for a driver's; raise it `from` that one, so that a log shows both."""
    if isinstance(error, OverflowError | UnicodeEncodeError):
        return BadValue()
    ours = _from_sqlite(error) if isinstance(error, sqlite3.Error) else _from_postgres(error)
    if ours is None:
        ours = DatabaseFailedError()
        # A note is for the log; the detail would be shown to the caller.
        ours.add_note(str(error))
    return ours


def _from_sqlite(error: sqlite3.Error) -> WellkeptError | None:
    name = getattr(error, "sqlite_errorname", "")
    if name in {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID"}:
        return _sqlite_unique(str(error))
    if name in {"SQLITE_CONSTRAINT_FOREIGNKEY", "SQLITE_CONSTRAINT_TRIGGER"}:
        return ForeignKeyViolation()
    for prefix, family in _SQLITE_FAMILIES.items():
        if name.startswith(prefix):
            return family()
    return None


def _sqlite_unique(message: str) -> UniqueViolation:
    """Read `UNIQUE constraint failed: ticket.project_id, ticket.dedup_key`, or `… failed: index 'name'`."""
    found = _FAILED_COLUMNS.search(message)
    failed = found[1] if found else ""
    if failed.startswith("index "):
        name = failed.removeprefix("index ").strip("'")
        table, _, words = name.partition("__")
        return UniqueViolation(table=table, constraint=name, columns=frozenset(words.split("__")))
    pairs = [pair.split(".", 1) for pair in failed.split(", ") if "." in pair]
    table = pairs[0][0] if pairs else _NO_TABLE
    return UniqueViolation(table=table, columns=frozenset(column for _, column in pairs))


def _from_postgres(error: BaseException) -> WellkeptError | None:
    if isinstance(error, asyncpg.UniqueViolationError):
        return _postgres_unique(error)
    if type(error) is asyncpg.InterfaceError:
        # The same class tells of closed connections and of wrong calls of ours.
        return ConnectionLost() if "clos" in str(error) else None
    return next((family() for kinds, family in _POSTGRES_FAMILIES if isinstance(error, kinds)), None)


def _postgres_unique(error: asyncpg.UniqueViolationError) -> UniqueViolation:
    # The server's words depend on its language, the bracketed columns do not.
    found = _KEY_COLUMNS.search(str(getattr(error, "detail", "")))
    columns = frozenset(_WORD.findall(found[1])) if found else frozenset[str]()
    table, constraint = (str(getattr(error, name, "")) for name in ("table_name", "constraint_name"))
    return UniqueViolation(table=table, constraint=constraint, columns=columns)


_SQLITE_FAMILIES: dict[str, type[WellkeptError]] = {
    "SQLITE_CONSTRAINT": ConstraintViolation,
    "SQLITE_TOOBIG": BadValue,
    "SQLITE_MISMATCH": BadValue,
    "SQLITE_BUSY": LockTimeout,
    "SQLITE_LOCKED": LockTimeout,
    "SQLITE_FULL": ConnectionLost,
    "SQLITE_IOERR": ConnectionLost,
    "SQLITE_CANTOPEN": ConnectionLost,
    "SQLITE_READONLY": ConnectionLost,
}

_POSTGRES_FAMILIES: tuple[tuple[tuple[type[BaseException], ...], type[WellkeptError]], ...] = (
    ((asyncpg.ForeignKeyViolationError, asyncpg.RestrictViolationError), ForeignKeyViolation),
    ((asyncpg.IntegrityConstraintViolationError,), ConstraintViolation),
    ((asyncpg.DataError, asyncpg.UntranslatableCharacterError, asyncpg.CharacterNotInRepertoireError), BadValue),
    (
        (
            asyncpg.LockNotAvailableError,
            asyncpg.QueryCanceledError,
            asyncpg.DeadlockDetectedError,
            asyncpg.SerializationError,
        ),
        LockTimeout,
    ),
    (
        (
            asyncpg.PostgresConnectionError,
            asyncpg.OperatorInterventionError,
            asyncpg.InsufficientResourcesError,
            asyncpg.IdleInTransactionSessionTimeoutError,
            asyncpg.ConnectionDoesNotExistError,
            asyncpg.InvalidCachedStatementError,
            asyncpg.OutdatedSchemaCacheError,
            asyncio.TimeoutError,
            ConnectionError,
            OSError,
        ),
        ConnectionLost,
    ),
)
