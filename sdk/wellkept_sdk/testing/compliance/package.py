"""Checks of the package: what it imports, and what its wheel contains."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from wellkept_sdk.services import ServiceKey
from wellkept_sdk.testing.compliance.subject import Subject, refuse

_BUILD_SECONDS_MAX = 300
_OURS = "wellkept"
_SDK = "wellkept_sdk"
_ASKING = {"service", "service_or_none"}
_FORBIDDEN_CALLS = {
    ("datetime", "now"): "take ctx.at, or call wellkept_sdk.now.now()",
    ("datetime", "utcnow"): "take ctx.at, or call wellkept_sdk.now.now()",
    ("date", "today"): "take ctx.at, or call wellkept_sdk.now.now()",
    ("time", "time"): "take ctx.at, or call wellkept_sdk.now.now()",
    ("asyncio", "create_task"): "write a reaction, a timer or a job",
    ("asyncio", "ensure_future"): "write a reaction, a timer or a job",
}


class PackageChecks(Subject):
    """The package stands on the SDK alone."""

    def test_source_imports_nothing_of_ours_but_the_sdk(self) -> None:
        """Read every import, those for the type checker too."""
        own = self.package.__name__
        for path, tree in self._sources():
            names = {name.partition(".")[0] for name in _imported(tree)}
            foreign = [name for name in names if name.startswith(_OURS) and name not in {own, _SDK}]
            refuse(f"{path} imports {name}." for name in foreign)

    def test_import_of_the_plugin_does_not_import_wellkept(self) -> None:
        """Import it in a process of its own, which also finds imports by name."""
        said = f"import sys, {self.package.__name__}; sys.exit({_OURS!r} in sys.modules)"
        path = f"import sys; sys.path.insert(0, {str(self.project_folder)!r}); "
        done = subprocess.run([sys.executable, "-c", path + said], capture_output=True, check=False, text=True)  # noqa: S603
        assert done.returncode == 0, f"wellkept was imported, or nothing could be: {done.stderr}"

    def test_source_reads_no_clock_and_starts_no_tasks(self) -> None:
        """Read every call."""
        for path, tree in self._sources():
            calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
            refuse(
                f"{path}:{call.lineno} calls {'.'.join(found)}: {why}."
                for call in calls
                for found, why in _banned(call)
            )

    def test_manifest_uses_every_service_that_the_source_asks_for(self) -> None:
        """Read every call of `ctx.service` and `ctx.service_or_none`, and look up the keys."""
        asked = {key.name for path, tree in self._sources() for key in self._keys_asked_for(path, tree)}
        refuse(f"uses= does not name {name}." for name in sorted(asked - set(self.plugin.manifest.uses)))

    def test_package_is_typed_for_others(self) -> None:
        """Look for the marker."""
        assert (self.package_folder / "py.typed").is_file(), f"{self.package_folder} has no py.typed."

    def test_wheel_contains_everything(self, tmp_path: Path) -> None:
        """Build it, and look for the marker and the migrations."""
        if not (self.project_folder / "pyproject.toml").is_file() or find_spec("hatchling") is None:
            pytest.skip("the project is no distribution of its own, or hatchling is not installed")
        command = ["pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path)]
        subprocess.run(  # noqa: S603 - the project that is tested
            [sys.executable, "-m", *command, str(self.project_folder)],
            check=True,
            capture_output=True,
            timeout=_BUILD_SECONDS_MAX,
        )
        (wheel,) = tmp_path.glob("*.whl")
        packed = set(ZipFile(wheel).namelist())
        wanted = [path for path in self.package_folder.rglob("*") if path.suffix == ".py" or path.name == "py.typed"]
        names = [str(path.relative_to(self.project_folder)) for path in wanted]
        refuse(f"The wheel has no {name}." for name in names if name not in packed)

    def _keys_asked_for(self, path: Path, tree: ast.Module) -> Iterator[ServiceKey[Any]]:
        names = set(_services_named(tree))
        if names:
            parts = path.relative_to(self.project_folder).with_suffix("").parts
            module = import_module(".".join(part for part in parts if part != "__init__"))
            keys = (getattr(module, name, None) for name in names)
            yield from (key for key in keys if isinstance(key, ServiceKey))

    def _sources(self) -> Iterator[tuple[Path, ast.Module]]:
        for path in sorted(self.package_folder.rglob("*.py")):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module


def _services_named(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ASKING:
            yield from (argument.id for argument in node.args if isinstance(argument, ast.Name))


def _banned(call: ast.Call) -> Iterator[tuple[tuple[str, str], str]]:
    target = call.func
    if isinstance(target, ast.Attribute):
        owner = target.value
        last = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        found = (last, target.attr)
        if found in _FORBIDDEN_CALLS:
            yield found, _FORBIDDEN_CALLS[found]
