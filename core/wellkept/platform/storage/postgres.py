"""PostgreSQL: asyncpg's pool behind Piccolo's engine."""

from typing import Any, ClassVar, cast

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - it has types, but no marker
import msgspec
from piccolo.engine.postgres import PostgresEngine
from piccolo.querystring import QueryString

from wellkept.platform.storage import long_numbers
from wellkept.platform.storage.connection import Connection
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.driver_errors import ConnectionLost
from wellkept.platform.storage.postgres_connection import Driver, PgConnection
from wellkept.platform.storage.unit import CurrentUnit
from wellkept_sdk.db.database import Dialect, Row

POOL_MIN = 1
POOL_MAX = 10
ACQUIRE_TIMEOUT_SECONDS = 10.0
CONNECT_TIMEOUT_SECONDS = 10.0
STATEMENTS_CACHED = 512
SERVER_TIMEOUTS_SECONDS = {
    "lock_timeout": 10,
    "statement_timeout": 30,
    "idle_in_transaction_session_timeout": 60,
}


class PgEngine(Database, PostgresEngine):  # pyright: ignore[reportIncompatibleMethodOverride] - transactions are ours
    """
    One PostgreSQL database behind a pool.

    Args:
        url: `postgresql://user:password@host:port/name`.
        pool_max: how many connections this process may hold.
        acquire_timeout_seconds: how long a task waits for one before it is told to come back.
        statements_cached: prepared statements kept per connection; 0 behind pgbouncer, which shares connections
            between sessions. Then the timeouts below are not sent either: set them on the role.
        timeouts_seconds: what the server enforces for every session.
    """

    dialect = Dialect.POSTGRES
    begin_statement: ClassVar[str] = "BEGIN"

    def __init__(
        self,
        url: str,
        *,
        pool_max: int = POOL_MAX,
        acquire_timeout_seconds: float = ACQUIRE_TIMEOUT_SECONDS,
        statements_cached: int = STATEMENTS_CACHED,
        timeouts_seconds: dict[str, int] | None = None,
    ) -> None:
        """Open nothing yet."""
        super().__init__(config={"dsn": url})
        self.current_transaction = CurrentUnit()
        self._pool_max = pool_max
        self._idle: list[PgConnection] = []
        self._waiting = 0
        self._acquire_timeout_seconds = acquire_timeout_seconds
        self._statements_cached = statements_cached
        timeouts = SERVER_TIMEOUTS_SECONDS | (timeouts_seconds or {})
        self._server_settings = {name: f"{seconds}s" for name, seconds in timeouts.items()} if statements_cached else {}

    def for_maintenance(self) -> "PgEngine":
        """Return an engine on the same database for migrations: one connection without timeouts."""
        timeouts = dict.fromkeys(SERVER_TIMEOUTS_SECONDS, 0)
        return PgEngine(
            self.config["dsn"], pool_max=1, statements_cached=self._statements_cached, timeouts_seconds=timeouts
        )

    async def check_version(self) -> None:
        """Skip Piccolo's look at the server: its constructor would open a connection outside the pool."""

    async def prep_database(self) -> None:
        """Skip Piccolo's extensions: none is needed."""

    async def open(self) -> None:
        """
        Start the pool.

        Raises:
            ConnectionLost: the server cannot be reached or refuses us; the detail says why.
        """
        try:
            self.pool = await cast("Any", asyncpg).create_pool(
                dsn=self.config["dsn"],
                min_size=POOL_MIN,
                max_size=self._pool_max,
                statement_cache_size=self._statements_cached,
                server_settings=self._server_settings,
                timeout=CONNECT_TIMEOUT_SECONDS,
                init=_prepare,
                reset=_check_at_rest,
            )
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
            raise ConnectionLost(detail=f"PostgreSQL cannot be reached: {error}") from error

    async def close(self) -> None:
        """Wait for the connections in use and close them all."""
        while self._idle:
            await self._release(self._idle.pop())
        pool, self.pool = self.pool, None
        if pool is not None:
            await pool.close()

    async def take(self, *, writing: bool) -> Connection:  # noqa: ARG002 - every connection of the pool may write
        """
        Return a connection of the pool, for the caller alone.

        Raises:
            Unavailable: none became free in time, or the server cannot be reached.
        """
        while self._idle:
            connection = self._idle.pop()
            if not connection.is_closed:
                return connection
            await self._release(connection)
        pool = self._open_pool()
        self._waiting += 1
        try:
            return PgConnection(await pool.acquire(timeout=self._acquire_timeout_seconds))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
            # Whatever the reason, it is not the statement, which nobody has seen yet.
            raise ConnectionLost from error
        finally:
            self._waiting -= 1

    async def give_back(self, connection: Connection) -> None:
        """Let others use the connection again; one that is broken or inside a transaction is replaced."""
        assert isinstance(connection, PgConnection)
        if self._waiting or self.pool is None or connection.is_closed or connection.in_transaction:
            await self._release(connection)
        else:
            # Kept on top of the pool, whose own way in and out costs more than a short query.
            self._idle.append(connection)

    async def _release(self, connection: PgConnection) -> None:
        if self.pool is None:
            connection.pooled.terminate()
        else:
            await self._open_pool().release(connection.pooled)

    def _open_pool(self) -> Driver:
        if self.pool is None:
            raise ConnectionLost(detail="The database is not open.")
        return self.pool

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[Row]:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        """Run a query of Piccolo's builder in the transaction of this task."""
        sql, args = querystring.compile_string(engine_type=self.engine_type)
        return await self.fetch(sql, *args)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[Row]:  # noqa: ARG002, FBT001, FBT002 - Piccolo's signature
        """Run a statement of Piccolo's schema builder in the transaction of this task."""
        return await self.fetch(ddl)

    def transform_response_to_dicts(self, results: list[Row]) -> list[Row]:
        """Return the rows as they are: they are dictionaries already."""
        return results


async def _prepare(connection: Driver) -> None:
    """Read and write JSON columns as Python objects."""
    for name, format_ in (("jsonb", "binary"), ("json", "text")):
        encoder, decoder = (_jsonb_bytes, _from_jsonb) if format_ == "binary" else (_json_text, msgspec.json.decode)
        await connection.set_type_codec(name, schema="pg_catalog", encoder=encoder, decoder=decoder, format=format_)


async def _check_at_rest(connection: Driver) -> None:
    """
    Refuse a connection that comes back inside a transaction, so that the pool replaces it.

    The usual reset is a round trip per statement; ours leave nothing behind to reset: no session setting, no
    listener, no cursor, and transactions end in `Unit`.
    """
    if connection.is_in_transaction():
        raise asyncpg.InterfaceError("The connection came back inside a transaction.")


_JSONB_VERSION = b"\x01"


def _jsonb_bytes(value: object) -> bytes:
    return _JSONB_VERSION + msgspec.json.encode(value)


_decode_json = msgspec.json.Decoder[object]().decode


def _from_jsonb(data: bytes) -> object:
    value = _decode_json(data[1:])
    return long_numbers.as_they_were(value) if long_numbers.may_be_in(data) else value


def _json_text(value: object) -> str:
    return msgspec.json.encode(value).decode()
