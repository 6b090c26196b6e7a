"""What every command needs of the deployment."""

from collections.abc import Callable

import pytest
from click.testing import Result

Command = Callable[..., Result]
EVERY_KIND = [("keys", "list"), ("serve",), ("worker",)]


@pytest.mark.slow
class TestCommandOnDatabase:
    @pytest.mark.parametrize("words", EVERY_KIND)
    def test_asks_for_the_migrations_first(self, command: Command, blank_url: str, words: tuple[str, ...]) -> None:
        result = command(*words, database_url=blank_url)

        assert result.exit_code == 1
        assert result.stderr.startswith("Error: The database lacks")
        assert "run `wellkept migrate` first" in result.stderr

    @pytest.mark.parametrize("words", EVERY_KIND)
    def test_says_plainly_that_the_database_is_away(self, command: Command, words: tuple[str, ...]) -> None:
        result = command(*words, database_url="postgresql://127.0.0.1:1/wellkept")

        assert result.exit_code == 1
        assert "PostgreSQL cannot be reached" in result.stderr


class TestHostOf:
    @pytest.mark.parametrize("words", [("migrate",), ("run",), *EVERY_KIND])
    def test_ends_every_command_where_a_plugin_that_must_load_does_not(
        self, command: Command, blank_url: str, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
    ) -> None:
        monkeypatch.setenv("WELLKEPT_MUST_LOAD", "cellars")

        result = command(*words, database_url=blank_url)

        assert result.exit_code == 1
        assert "These plugins must be active, but are not:\ncellars is unmet: It is not installed." in result.stderr
