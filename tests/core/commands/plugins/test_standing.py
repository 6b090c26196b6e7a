"""Seeing which plugins there are, and what is wrong with them."""

import asyncio
from collections.abc import Callable
from functools import partial

import pytest
from click.testing import Result

from installed_plugins import SHELVES, Installer
from wellkept.platform.storage.engines import engine_for
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now

Command = Callable[..., Result]
Allow = Callable[..., None]

NOWHERE = "postgresql://127.0.0.1:1/wellkept"
OUTDATED = """
from wellkept_sdk.deprecation import report_usage

report_usage("the hook ticket_sold", plugin="shelves", version="1.2.0", replacement="ticket_opened", removal="2.0")
"""


@pytest.fixture
def ready(command: Command, blank_url: str, installer: Installer, allowed: Allow) -> Command:
    """Return what runs commands where one of two plugins is allowed and has its tables."""
    installer.shelves()
    installer.shelves_plus()
    allowed("shelves")

    run = partial(command, database_url=blank_url)
    run("migrate")
    return run


class TestList:
    def test_shows_every_plugin_with_what_became_of_it(self, ready: Command, blank_url: str) -> None:
        asyncio.run(fail_a_hook(blank_url))

        rows = shown(ready("plugins", "list"))

        assert rows["shelves"][1:7] == ["1.2.0", "shelves-plugin", "active", "contract", "optional", "1"]
        assert rows["shelves_plus"][3] == "disabled"

    def test_needs_no_database(self, ready: Command, command: Command) -> None:
        del ready

        rows = shown(command("plugins", "list", database_url=NOWHERE))

        assert rows["shelves"][3:7] == ["active", "contract", "optional", "?"]


class TestCheck:
    def test_finds_nothing_wrong_with_plugins_that_can_be_used(self, ready: Command) -> None:
        result = ready("plugins", "check")

        assert result.exit_code == 0, result.output
        assert "FAILED" not in result.stdout

    def test_finds_an_allowed_plugin_that_cannot_be_used(self, ready: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WELLKEPT_SHELVES_ROM", "cellar")
        monkeypatch.setenv("WELLKEPT_SHELVES_BOOKS_MAX", "many")

        result = ready("plugins", "check")

        assert result.exit_code == 1
        assert "shelves is settings_invalid" in result.stdout
        assert "rom is no setting; the nearest one is room." in result.stdout
        assert "books_max: Expected `int`, got `str`." in result.stdout

    def test_finds_an_allowed_plugin_that_is_not_installed(self, ready: Command, allowed: Allow) -> None:
        allowed("shelves", "cellars")

        result = ready("plugins", "check")

        assert result.exit_code == 1
        assert "cellars is unmet" in result.stdout

    def test_finds_one_without_which_nothing_starts(
        self, ready: Command, allowed: Allow, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        allowed()
        monkeypatch.setenv("WELLKEPT_MUST_LOAD", "shelves")

        result = ready("plugins", "check")

        assert result.exit_code == 1
        assert "shelves is disabled" in result.stdout

    def test_finds_tables_with_names_of_others(self, ready: Command, installer: Installer) -> None:
        installer.install("shelves", SHELVES.replace('"shelves_shelf"', '"shelf"'))

        result = ready("plugins", "check")

        assert result.exit_code == 1
        assert "The table shelf must be named shelves_…" in result.stdout


class TestDoctor:
    def test_finds_nothing_wrong_with_a_sound_deployment(self, ready: Command) -> None:
        result = ready("plugins", "doctor")

        assert result.exit_code == 0, result.output
        assert "FAILED" not in result.stdout

    def test_finds_hooks_that_failed(self, ready: Command, blank_url: str) -> None:
        asyncio.run(fail_a_hook(blank_url))

        result = ready("plugins", "doctor")

        assert result.exit_code == 1
        assert "shelves.ticket_opened failed 1 times within a day" in result.stdout

    def test_finds_what_a_plugin_without_code_left_behind(
        self, ready: Command, installer: Installer, allowed: Allow
    ) -> None:
        allowed()
        installer.remove("shelves_plus")
        installer.remove("shelves")

        result = ready("plugins", "doctor")

        assert result.exit_code == 1
        assert "of shelves, which is no longer installed, there is tables: shelves_book, shelves_shelf" in result.stdout

    def test_finds_migrations_that_have_not_run(self, ready: Command, allowed: Allow) -> None:
        allowed("shelves", "shelves_plus")

        result = ready("plugins", "doctor")

        assert result.exit_code == 1
        assert "1 have not run (shelves_plus_1_notes)" in result.stdout

    def test_finds_outdated_parts_of_the_sdk_in_use(self, ready: Command, installer: Installer) -> None:
        installer.install("shelves", SHELVES + OUTDATED)

        result = ready("plugins", "doctor")

        assert result.exit_code == 1
        assert "shelves 1.2.0 uses the hook ticket_sold, which API 2.0 no longer has." in result.stdout

    def test_says_plainly_that_the_database_is_away(self, ready: Command, command: Command) -> None:
        del ready

        result = command("plugins", "doctor", database_url=NOWHERE)

        assert result.exit_code == 1
        assert "PostgreSQL cannot be reached" in result.stdout


class TestDoctorOfTheWholeDeployment:
    def test_looks_at_the_plugins_too(self, ready: Command, blank_url: str) -> None:
        ready("users", "create", "admin@example.com", "--name", "Li Na", "--role", "admin")
        sound = ready("doctor")
        asyncio.run(fail_a_hook(blank_url))

        sick = ready("doctor")

        assert (sound.exit_code, sick.exit_code) == (0, 1), sound.output
        assert "1 active; `wellkept plugins list` shows all" in sound.stdout
        assert "shelves.ticket_opened failed 1 times" in sick.stdout

    def test_takes_no_offence_at_tables_of_a_plugin_that_is_switched_off(self, ready: Command, allowed: Allow) -> None:
        ready("users", "create", "admin@example.com", "--name", "Li Na", "--role", "admin")
        allowed()

        assert ready("doctor").exit_code == 0


async def fail_a_hook(url: str) -> None:
    """Record a failure of a plugin's hook."""
    engine = engine_for(url)
    await engine.open()
    try:
        await engine.execute(
            "INSERT INTO plugin_failure (id, plugin, hook, error, created_at) VALUES (?, 'shelves', ?, 'x', ?)",
            uuid7(),
            "ticket_opened",
            now(),
        )
    finally:
        await engine.close()


def shown(result: Result) -> dict[str, list[str]]:
    """Return the cells of a table's rows, by the first one."""
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in result.stdout.splitlines() if "│" in line]
    return {row[0]: row for row in rows}
