"""On what a run was made: without this, figures mean nothing to anybody else."""

import asyncio
import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

from benchmarks.databases import documents
from benchmarks.plan import CONNECTIONS, Plan
from wellkept_sdk.now import now

PACKAGES = ("litestar", "msgspec", "piccolo", "asyncpg", "aiosqlite", "uvicorn", "uvloop", "httptools")
REFERENCE_PACKAGES = ("fastapi", "pydantic", "sqlalchemy")


def surroundings(plan: Plan) -> dict[str, str]:
    """Return the machine, the versions and the plan, as the report shows them."""
    return {
        "moment": f"{now():%Y-%m-%d %H:%M} UTC",
        "processor": f"{os.cpu_count()} cores, {_processor()}",
        "load of the machine before": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "system": platform.platform(terse=True),
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _postgres_version(plan.postgres_url),
        "packages": _versions(PACKAGES),
        "references": _versions(REFERENCE_PACKAGES),
        "servers": "uvicorn with uvloop and httptools, one worker, ten database connections, on the first core",
        "load generator": f"benchmarks/load.py, {CONNECTIONS} keep-alive connections, on the second core",
        "data": f"{plan.tickets:,} tickets",
        "rounds": f"{plan.rounds} of {plan.seconds:g} s for each call and server",
        "warm-up": f"{plan.warm_up_seconds:g} s before each",
    }


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _postgres_version(url: str | None) -> str:
    if url is None:
        return "none can be reached: no ratios"
    return str(asyncio.run(documents(url, "SELECT current_setting('server_version')"))[0]).partition(" ")[0]


def _versions(packages: tuple[str, ...]) -> str:
    return ", ".join(f"{package} {version(package)}" for package in packages)
