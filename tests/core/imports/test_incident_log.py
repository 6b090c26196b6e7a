"""The whole ServiceNow incident log of the real data: every count that can be taken from the file comes out again."""

import json
import shutil
import subprocess
from collections import Counter, defaultdict
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest

from api import Api
from import_files import Importer, counts
from surroundings import absent, real_data
from wellkept.platform.storage.engines import database

Json = dict[str, Any]
MAPPING = Path(__file__).parents[3] / "examples" / "mappings" / "servicenow_incidents.toml"
CONTACT_TYPES = {
    "phone": "Phone",
    "portal": "Self service",
    "email": "Email",
    "ivr": "IVR",
    "direct": "Direct opening",
}


@pytest.fixture(scope="session")
def expected() -> Json:
    return json.loads(real_data("incidents_uci/facts.json").read_text())


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the log; its packing is not one that we read."""
    packed = real_data("incidents_uci/incident_event_log.csv.zst")
    unpack = shutil.which("zstd")
    if unpack is None:
        absent("the log is packed with zstd, which is not on this machine", unless="WELLKEPT_REQUIRE_DATA")
    path = tmp_path_factory.mktemp("log") / "incident_event_log.csv"
    with path.open("wb") as file:
        subprocess.run([unpack, "-dc", str(packed)], stdout=file, check=True)  # noqa: S603 - our own arguments
    return path


@pytest.mark.slow
@pytest.mark.unmeasured
async def test_comes_out_as_it_went_in(log: Path, expected: Json, importer: Importer, admin: Api) -> None:
    mapping = MAPPING.read_text()

    first = await importer.run(log, mapping)
    again = await importer.run(log, mapping)

    assert first.rows_done == expected["rows"]
    assert counts(first) == (expected["incidents"], 0, 0, 0)
    assert counts(again) == (0, 0, expected["incidents"], 0)
    tickets = await admin.all_items("/v1/tickets", limit=200)
    found = {**of_tickets(tickets), **await of_rows(tickets)}
    assert found == {name: expected[name] for name in found}


def of_tickets(tickets: list[Json]) -> Json:
    """Return the counts of incidents, as the API tells them."""
    reported = sorted(ticket["reported_at"] for ticket in tickets)
    hours = [_hours(ticket) for ticket in tickets]
    return {
        "incidents": len(tickets),
        "last_state": {ticket["status"].title(): len(tickets) for ticket in tickets},
        "incidents_reopened": sum(ticket["reopen_count"] > 0 for ticket in tickets),
        "max_reopen_count": max(ticket["reopen_count"] for ticket in tickets),
        "max_reassignment_count": max(ticket["handover_count"] for ticket in tickets),
        "opened_min": _stamp(reported[0]),
        "opened_max": _stamp(reported[-1]),
        "closed_max": _stamp(max(ticket["closed_at"] for ticket in tickets)),
        "resolved_missing": sum(ticket["resolved_at"] is None for ticket in tickets),
        "median_hours_open_to_close": round(median(hours), 3),
        "mean_hours_open_to_close": round(mean(hours), 3),
        "closed_before_opened": sum(ticket["closed_at"] < ticket["reported_at"] for ticket in tickets),
        "incidents_by_priority_last": Counter(ticket["metadata"]["priority"] for ticket in tickets),
        "last_event_made_sla": Counter(ticket["metadata"]["made_sla"] for ticket in tickets),
    }


async def of_rows(tickets: list[Json]) -> Json:
    """Return the counts of the log's rows, read backwards from the last values through the changes of the history."""
    priority = {ticket["id"]: ticket["metadata"]["priority"] for ticket in tickets}
    channel = {ticket["id"]: ticket["channel"] for ticket in tickets}
    states: dict[tuple[str, int], str] = {}
    priorities: dict[tuple[str, int], str] = {}
    channels: dict[tuple[str, int], str] = {}
    first_states: dict[str, str] = {}
    moves: Counter[str] = Counter()
    for ticket_id, facts in (await _histories()).items():
        moves.update(_moves(facts))
        for data in reversed(facts):
            row = (ticket_id, data["source_row"])
            states[row] = first_states[ticket_id] = data["source_state"]
            priorities.setdefault(row, priority[ticket_id])
            channels.setdefault(row, channel[ticket_id])
            priority[ticket_id] = data.get("metadata.priority", {"before": priority[ticket_id]})["before"]
            if isinstance(data.get("channel"), dict):
                channel[ticket_id] = data["channel"]["before"]
    return {
        "rows": len(states),
        "incident_state": Counter(states.values()),
        "state_transitions_top": dict(moves.most_common(25)),
        "first_state": Counter(first_states.values()),
        "priority_events": Counter(priorities.values()),
        "contact_type": Counter(CONTACT_TYPES[name] for name in channels.values()),
    }


def _moves(facts: list[Json]) -> list[str]:
    told = [data["source_state"] for data in facts]
    return [f"{before} -> {after}" for before, after in pairwise(told) if before != after]


async def _histories() -> dict[str, list[Json]]:
    rows = await database().fetch("SELECT ticket_id, data FROM ticket_fact ORDER BY ticket_id, position")
    histories: dict[str, list[Json]] = defaultdict(list)
    for row in rows:
        histories[str(row["ticket_id"])].append(row["data"])
    return histories


def _hours(ticket: Json) -> float:
    return (_moment(ticket["closed_at"]) - _moment(ticket["reported_at"])).total_seconds() / 3600


def _stamp(text: str) -> str:
    return _moment(text).strftime("%Y-%m-%d %H:%M:%S")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
