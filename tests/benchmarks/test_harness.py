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


@pytest.mark.slow
@pytest.mark.unmeasured
class TestBench:
    def test_measures_every_call_of_every_server(self, report: dict[str, Any]) -> None:
        measured = {call: set(by_server) for call, by_server in report["figures"].items()}

        assert measured == dict.fromkeys(CALLS, SERVERS)

    def test_counts_statements_within_their_budgets(self, report: dict[str, Any]) -> None:
        assert report["statements"]["list"] == 2
        assert report["statements"]["open"] <= 12
        assert report["statements"]["transition"] <= 12

    def test_opens_tickets_of_every_contract_with_equally_many_statements(self, report: dict[str, Any]) -> None:
        figures = report["activations"]

        assert (figures["plans"], figures["contracts"]) == (10, 1000)
        assert len(set(figures["statements_of_open"])) == 1
        assert figures["statements_of_open"][0] <= 12

    def test_adds_working_time_as_a_plain_walk_does(self, report: dict[str, Any]) -> None:
        figures = report["calendars"]

        assert figures["seed"] == 20_260_213
        assert len(figures["adds_per_second"]) == len(figures["walks_per_second"]) == 1

    def test_sweeps_with_as_many_statements_among_many_open_clocks_as_among_few(self, report: dict[str, Any]) -> None:
        sweeps = {figures["database"]: figures for figures in report["sweeps"]}

        assert set(sweeps) == {"SQLite", "PostgreSQL"}
        for figures in sweeps.values():
            assert (figures["few"]["open_clocks"], figures["many"]["open_clocks"]) == (40, 4_000)
            assert figures["few"]["statements"] == figures["many"]["statements"]

    def test_lists_tickets_for_a_partner_with_as_many_statements_as_for_staff(self, report: dict[str, Any]) -> None:
        lists = {figures["database"]: figures for figures in report["partners"]}

        assert set(lists) == {"SQLite", "PostgreSQL"}
        for figures in lists.values():
            assert (figures["tickets"], figures["involvements"]) == (2_000, 100)
            assert {caller: len(found) for caller, found in figures["figures"].items()} == {"staff": 1, "partner": 1}
            assert figures["statements"] == {"staff": 2, "partner": 2}

    def test_folds_a_ticket_of_four_clocks(self, report: dict[str, Any]) -> None:
        assert (report["sla"]["facts"], report["sla"]["clocks"]) == (20, 4)

    def test_issues_stock_on_both_databases_and_by_hand(self, report: dict[str, Any]) -> None:
        issues = {figures["database"]: figures for figures in report["stock"]["issues"]}

        assert {name: set(figures["figures"]["one key"]) for name, figures in issues.items()} == {
            "SQLite": {"SQLite"},
            "PostgreSQL": {"PostgreSQL", "UPDATE + INSERT"},
        }
        for figures in issues.values():
            assert set(figures["figures"]) == {"one key", "1,000 keys", "one key of a supplier"}
        assert issues["SQLite"]["statements"] == issues["PostgreSQL"]["statements"]

    def test_asks_ledgers_of_few_and_of_many_moves(self, report: dict[str, Any]) -> None:
        ledgers = {ledger["database"]: ledger for ledger in report["stock"]["ledgers"]}

        assert set(ledgers) == {"SQLite", "PostgreSQL"}
        for ledger in ledgers.values():
            assert (ledger["few"], ledger["many"]) == (2_000, 4_000)
            assert {len(few) + len(many) for few, many in ledger["figures"].values()} == {2}

    def test_settles_with_as_many_statements_on_both_databases(self, report: dict[str, Any]) -> None:
        sqlite, postgres = report["stock"]["settlements"]

        assert sqlite["lines"] == postgres["lines"] == 400
        for call in ("drawing", "issuing", "reading", "answering"):
            assert set(sqlite[call]["statements"]) == set(postgres[call]["statements"])
        # Pages of two hundred.
        assert len(sqlite["answering"]["statements"]) == 2

    def test_replenishes_parts_of_which_nearly_nothing_is_left(self, report: dict[str, Any]) -> None:
        found = [(each["parts"], each["uses"], each["suggested"]) for each in report["stock"]["replenishments"]]

        assert found == [(20, 240, 10), (20, 240, 10)]

    def test_asks_who_should_go_and_plans_days(self, report: dict[str, Any]) -> None:
        asked = {each["database"]: each for each in report["stations"]["dispatch"]}

        assert set(asked) == {"SQLite", "PostgreSQL"}
        for each in asked.values():
            assert (each["engineers"], each["stations"], len(each["usual"]["seconds"])) == (1_200, 10, 2)
            assert set(each["usual"]["statements"]) == set(each["crowded"]["statements"])
        assert [(day["stops"], day["engineers"]) for day in report["stations"]["days"]] == [(10, 2), (10, 2)]

    def test_asks_customers_and_counts_their_answers(self, report: dict[str, Any]) -> None:
        asked = {each["database"]: each for each in report["surveys"]}

        assert set(asked) == {"SQLite", "PostgreSQL"}
        for each in asked.values():
            assert (each["confirmation"], each["answers"]) == (2, 500)
            assert (len(each["ours"]), len(each["by_hand"])) == (2, 2)

    def test_adds_and_settles_cost_lines(self, report: dict[str, Any]) -> None:
        sqlite, postgres = report["costs"]

        for each in (sqlite, postgres):
            assert (each["lines"], len(each["added_ms"]), each["include_statements"]) == (50, 1, 1)
        assert sqlite["drawing"]["statements"] == postgres["drawing"]["statements"]
        assert (sqlite["handwritten_ms"], len(postgres["handwritten_ms"])) == ([], 1)

    def test_charges_back_and_asks_what_is_covered(self, report: dict[str, Any]) -> None:
        found = {each["database"]: each for each in report["liability"]["databases"]}

        assert set(found) == {"SQLite", "PostgreSQL"}
        for each in found.values():
            assert (each["lines"], set(each["coverage"]["statements"])) == (50, {1})
            assert each["include_statements"] == 1

    def test_says_on_what_it_ran(self, report: dict[str, Any]) -> None:
        assert report["surroundings"].keys() >= {"processor", "Python", "PostgreSQL", "packages", "rounds"}

    def test_shows_people_the_same(self, folder: Path, report: dict[str, Any]) -> None:
        text = (folder / "REPORT.md").read_text(encoding="utf-8")

        assert all(budget["measured"] in text for budget in report["budgets"])

    def test_searches_articles_on_both_databases(self, report: dict[str, Any]) -> None:
        searches = {figures["database"]: figures for figures in report["knowledge"]["searches"]}

        assert set(searches) == {"SQLite", "PostgreSQL"}
        assert {figures["articles"] for figures in searches.values()} == {300}
        assert all(2 <= figures["statements"] <= 4 for figures in searches.values())
