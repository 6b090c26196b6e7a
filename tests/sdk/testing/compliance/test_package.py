import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module, invalidate_caches
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from wellkept_sdk.scaffold import package_of, write_project
from wellkept_sdk.testing import PluginCompliance
from wellkept_sdk.testing.compliance import package

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "packed"
    write_project("packed", folder, at=AT)
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
    invalidate_caches()
    return folder


@pytest.fixture
def suite(project: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name in [name for name in sys.modules if name.startswith(package_of("packed"))]:
        monkeypatch.delitem(sys.modules, name)
    plugin = import_module(f"{package_of('packed')}.plugin").PackedPlugin
    return type("Suite", (PluginCompliance,), {"plugin": plugin})()


class TestWheel:
    def test_is_not_built_without_its_builder(
        self, suite: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(package, "find_spec", absent)

        with pytest.raises(pytest.skip.Exception, match="hatchling is not installed"):
            suite.test_wheel_contains_everything(tmp_path)

    def test_with_everything_is_accepted(
        self, suite: Any, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pack(project, monkeypatch, leaving_out="nothing")

        suite.test_wheel_contains_everything(tmp_path / "wheels")

    def test_without_its_migrations_is_refused(
        self, suite: Any, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pack(project, monkeypatch, leaving_out="migrations")

        with pytest.raises(AssertionError, match=r"The wheel has no wellkept_packed/migrations/packed_2026"):
            suite.test_wheel_contains_everything(tmp_path / "wheels")


def pack(project: Path, monkeypatch: pytest.MonkeyPatch, *, leaving_out: str) -> None:
    """Let a stand-in of pip write the wheel, because the real builder may not be installed."""

    def run(command: Sequence[str], **options: Any) -> None:
        folder = Path(command[command.index("--wheel-dir") + 1])
        folder.mkdir()
        with ZipFile(folder / "wellkept_packed-0.1.0-py3-none-any.whl", "w") as wheel:
            for path in (project / package_of("packed")).rglob("*"):
                if leaving_out not in path.parts:
                    wheel.write(path, path.relative_to(project))

    monkeypatch.setattr(package, "find_spec", str)
    monkeypatch.setattr(subprocess, "run", run)


def absent(name: str) -> None:
    """Find no module."""
