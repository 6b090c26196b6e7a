"""The command itself: help, version, settings."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from wellkept import __version__
from wellkept.cli import cli

Command = Callable[..., Result]


class TestHelp:
    def test_tells_how_to_begin_and_what_exit_codes_mean(self, command: Command) -> None:
        result = command("--help")

        assert result.exit_code == 0
        assert "wellkept run --demo" in result.output
        assert "2 wrong use or wrong settings" in result.output

    @pytest.mark.parametrize("name", sorted(cli.commands))
    def test_is_there_for_every_command(self, command: Command, name: str) -> None:
        result = command(name, "-h")

        assert result.exit_code == 0
        assert f"Usage: cli {name}" in result.output

    def test_names_the_version(self, command: Command) -> None:
        assert command("--version").output == f"wellkept, version {__version__}\n"


class TestSettings:
    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("WELLKEPT_PROT", "1", "WELLKEPT_PROT is no setting; the nearest one is WELLKEPT_PORT."),
            ("WELLKEPT_PORT", "70000", "WELLKEPT_PORT: Expected `int` <= 65535"),
            ("WELLKEPT_DATABASE_URL", "mysql://db/wellkept", "WELLKEPT_DATABASE_URL: Expected `str` matching regex"),
            ("WELLKEPT_OIDC_ISSUER", "https://id.example.com", "oidc_issuer and oidc_audience belong together"),
        ],
    )
    def test_that_are_wrong_end_every_command_with_two(
        self, command: Command, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
    ) -> None:
        monkeypatch.setenv(name, value)

        result = command("migrate")

        assert result.exit_code == 2
        assert said in result.stderr

    def test_come_from_a_file_too(self, command: Command, tmp_path: Path) -> None:
        config = tmp_path / "wellkept.toml"
        config.write_text("prot = 1\n")

        result = command("--config", str(config), "migrate")

        assert result.exit_code == 2
        assert "prot is no setting; the nearest one is port." in result.stderr

    def test_that_no_file_holds_are_a_mistake(self, command: Command, tmp_path: Path) -> None:
        result = command("--config", str(tmp_path / "missing.toml"), "migrate")

        assert result.exit_code == 2
        assert "missing.toml cannot be read" in result.stderr
