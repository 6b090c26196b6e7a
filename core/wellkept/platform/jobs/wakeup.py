"""
Tells workers that there is something to do, so that they need not ask all the time.

Inside one process a bell is rung. On PostgreSQL other processes hear it through NOTIFY, sent after the commit and
at most once per pause: a NOTIFY inside the transaction would make commits wait for each other. A lost call costs
at most one poll of the worker.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from typing import Protocol, cast

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - it has none
import structlog

from wellkept.platform.storage.engines import PgEngine, database
from wellkept.platform.storage.unit_of_work import after_commit
from wellkept_sdk.db.database import Dialect

CHANNEL = "wellkept_work"
NOTIFY_PAUSE_SECONDS = 0.02
CONNECT_TIMEOUT_SECONDS = 10
RECONNECT_SECONDS_MAX = 30.0
HEARTBEAT_SECONDS = 30.0


class _Listener(Protocol):
    """What we use of a connection of asyncpg."""

    async def add_listener(self, channel: str, callback: Callable[..., None]) -> None: ...
    async def execute(self, query: str) -> str: ...
    def terminate(self) -> None: ...


def wake_after_commit() -> None:
    """Wake all workers once the present transaction is committed."""
    after_commit(wake)


def wake() -> None:
    """Wake the workers of this process now, and those of others in a moment."""
    _ring()
    if database().dialect is Dialect.POSTGRES and not _notifying:
        # A context of its own: the caller's unit of work is over by the time this runs.
        task = asyncio.get_running_loop().create_task(_notify(), name="wakeup.notify", context=Context())
        _notifying.add(task)
        task.add_done_callback(_notifying.discard)


@asynccontextmanager
async def bell() -> AsyncGenerator[asyncio.Event]:
    """Give an event that is set whenever there may be something to do."""
    event = asyncio.Event()
    _bells.add(event)
    try:
        yield event
    finally:
        _bells.discard(event)


@asynccontextmanager
async def hearing_others() -> AsyncGenerator[None]:
    """Ring this process's bells when another process has work for us; SQLite serves one process, so nothing to do."""
    engine = database()
    if not isinstance(engine, PgEngine):
        yield
        return
    task = asyncio.create_task(_listen(str(engine.config["dsn"])), name="wakeup.listen", context=Context())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _ring() -> None:
    for event in _bells:
        event.set()


async def _notify() -> None:
    await asyncio.sleep(NOTIFY_PAUSE_SECONDS)
    try:
        await database().execute(f"NOTIFY {CHANNEL}")
    except Exception as error:  # noqa: BLE001 - the poll finds what this call would have told
        _log.info("notify_failed", reason=str(error))


async def _listen(dsn: str) -> None:
    """Keep one connection listening; after a loss connect again, waiting longer each time."""
    pause = 1.0
    while True:
        try:
            connection = await _connect(dsn, timeout=CONNECT_TIMEOUT_SECONDS)
            pause = 1.0
            await _hear(connection)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            _log.warning("listener_lost", reason=str(error), retry_seconds=pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, RECONNECT_SECONDS_MAX)


async def _hear(connection: _Listener) -> None:
    """Listen until the connection is lost."""
    try:
        await connection.add_listener(CHANNEL, _heard)
        _ring()  # What was announced while nobody listened is looked for at once.
        while True:
            # A connection that a firewall has dropped without a word is found only by using it.
            await asyncio.sleep(HEARTBEAT_SECONDS)
            async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS):
                await connection.execute("SELECT 1")
    finally:
        connection.terminate()


def _heard(*_: object) -> None:
    _ring()


# LISTEN needs a connection of its own, outside the pool.
_connect = cast("Callable[..., Awaitable[_Listener]]", asyncpg.connect)  # pyright: ignore[reportUnknownMemberType]
_bells: set[asyncio.Event] = set()
_notifying: set[asyncio.Task[None]] = set()
_log = structlog.get_logger("wellkept.jobs")
