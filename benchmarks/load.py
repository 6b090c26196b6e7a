"""
The load generator: a process of its own that keeps connections busy and notes how long each answer took.

Reads a `Load` as JSON from standard input and writes a `Measurement` to standard output. It knows just enough HTTP to
read an answer with a Content-Length, so that it costs less than any server that it measures.
"""

import asyncio
import sys
from collections.abc import Iterator
from itertools import cycle
from time import perf_counter
from typing import cast

import msgspec
import uvloop
from msgspec import Struct

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length: "


class Load(Struct, frozen=True, kw_only=True):
    """
    What to send.

    Args:
        heads: request line and headers of each request, without the last empty line.
        bodies: the body of each request; empty for requests without.
        repeats: begin again when all have been sent; otherwise the end of the list is the end.
        status: the only status that counts.
        warm_up_seconds: how long requests are sent before they are counted.
    """

    port: int
    connections: int
    heads: list[str]
    bodies: list[str]
    repeats: bool
    status: int
    seconds: float
    warm_up_seconds: float


class Measurement(Struct, frozen=True, kw_only=True):
    """What came of it: `sent` counts the warm-up too, `requests` and all else do not."""

    sent: int
    requests: int
    refused: int
    seconds: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    example: str


class Client(asyncio.Protocol):
    """One connection: sends the next request when the answer to the last one is complete."""

    def __init__(self, requests: Iterator[bytes], load: Load, log: list[tuple[float, float]]) -> None:
        """Share the requests and the log with the other connections."""
        self._requests = requests
        self._expected = f"HTTP/1.1 {load.status} ".encode()
        self._log = log
        self._buffer = b""
        self._wanted = 0
        self._sent_at = 0.0
        self.refused = 0
        self.example = b""
        self.until = 0.0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        # uvloop's transport is one by its methods only.
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        """Read on; note the answer when it is whole."""
        self._buffer = self._buffer + data if self._buffer else data
        if not self._wanted:
            end = self._buffer.find(END_OF_HEAD)
            if end < 0:
                return
            head = self._buffer[:end].lower()
            start = head.find(LENGTH) + len(LENGTH)
            self._wanted = end + len(END_OF_HEAD) + int(head[start:].split(b"\r", 1)[0])
        if len(self._buffer) >= self._wanted:
            self._note()
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell that nothing more comes."""
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("The server has ended the connection."))

    def _note(self) -> None:
        at = perf_counter()
        if self._buffer.startswith(self._expected):
            self._log.append((at, at - self._sent_at))
        else:
            self.refused += 1
            self.example = self._buffer
        self._buffer, self._wanted = b"", 0

    def _send(self) -> None:
        self._sent_at = perf_counter()
        request = next(self._requests, None) if self._sent_at < self.until or not self.until else None
        if request is None:
            self.done.set_result(None)
            self._transport.close()
        else:
            self._transport.write(request)


def whole(head: str, body: str) -> bytes:
    """Return a request as it goes over the wire."""
    length = f"Content-Length: {len(body.encode())}\r\nContent-Type: application/json\r\n" if body else ""
    return f"{head}{length}\r\n{body}".encode()


async def run(load: Load) -> Measurement:
    """Send everything, and count what was answered after the warm-up."""
    requests = [whole(head, body) for head, body in zip(load.heads, load.bodies, strict=True)]
    source = cycle(requests) if load.repeats else iter(requests)
    log: list[tuple[float, float]] = []
    began = perf_counter()
    clients = [Client(source, load, log) for _ in range(load.connections)]
    for client in clients:
        client.until = began + load.warm_up_seconds + load.seconds
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(loop.create_connection(lambda c=client: c, "127.0.0.1", load.port) for client in clients))
    await asyncio.gather(*(client.done for client in clients))
    return measurement(log, clients, counted_from=began + load.warm_up_seconds)


def measurement(log: list[tuple[float, float]], clients: list[Client], *, counted_from: float) -> Measurement:
    """Return the figures of what was answered after the warm-up."""
    counted = [(at, seconds) for at, seconds in log if at >= counted_from]
    times = sorted(seconds for _, seconds in counted) or [0.0]
    lasted = max((at for at, _ in counted), default=counted_from) - counted_from
    return Measurement(
        sent=len(log),
        requests=len(counted),
        refused=sum(client.refused for client in clients),
        seconds=lasted,
        p50_ms=_share(times, 0.50) * 1000,
        p95_ms=_share(times, 0.95) * 1000,
        p99_ms=_share(times, 0.99) * 1000,
        example=next((client.example for client in clients if client.example), b"").decode(errors="replace"),
    )


def _share(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def main() -> None:
    """Measure what standard input says."""
    load = msgspec.json.decode(sys.stdin.buffer.read(), type=Load)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(run(load))))


if __name__ == "__main__":
    main()
