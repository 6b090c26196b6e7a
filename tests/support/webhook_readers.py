"""Programs that read webhooks: one listens on a socket, one answers without a network."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import msgspec

from wellkept.platform.jobs.attempt import Limits
from wellkept.platform.jobs.worker import Worker
from wellkept.platform.outbox.sequencer import number_events
from wellkept.platform.webhooks.fanning import fan_out
from wellkept.platform.webhooks.lanes import LIMITS, webhook_lane
from wellkept.platform.webhooks.sending import Answer, Sender
from wellkept_sdk.now import now


class Reader(Sender):
    """
    Takes what is posted, without a network; answers as it is told.

    Attributes:
        seen: each try: URL, headers, event.
        answers: by URL, the statuses of the next tries; None is no answer. What is not told is 204.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, Mapping[str, str], Any]] = []
        self.answers: dict[str, list[int | None]] = {}

    async def post(self, url: str, *, body: bytes, headers: Mapping[str, str]) -> Answer:
        self.seen.append((url, headers, msgspec.json.decode(body)))
        planned = self.answers.get(url)
        status = planned.pop(0) if planned else 204
        return Answer(status=status, milliseconds=7, error=None if status is not None else "ConnectError: refused")

    def told(self, url: str) -> list[tuple[str, int]]:
        """Return pump and change of what an address was told, in the order of the tries."""
        return [(each["data"]["pump"], each["data"]["change"]) for at, _, each in self.seen if at == url]


def posting(reader: Sender, clock: Callable[[], datetime] = now, *, limits: Limits = LIMITS) -> Worker:
    """Return a worker that posts to a reader."""
    return Worker(lanes=[webhook_lane(reader, limits=limits)], chores=[number_events, fan_out], clock=clock)


class Listener:
    """An HTTP server on loopback; `statuses` are what the next requests are answered with, then 200."""

    def __init__(self) -> None:
        self.port = 0
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        self.extra: Sequence[str] = ()
        self.hangs = False
        self.cut_off = 0
        self._serving: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @asynccontextmanager
    async def open(self, port: int = 0) -> AsyncGenerator["Listener"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            async with server:
                yield self
        finally:
            # A caller that gave up has closed its end, so each of them comes to its own.
            await asyncio.gather(*self._serving)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None, "the server makes one for each connection"
        self._serving.add(task)
        try:
            await self._answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            # Whoever called was killed in the middle of it.
            self.cut_off += 1
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        if not self.hangs:
            self.requests.append((head[0], headers, body))
            status = self.statuses.pop(0) if self.statuses else 200
            lines = [f"HTTP/1.1 {status} X", "content-length: 0", "connection: close", *self.extra, "", ""]
            writer.write("\r\n".join(lines).encode())
            await writer.drain()
        else:
            await reader.read()
