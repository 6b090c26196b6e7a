"""
Migration files: modules whose names sort by time and begin with their app's name.

A file has a docstring and one of: `STATEMENTS`, SQL that runs unchanged on both databases (a statement that begins
with `-- PostgreSQL only` is left out on SQLite); `change(database)`, a coroutine for what SQL alone cannot do;
`forwards()`, as Piccolo generates it. `STATEMENTS` run first.
"""

import pkgutil
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import msgspec

from wellkept.platform.migrations.apps import App


class MigrationFile(msgspec.Struct, frozen=True):
    """One migration: its app, its name (unique among all apps), and its module."""

    app: str
    name: str
    module: ModuleType


def files_of(app: App) -> list[MigrationFile]:
    """
    Return the migrations of an app, oldest first; none while its package does not exist.

    Raises:
        ValueError: a file's name does not begin with the app's, so that it might clash with another app's.
    """
    if not _is_there(app.migrations_package):
        return []
    package = import_module(app.migrations_package)
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    for name in names:
        if not name.startswith(f"{app.name}_"):
            raise ValueError(f"The migration {name} of {app.name} must be named {app.name}_….")
    return [MigrationFile(app.name, name, import_module(f"{package.__name__}.{name}")) for name in names]


def all_files(apps: Sequence[App]) -> list[MigrationFile]:
    """
    Return the migrations of apps in their given order.

    Raises:
        ValueError: two apps have a migration of the same name.
    """
    files = [file for app in apps for file in files_of(app)]
    names = [file.name for file in files]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"Migrations of the same name: {', '.join(repeated)}.")
    return files


def _is_there(package: str) -> bool:
    try:
        return bool(package) and find_spec(package) is not None
    except ModuleNotFoundError:  # Not even the package around it is.
        return False
