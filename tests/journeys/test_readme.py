"""The README, followed literally by somebody who copies and pastes."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from terminal import printed_by
from wellkept.imports.rules.mapping import read_mapping

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
IMPORT_GUIDE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
SHELL = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TESTED = re.compile(r"^<!-- tested -->\n```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAPPING = re.compile(r"^```toml\n(kind = .*?)^```$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"`make ([a-z]+)`")
PLACE = re.compile(r"`((?:docs|examples)/[^`]+)`")
#: What cannot be done in a test: it would install, test again, or need the machines of a production.
UNTESTED = ("make run\n", "export KEY=", "make test\n", "python3 -m venv", "export WELLKEPT_DATABASE_URL=")
SECONDS_MAX = 120
PLUGINS = [
    *("calendars", "consignment", "costs", "inventory", "knowledge", "liability", "parties", "sla", "stations"),
    "survey",
]
CHANGED = [
    *("core", "knowledge", "inventory", "sla", "stations"),
    *("core", "knowledge", "inventory", "consignment", "sla", "stations", "costs", "liability", "survey"),
]
CLOCKS = {"resolution": "paused", "response": "running", "triage": "met"}
PLANS = ["基础服务 / Basic service", "全面维保 / Comprehensive service", "重点保障 / Guarded operation", "Default"]


class TestReadme:
    def test_leaves_only_installing_and_production_untested(self) -> None:
        tested = TESTED.findall(README)

        untested = [block for block in SHELL.findall(README) if block not in tested]

        assert len(untested) == len(UNTESTED)
        assert [block for block, begins in zip(untested, UNTESTED, strict=True) if not block.startswith(begins)] == []

    def test_names_targets_that_exist(self) -> None:
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

        assert [name for name in TARGET.findall(README) if f"\n{name}:" not in makefile] == []

    def test_leads_to_files_that_exist(self) -> None:
        assert [place for place in PLACE.findall(README) if not (ROOT / place).is_file()] == []


class TestImportGuide:
    def test_shows_a_mapping_that_can_be_used(self) -> None:
        mappings = [read_mapping(text) for text in MAPPING.findall(IMPORT_GUIDE)]

        assert [mapping.kind for mapping in mappings] == ["tickets", "equipment"]


class TestNewcomer:
    @pytest.fixture
    def outputs(self, second_terminal: dict[str, str], tmp_path: Path) -> list[str]:
        """What each block of the README prints."""
        return printed_by(TESTED.findall(README), folder=tmp_path, environ=second_terminal, seconds_max=SECONDS_MAX)

    def test_gets_what_the_readme_promises(self, outputs: list[str]) -> None:
        first_call, _, _, _, actions, *steps, history, events, own_rows, agreed, why, previews, _ = outputs[:-7]
        clocks, explained, calculated, closing, begun, imported = outputs[-6:]

        assert len(items(first_call)) == 3
        assert len(json.loads(actions)["actions"]) == 13
        assert [word for step in steps for word in step.split() if not is_id(word)] == [
            "triaged",
            "assigned",
            "in_progress",
            "resolved",
            "confirmed",
            "closed",
        ]
        actions_done = [fact["action"] for fact in items(history) if fact["kind"] == "transition"]
        assert actions_done == ["triage", "assign", "start", "resolve", "confirm", "close"]
        assert [fact["on_behalf_of"] for fact in items(history) if fact["action"] == "confirm"] == ["Ada Berg"]
        assert items(events)[0]["type"] == "tickets.ticket.opened"
        assert [ticket["title"] for ticket in items(own_rows)] == ["Pump trips after ten minutes"]
        assert [[item["name"] for item in answer["items"]] for answer in documents(agreed)] == [PLUGINS, PLANS]
        assert documents(why)[0]["chosen"]["contract_number"] == "HT-XY-2025-11"
        assert [change["plugin"] for answer in documents(previews) for change in answer["changes"]] == CHANGED
        assert {clock["code"]: clock["state"] for clock in items(clocks)} == CLOCKS
        assert json.loads(explained)["holder"] == "customer"
        assert json.loads(calculated)["results"] == [{"at": "2026-02-14T03:30:00Z", "provisional": False}]
        assert [day["on"] for day in json.loads(closing)["changed_days"]] == ["2026-12-01"]
        assert [impact["plugin"] for impact in json.loads(closing)["impacts"]] == ["sla"]
        assert "spare_keys" in begun
        assert imported.count("2 created") == 2
        assert "304 tickets written" in imported


def items(output: str) -> list[dict[str, Any]]:
    return json.loads(output)["items"]


def documents(output: str) -> list[dict[str, Any]]:
    """Return the documents that were shown one after the other."""
    return [json.loads(text) for text in re.split(r"(?<=^})\n(?=^{)", output, flags=re.MULTILINE)]


def is_id(word: str) -> bool:
    return word.count("-") == 4
