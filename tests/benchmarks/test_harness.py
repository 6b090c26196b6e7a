"""The bench itself: a tiny run, without a look at any figure."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from surroundings import postgres_server

ROOT = Path(__file__).parents[2]
SERVERS = {"Wellkept", "Wellkept on SQLite", "hand-written", "FastAPI"}
CALLS = {"list", "get", "open", "transition"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a report that a short run has written."""
    pytest.importorskip("fastapi", reason="the extra `bench` is not installed")
    output = tmp_path_factory.mktemp("report")
    command = [sys.executable, "-m", "benchmarks", "--short", "--output", str(output), "--postgres", postgres_server()]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return output


@pytest.fixture(scope="module")
def report(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


class TestBench:
    def test_measures_every_call_of_every_server(self, report: dict[str, Any]) -> None:
        measured = {call: set(by_server) for call, by_server in report["figures"].items()}

        assert measured == dict.fromkeys(CALLS, SERVERS)

    def test_counts_statements_within_their_budgets(self, report: dict[str, Any]) -> None:
        assert report["statements"]["list"] == 2
        assert report["statements"]["open"] <= 12
        assert report["statements"]["transition"] <= 12

    def test_says_on_what_it_ran(self, report: dict[str, Any]) -> None:
        assert report["surroundings"].keys() >= {"processor", "Python", "PostgreSQL", "packages", "rounds"}

    def test_shows_people_the_same(self, folder: Path, report: dict[str, Any]) -> None:
        text = (folder / "REPORT.md").read_text(encoding="utf-8")

        assert all(budget["measured"] in text for budget in report["budgets"])
