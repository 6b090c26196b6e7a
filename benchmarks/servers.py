"""Servers under test: each a process of its own, as it runs in production with one worker."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter, sleep

from msgspec import Struct

START_SECONDS_MAX = 30.0
STOP_SECONDS_MAX = 15.0
POLL_SECONDS = 0.005
CORES_TO_SHARE = 2
OK = 200

ROOT = Path(__file__).parents[1]
#: The key is no secret: it opens a database that lives as long as one bench.
KEY = "wk_" + "b" * 64

UVICORN = ("-m", "uvicorn", "--loop", "uvloop", "--http", "httptools", "--workers", "1", "--no-access-log")


class Contender(Struct, frozen=True, kw_only=True):
    """
    A server to measure.

    Args:
        name: as the report shows it.
        arguments: of the Python interpreter; the port is added.
        headers: what every request needs.
        environ: what the process finds in its environment, `{port}` standing for the port.
    """

    name: str
    arguments: tuple[str, ...]
    headers: str = ""
    environ: dict[str, str]


class Server:
    """A running contender."""

    def __init__(self, contender: Contender, process: "subprocess.Popen[bytes]", port: int, started: float) -> None:
        """Know the process; `started` is how many seconds it took to answer."""
        self.contender = contender
        self.process = process
        self.port = port
        self.start_seconds = started

    def cpu_seconds(self) -> float:
        """Return the processor time that the process has used; 0 where the system does not tell."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return 0.0
        fields = stat.read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_mebibytes(self) -> float | None:
        """Return the memory that the process holds now, where the system tells."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return None
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024


def wellkept(name: str, *, database_url: str, data_dir: Path, plugins: str = "") -> Contender:
    """Return our own server, as `wellkept serve` starts it; without plugins the core alone, as the references are."""
    return Contender(
        name=name,
        arguments=("-m", "wellkept", "serve"),
        headers=f"Authorization: Bearer {KEY}\r\n",
        environ={
            "WELLKEPT_DATABASE_URL": database_url,
            "WELLKEPT_DATA_DIR": str(data_dir),
            "WELLKEPT_BOOTSTRAP_API_KEY": KEY,
            "WELLKEPT_LOG_LEVEL": "warning",
            "WELLKEPT_PLUGINS": plugins,
            "WELLKEPT_PORT": "{port}",
        },
    )


def reference(name: str, *, module: str, database_url: str) -> Contender:
    """Return one of the servers that ours is compared with."""
    return Contender(
        name=name,
        arguments=(*UVICORN, f"benchmarks.references.{module}:app", "--port", "{port}"),
        environ={"BENCH_POSTGRES_URL": database_url},
    )


@contextmanager
def running(contender: Contender) -> Generator[Server]:
    """
    Start a server, wait until it answers, and stop it at the end.

    Raises:
        RuntimeError: it ended, or did not answer in time; with what it wrote.
    """
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("WELLKEPT_")}
    environ |= {name: value.replace("{port}", str(port)) for name, value in contender.environ.items()}
    arguments = [argument.replace("{port}", str(port)) for argument in contender.arguments]
    with tempfile.TemporaryFile() as output:
        began = perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own servers
            [sys.executable, *arguments], cwd=ROOT, env=environ, stdout=output, stderr=output
        )
        try:
            if not _answers(process, port):
                output.seek(0)
                raise RuntimeError(f"{contender.name} does not start:\n{output.read().decode(errors='replace')}")
            server = Server(contender, process, port, perf_counter() - began)
            pin(process.pid, core=0)
            yield server
        finally:
            _stop(process)


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pin(pid: int, *, core: int) -> None:
    """Keep a process on one core, so that server and load generator do not push each other around."""
    if not hasattr(os, "sched_setaffinity"):
        return
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) >= CORES_TO_SHARE:
        os.sched_setaffinity(pid, {cores[core]})


def _answers(process: "subprocess.Popen[bytes]", port: int) -> bool:
    deadline = perf_counter() + START_SECONDS_MAX
    while perf_counter() < deadline and process.poll() is None:
        if _is_live(port):
            return True
        sleep(POLL_SECONDS)
    return False


def _is_live(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS_MAX)
    try:
        connection.request("GET", "/health/live")
    except OSError:
        return False
    else:
        return connection.getresponse().status == OK
    finally:
        connection.close()


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
