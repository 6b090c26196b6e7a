"""Import the incident log into a new SQLite file and print the figures: `python -m benchmarks.import_incidents`."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from wellkept.imports.files import LocalFile, import_file
from wellkept.imports.schemas import ImportRunRead
from wellkept.platform.migrations.apps import core_app
from wellkept.platform.migrations.files import files_of
from wellkept.platform.migrations.runner import create_all, migrate
from wellkept.platform.settings import Settings
from wellkept.platform.storage.engines import SqliteEngine, bind, database
from wellkept_sdk.actor import SYSTEM

ROOT = Path(__file__).parents[1]
DATA_FOLDER = ROOT.parent / "shared" / "data"
MAPPING = ROOT / "examples" / "mappings" / "servicenow_incidents.toml"
LOG, FACTS = "incidents_uci/incident_event_log.csv.zst", "incidents_uci/facts.json"

_TICKETS = """
SELECT count(*) AS incidents, sum(reopen_count > 0) AS incidents_reopened, max(reopen_count) AS max_reopen_count,
    max(handover_count) AS max_reassignment_count, sum(resolved_at IS NULL) AS resolved_missing,
    sum(closed_at < reported_at) AS closed_before_opened,
    substr(min(reported_at), 1, 19) AS opened_min, substr(max(reported_at), 1, 19) AS opened_max,
    substr(max(closed_at), 1, 19) AS closed_max
FROM ticket
"""
_PRIORITIES = "SELECT metadata ->> 'priority' AS name, count(*) AS count FROM ticket GROUP BY 1"
# One row of the log may leave several facts, so rows are counted, not facts.
_STATES = """
SELECT name, count(*) AS count
FROM (SELECT DISTINCT ticket_id, data ->> 'source_row', data ->> 'source_state' AS name FROM ticket_fact) GROUP BY 1
"""


def main() -> None:
    """Print the figures, or a plain reason on standard error where the log is not on this machine."""
    with unpacked_log() as (log, expected):
        print(json.dumps(asyncio.run(_measured(log, expected))))


@contextmanager
def unpacked_log() -> Generator[tuple[Path, dict[str, Any]]]:
    """Give the log in a folder of its own, and what is known of it; end the program where there is none."""
    folder = Path(os.environ.get("WELLKEPT_TEST_DATA") or DATA_FOLDER)
    unpack = shutil.which("zstd")
    if not (folder / LOG).exists() or unpack is None:
        sys.exit("The incident log, or zstd to unpack it, is not on this machine.")
    expected = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    with TemporaryDirectory() as scratch:
        log = Path(scratch) / "incident_event_log.csv"
        with log.open("wb") as file:
            subprocess.run([unpack, "-dc", str(folder / LOG)], stdout=file, check=True)  # noqa: S603 - our own arguments
        yield log, expected


async def _measured(log: Path, expected: dict[str, Any]) -> dict[str, Any]:
    engine = SqliteEngine(log.with_name("bench.sqlite"))
    await engine.open()
    bind(engine)
    try:
        app = core_app()
        await (migrate(engine, [app]) if files_of(app) else create_all(engine, [app]))
        seconds, first = await _timed(log)
        again_seconds, again = await _timed(log)
        found = {"rows": first.rows_done, **await _counts()}
    finally:
        await engine.close()
    wrong = {name: [value, expected[name]] for name, value in found.items() if value != expected[name]}
    return {
        "seconds": round(seconds, 1),
        "again_seconds": round(again_seconds, 1),
        "incidents": found["incidents"],
        "events": found["rows"],
        "created": first.created,
        "created_again": again.created,
        "counts_right": not wrong and again.created == 0 and again.unchanged == expected["incidents"],
        "wrong": wrong,
    }


async def _timed(log: Path) -> tuple[float, ImportRunRead]:
    began = perf_counter()
    settings = Settings(data_dir=str(log.parent))
    run = await import_file(LocalFile(path=log, mapping_path=MAPPING), actor=SYSTEM, settings=settings)
    return perf_counter() - began, run


async def _counts() -> dict[str, Any]:
    [tickets] = await database().fetch(_TICKETS)
    return {
        **tickets,
        "incidents_by_priority_last": await _by_name(_PRIORITIES),
        "incident_state": await _by_name(_STATES),
    }


async def _by_name(sql: str) -> dict[str, int]:
    return {row["name"]: row["count"] for row in await database().fetch(sql)}


if __name__ == "__main__":
    main()
