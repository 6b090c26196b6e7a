"""The command line, as people call it, on a database of either kind."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wellkept.cli import cli
from wellkept.platform.observability import logs
from wellkept.platform.settings import LogFormat, LogLevel

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return what runs `wellkept …`: `command("keys", "list", database_url=…)`."""
    # The log of the whole test run would change otherwise; `test_logs.py` tests it.
    monkeypatch.setattr(logs, "configure", untouched)
    monkeypatch.setenv("WELLKEPT_DATA_DIR", str(tmp_path / "data"))
    return partial(_run, monkeypatch)


@pytest.fixture
def on_database(command: Command, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return the same on an empty database with the schema of core, which has no plugins."""
    monkeypatch.setenv("WELLKEPT_PLUGINS", "")
    return partial(command, database_url=database_url)


def untouched(*, log_format: LogFormat, log_level: LogLevel) -> None:
    """Leave the log of this process as it is."""


def _run(monkeypatch: pytest.MonkeyPatch, *words: str, database_url: str | None = None) -> Result:
    if database_url is not None:
        monkeypatch.setenv("WELLKEPT_DATABASE_URL", database_url)
    return CliRunner().invoke(cli, list(words), catch_exceptions=False, terminal_width=120)
