"""`wellkept <plugin> <command>`."""

from collections.abc import Callable
from functools import partial

import pytest
from click.testing import Result

from installed_plugins import Installer

Command = Callable[..., Result]
Allow = Callable[..., None]


@pytest.fixture
def ready(command: Command, blank_url: str, installer: Installer, allowed: Allow) -> Command:
    """Return what runs commands where the plugin is active and its tables are there."""
    installer.shelves()
    allowed("shelves")

    run = partial(command, database_url=blank_url)
    run("migrate")
    return run


class TestOwnCommands:
    def test_run_with_a_context_and_what_was_typed(self, ready: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WELLKEPT_SHELVES_ROOM", "cellar")

        result = ready("shelves", "count", "north")

        assert result.stdout == "0 in the cellar, asked by system\n"
        assert result.exit_code == 1

    def test_are_listed_by_the_help_of_their_plugin(self, ready: Command) -> None:
        result = ready("shelves", "--help")

        assert result.exit_code == 0
        assert "count  Count shelves." in result.output

    def test_need_the_tables(self, command: Command, database_url: str, installer: Installer, allowed: Allow) -> None:
        installer.shelves()
        allowed("shelves")

        result = command("shelves", "count", "north", database_url=database_url)

        assert result.exit_code == 1
        assert "run `wellkept migrate` first" in result.stderr

    def test_are_refused_with_the_reason_where_the_plugin_is_not_active(self, ready: Command, allowed: Allow) -> None:
        allowed()

        result = ready("shelves", "count", "north")

        assert result.exit_code == 1
        assert "The plugin shelves has no commands here, because it is disabled" in result.stderr

    def test_of_an_unknown_plugin_are_no_commands(self, ready: Command) -> None:
        result = ready("cellars", "count")

        assert result.exit_code == 2
        assert "No such command 'cellars'" in result.stderr
