"""Real processes of the command line on one data folder and one database, to be stopped and killed."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import httpx

from api import Api
from wellkept.platform.storage.engines import engine_for
from wellkept_sdk.db.database import Row

KEY = "wk_" + "5e" * 32
COMMAND_LINE = ("-m", "wellkept")
HOST = "127.0.0.1"
START_SECONDS_MAX = 40.0
STOP_SECONDS_MAX = 30.0
PAUSE_SECONDS = 0.05
CALL_SECONDS_MAX = 40.0
SHOWN_LINES = 30
WORKER_READY = "worker_started"


async def until(is_so: Callable[[], Awaitable[object]], *, seconds_max: float) -> None:
    """Ask again and again until something is so; it is another process that makes it so."""
    async with asyncio.timeout(seconds_max):
        while not await is_so():  # noqa: ASYNC110 - no event reaches us from another process
            await asyncio.sleep(PAUSE_SECONDS)


class Server:
    """One process: of `run` or `serve` with an address, of `worker` or `migrate` without; its output is a file."""

    def __init__(self, command: Sequence[str], *, environ: dict[str, str], folder: Path, port: int | None) -> None:
        """Start it."""
        self.address = f"http://{HOST}:{port}"
        self.has_address = port is not None
        self._file = folder / f"{len(list(folder.glob('*.out'))):03}-{command[-1]}.out"
        with self._file.open("wb") as out:
            self._process = subprocess.Popen(  # noqa: S603 - our own command line
                [sys.executable, *command], cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    @property
    def output(self) -> str:
        """Return what the process has said so far."""
        return self._file.read_text(encoding="utf-8", errors="replace")

    @property
    def exit_code(self) -> int | None:
        """Return how it ended; None while it lives."""
        return self._process.poll()

    async def ready(self) -> "Server":
        """Wait until it answers, or works, and return it."""
        async with httpx.AsyncClient(trust_env=False) as http:
            await until(lambda: self._is_ready(http), seconds_max=START_SECONDS_MAX)
        return self

    async def ended(self, *, seconds_max: float = STOP_SECONDS_MAX) -> int:
        """Wait until it has ended by itself and return its exit code."""

        async def has_ended() -> bool:
            return self.exit_code is not None

        await until(has_ended, seconds_max=seconds_max)
        assert self.exit_code is not None
        return self.exit_code

    def told_to_stop(self) -> None:
        """Send SIGTERM."""
        self._process.send_signal(signal.SIGTERM)

    async def stopped(self) -> int:
        """Send SIGTERM and return the exit code."""
        self.told_to_stop()
        return await self.ended()

    def kill(self) -> None:
        """Send SIGKILL and wait for the end, which nothing can delay."""
        self._process.kill()
        self._process.wait()

    async def _is_ready(self, http: httpx.AsyncClient) -> bool:
        assert self.exit_code is None, f"ended with {self.exit_code} instead of starting:\n{self.output}"
        if not self.has_address:
            return WORKER_READY in self.output
        try:
            return (await http.get(f"{self.address}/health/ready")).status_code == 200
        except httpx.TransportError:
            return False


class Deployment:
    """A data folder with a database, and the processes that were started on it."""

    def __init__(self, folder: Path, *, database_url: str) -> None:
        """Start nothing yet."""
        self.folder = folder
        self.database_url = database_url
        self.is_sqlite = database_url.startswith("sqlite")
        #: How the command line is started; a test may name a script that adds something to it.
        self.command_line: Sequence[str] = COMMAND_LINE
        self._servers: list[Server] = []

    def start(self, command: str, *, port: int | None = None, **settings: object) -> Server:
        """Start a command without waiting for anything; `run` and `serve` get a port of their own."""
        if command in {"run", "serve"}:
            port = port or free_port()
        given: dict[str, object] = {**({"port": port} if port else {}), **settings}
        # A line for each request would cost the machine more than the requests; the worker says when it is ready.
        given.setdefault("log_level", "info" if command == "worker" else "warning")
        environ = self._environ(**given)
        server = Server([*self.command_line, command], environ=environ, folder=self.folder, port=port)
        self._servers.append(server)
        return server

    async def restarted(self, server: Server, command: str) -> Server:
        """Start the same command at the same address again and wait until it is ready."""
        port = int(server.address.rpartition(":")[2]) if server.has_address else None
        return await self.start(command, port=port).ready()

    async def migrated(self) -> "Deployment":
        """Bring the database up to date and return this deployment."""
        migrating = self.start("migrate")
        assert await migrating.ended() == 0, migrating.output
        return self

    async def fetch(self, sql: str) -> list[Row]:
        """Run a statement on a connection of the test's own."""
        engine = engine_for(self.database_url)
        await engine.open()
        try:
            return await engine.fetch(sql)
        finally:
            await engine.close()

    def end(self) -> None:
        """Kill what still lives and show what everything has said, which pytest prints if the test has failed."""
        for server in self._servers:
            server.kill()
            lines = server.output.splitlines()
            sys.stdout.write(
                "\n".join([f"--- {server.address}, exit code {server.exit_code}", *lines[-SHOWN_LINES:], ""])
            )

    def said(self) -> str:
        """Return the output of all processes."""
        return "\n".join(server.output for server in self._servers)

    def _environ(self, **settings: object) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("WELLKEPT_")}
        ours = {
            "database_url": self.database_url,
            "data_dir": self.folder / "data",
            "host": HOST,
            "bootstrap_api_key": KEY,
            **settings,
        }
        return {**inherited, **{f"WELLKEPT_{name.upper()}": str(value) for name, value in ours.items()}}


def client(server: Server, *, key: str = KEY) -> Api:
    """Return a client of a running server; close it with `await api.http.aclose()`."""
    headers = {"Authorization": f"Bearer {key}"}
    http = httpx.AsyncClient(base_url=server.address, headers=headers, timeout=CALL_SECONDS_MAX, trust_env=False)
    return Api(http, key=key)


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
