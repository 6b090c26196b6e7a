"""Plugins that are installed for one test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from installed_plugins import Installer, installing_into

Command = Callable[..., Result]


@pytest.fixture
def installer(tmp_path: Path) -> Iterator[Installer]:
    """Return what installs plugins; they are gone after the test."""
    with installing_into(tmp_path / "packages") as installer:
        yield installer


@pytest.fixture
def allowed(installer: Installer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what lets the settings name plugins, and no others."""
    del installer

    def allow(*names: str) -> None:
        monkeypatch.setenv("WELLKEPT_PLUGINS", ",".join(names))

    return allow
