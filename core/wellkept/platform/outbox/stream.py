"""The event feed as server-sent events: what happens, as it happens."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

import msgspec
from litestar.response import ServerSentEventMessage

from wellkept.platform.jobs.wakeup import bell
from wellkept.platform.outbox.queries import feed
from wellkept.platform.outbox.schemas import EventRead, cursor_of
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import Unavailable

BATCH = 100
POLL_SECONDS = 1.0
KEEP_ALIVE_SECONDS = 15.0
STREAM_SECONDS_MAX = 300.0
STREAMS_MAX = 200


def require_room() -> None:
    """
    Refuse a further stream when this process feeds as many as it may.

    Raises:
        Unavailable: the client may come back.
    """
    if len(_open) >= STREAMS_MAX:
        raise Unavailable(detail="Too many streams are open.")


async def messages(
    *, after: int, actor: Actor, types: Sequence[str] = (), subject: str | None = None
) -> AsyncGenerator[ServerSentEventMessage]:
    """
    Yield the events after a position as they come, with a sign of life in quiet times.

    The stream ends after a while, and soon when the process is to stop; a client that comes back with the id of its
    last message misses nothing.
    """
    seconds = asyncio.get_running_loop().time
    ends = spoken = seconds()
    ends += STREAM_SECONDS_MAX
    ending = asyncio.Event()
    _open.add(ending)
    try:
        async with bell() as ring:
            while seconds() < ends and not ending.is_set():
                ring.clear()
                found = await feed(after=after, limit=BATCH, types=types, subject=subject)
                for row in found.rows:
                    yield _message(EventRead.of(row, actor=actor), position=row["position"])
                after = found.position
                if found.rows or seconds() - spoken >= KEEP_ALIVE_SECONDS:
                    # The comment carries the id too: who reads rare events need not pass the others again.
                    yield ServerSentEventMessage(comment="here", id=cursor_of(after), data=None)
                    spoken = seconds()
                if len(found.rows) < BATCH:
                    await _wait(ring)
    finally:
        _open.discard(ending)


def end_streams() -> None:
    """Let every stream of this process end at its next turn: one that is to stop need not wait for its readers."""
    for ending in _open:
        ending.set()


def _message(event: EventRead, *, position: int) -> ServerSentEventMessage:
    return ServerSentEventMessage(data=msgspec.json.encode(event), id=cursor_of(position))


async def _wait(ring: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(POLL_SECONDS):
            await ring.wait()
    except TimeoutError:
        return


_open: set[asyncio.Event] = set()
