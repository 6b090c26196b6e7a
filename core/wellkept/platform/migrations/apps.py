"""An app, as migrations see it: its tables with their indexes, the folder of its migrations, whom it needs."""

import pkgutil
from collections.abc import Iterable, Sequence
from graphlib import TopologicalSorter
from importlib import import_module
from types import ModuleType
from typing import Any

import msgspec
from piccolo.table import Table

from wellkept.platform.storage.piccolo_conf import register_tables
from wellkept.platform.storage.schema import create_statements
from wellkept.platform.storage.table_shape import foreign_key, shape_of, table_columns
from wellkept_sdk.db.indexes import Check, Index, index_from

POSTGRES_ONLY = "-- PostgreSQL only"
CORE = "core"
CORE_PACKAGE = "wellkept"
CORE_MIGRATIONS = "wellkept.migrations_core"
_TABLES_MODULE = "tables"


class App(msgspec.Struct, frozen=True):
    """
    Core or a plugin.

    Args:
        name: prefix of its migrations.
        tables: in any order.
        migrations_package: the package whose modules are its migrations; it need not exist yet.
        indexes: those beside the tables' own.
        checks: rules of its tables.
        sequences: statements that make its sequences, for PostgreSQL only.
        requires: names of apps whose tables must exist before.
        by_hand: tables, columns (`table.column`) and indexes that migrations make and nothing declares.
    """

    name: str
    tables: tuple[type[Table], ...]
    migrations_package: str
    indexes: tuple[Index, ...] = ()
    checks: tuple[Check, ...] = ()
    sequences: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()

    def statements(self) -> list[str]:
        """Return the statements that make all tables of this app, those referred to first."""
        register([self])
        return self.sequence_statements() + [
            statement
            for table in in_order_of_reference(self.tables)
            for statement in create_statements(table, indexes=self.indexes, checks=self.checks)
        ]

    def sequence_statements(self) -> list[str]:
        """Return the statements that make the sequences of this app, marked as PostgreSQL's."""
        return [f"{POSTGRES_ONLY}\n{sequence}" for sequence in self.sequences]


def core_app() -> App:
    """Return core: every table of the package `wellkept`."""
    return app_of_package(CORE, package=CORE_PACKAGE, migrations_package=CORE_MIGRATIONS)


def app_of_package(name: str, *, package: str, migrations_package: str, requires: Sequence[str] = ()) -> App:
    """Return the app whose tables, `INDEXES` and `CHECKS` are in the modules of a package that are named `tables`."""
    modules = _tables_modules(import_module(package))
    return App(
        name=name,
        tables=tuple(table for module in modules for table in _tables_of(module)),
        migrations_package=migrations_package,
        indexes=tuple(_index(index) for module in modules for index in getattr(module, "INDEXES", ())),
        checks=tuple(check for module in modules for check in getattr(module, "CHECKS", ())),
        sequences=tuple(sequence for module in modules for sequence in getattr(module, "SEQUENCES", ())),
        requires=tuple(requires),
    )


def in_order_of_requirement(apps: Sequence[App]) -> list[App]:
    """
    Return apps so that each comes after those it requires.

    Raises:
        ValueError: an app requires one that is not there.
        graphlib.CycleError: apps require each other.
    """
    by_name = {app.name: app for app in apps}
    for app in apps:
        if missing := set(app.requires) - by_name.keys():
            raise ValueError(f"The app {app.name} requires {', '.join(sorted(missing))}, which is not installed.")
    graph = {name: sorted(by_name[name].requires) for name in sorted(by_name)}
    return [by_name[name] for name in TopologicalSorter(graph).static_order()]


def in_order_of_reference(tables: Iterable[type[Table]]) -> list[type[Table]]:
    """Return tables so that each comes after those its foreign keys name; a reference to itself does not count."""
    by_name = {shape_of(table).name: table for table in tables}
    graph: dict[str, list[str]] = {}
    for name, table in sorted(by_name.items()):
        targets = [target.table for target in map(foreign_key, table_columns(table)) if target is not None]
        graph[name] = sorted({target for target in targets if target != name and target in by_name})
    return [by_name[name] for name in TopologicalSorter(graph).static_order()]


def register(apps: Sequence[App]) -> None:
    """Let lazy references between tables find each other."""
    for app in apps:
        register_tables(app.name, tables=app.tables, migrations_folder=app.migrations_package)


def _tables_modules(package: ModuleType) -> list[ModuleType]:
    names = sorted(
        found.name
        for found in pkgutil.walk_packages(package.__path__, prefix=f"{package.__name__}.", onerror=_fail)
        if found.name.rpartition(".")[2] == _TABLES_MODULE
    )
    return [import_module(name) for name in names]


def _tables_of(module: ModuleType) -> list[type[Table]]:
    members: list[Any] = list(vars(module).values())
    return [
        member
        for member in members
        if isinstance(member, type) and issubclass(member, Table) and member.__module__ == module.__name__
    ]


def _index(declared: Index | str) -> Index:
    return index_from(declared) if isinstance(declared, str) else declared


def _fail(name: str) -> None:
    import_module(name)
