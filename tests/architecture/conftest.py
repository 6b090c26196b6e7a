"""What the rules of the house are checked against: the files of the project, and every module imported."""

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

import wellkept
import wellkept_sdk

ROOT = Path(__file__).parents[2]
PLUGIN_PACKAGES = sorted(path.name for path in ROOT.glob("plugins/*/wellkept_*") if path.is_dir())


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def sources() -> list[Path]:
    return [*python_files("core"), *python_files("sdk"), *python_files("plugins")]


@pytest.fixture(scope="session")
def test_files() -> list[Path]:
    return python_files("tests")


@pytest.fixture(scope="session")
def texts() -> list[Path]:
    """Every file of the project that people wrote."""
    folders = ["core", "sdk", "plugins", "tests", "benchmarks", "docs", "examples", "changelog", ".ci"]
    below = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    named = ["Makefile", "README.md", "CHANGELOG.md", "pyproject.toml", "constraints.txt", ".pre-commit-config.yaml"]
    return [*(ROOT / name for name in named), *(path for path in below if "__pycache__" not in path.parts)]


@pytest.fixture(scope="session")
def modules() -> list[ModuleType]:
    """Every module of ours but the migrations, imported."""
    packages = [wellkept, wellkept_sdk, *map(importlib.import_module, PLUGIN_PACKAGES)]
    found = [each for package in packages for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    names = [
        module.name for module in found if "migrations" not in module.name and not module.name.endswith("__main__")
    ]
    return [*packages, *map(importlib.import_module, names)]


def python_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))
