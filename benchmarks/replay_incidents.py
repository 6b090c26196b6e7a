"""Import the incident log under promised times, and fold it again: `python -m benchmarks.replay_incidents`."""

import argparse
import asyncio
import json
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.databases import sqlite_url
from benchmarks.import_incidents import MAPPING, unpacked_log
from benchmarks.promising import ctx_of_sla, promising
from wellkept.app import Wellkept
from wellkept.imports.files import LocalFile, import_file
from wellkept_sdk.actor import SYSTEM
from wellkept_sla.service.replay import replay_all

_WITH_CLOCKS = "SELECT count(*) AS clocks, count(DISTINCT ticket_id) AS incidents FROM sla_clock"
_BREACHES = "SELECT count(*) AS breaches FROM sla_breach"


def main() -> None:
    """Print the figures, or a plain reason on standard error where the log is not on this machine."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replay_incidents", description=__doc__)
    parser.add_argument(
        "--brief", action="store_true", help="first and last row of each incident only, not folded again"
    )
    given = parser.parse_args()
    with unpacked_log() as (log, expected):
        if given.brief:
            _shorten(log)
        print(json.dumps(asyncio.run(_measured(log, incidents=expected["incidents"], replays=not given.brief))))


def _shorten(log: Path) -> None:
    """Leave of each incident its first row and its last."""
    head, *lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
    first, last = dict[str, str](), dict[str, str]()
    for line in lines:
        incident = line.partition(",")[0]
        first.setdefault(incident, line)
        last[incident] = line
    kept = [line for incident in first for line in dict.fromkeys((first[incident], last[incident]))]
    log.write_text("".join([head, *kept]), encoding="utf-8")


async def _measured(log: Path, *, incidents: int, replays: bool) -> dict[str, Any]:
    async with promising(sqlite_url(log.parent), folder=log.parent) as app:
        began = perf_counter()
        await import_file(LocalFile(path=log, mapping_path=MAPPING), actor=SYSTEM, settings=app.settings)
        imported = perf_counter()
        replayed, different = await _replayed(app) if replays else (incidents, 0)
        ended = perf_counter()
        [clocks], [breaches] = await app.database.fetch(_WITH_CLOCKS), await app.database.fetch(_BREACHES)
    return {
        "import_seconds": imported - began,
        "replay_seconds": ended - imported,
        "different": different,
        "all_have_clocks": clocks["incidents"] == replayed == incidents,
        **clocks,
        **breaches,
    }


async def _replayed(app: Wellkept) -> tuple[int, int]:
    """Return how many tickets were folded again, and how many stood there otherwise."""
    seen = different = 0
    async for each in replay_all(ctx_of_sla(app), number=None, applies=False):
        seen += 1
        different += bool(each.found)
    return seen, different


if __name__ == "__main__":
    main()
