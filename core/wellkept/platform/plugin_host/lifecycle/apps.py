"""The apps of a deployment, as migrations see them: core, and each plugin that stores something."""

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from wellkept.platform.installed_plugins import owner_of
from wellkept.platform.migrations.apps import CORE, App, core_app, register
from wellkept.platform.migrations.files import files_of
from wellkept.platform.storage.table_shape import foreign_key, shape_of, table_columns
from wellkept_sdk.db.tables import TableSet
from wellkept_sdk.plugin import Plugin

# A plugin that is away must never keep a record of core from being deleted.
_DELETES = frozenset({"CASCADE", "SET NULL"})


class Hosting(Protocol):
    """Who has plugins: the `Host`, which itself asks here what is wrong with their tables."""

    @property
    def plugins(self) -> Mapping[str, Plugin]:
        """The active plugins by name."""
        ...


def apps_of(host: Hosting) -> list[App]:
    """Return core and the apps of the active plugins that store something."""
    return apps_of_plugins(host.plugins)


def apps_of_plugins(plugins: Mapping[str, Plugin]) -> list[App]:
    """Return core and the apps of those plugins that store something, in the order of the plugins."""
    stored = {name: plugin.schema for name, plugin in plugins.items() if plugin.schema is not None}
    return [core_app(), *(_app(plugins[name], schema, others=stored.keys()) for name, schema in stored.items())]


def schema_mistakes(plugins: Mapping[str, Plugin]) -> dict[str, list[str]]:
    """Return, by plugin, what is wrong with its tables and its migrations; plugins without mistakes are left out."""
    if all(plugin.schema is None for plugin in plugins.values()):
        return {}
    core, *apps = apps_of_plugins(plugins)
    register([core, *apps])
    core_tables = {shape_of(table).name for table in core.tables}
    found = {app.name: _mistakes_of(app, core_tables, others=plugins.keys()) for app in apps}
    return {name: mistakes for name, mistakes in found.items() if mistakes}


def _app(plugin: Plugin, schema: TableSet, *, others: Collection[str]) -> App:
    return App(
        name=plugin.manifest.name,
        tables=schema.tables,
        migrations_package=schema.migrations,
        indexes=schema.indexes,
        checks=schema.checks,
        sequences=schema.sequences,
        requires=(CORE, *(name for name in plugin.manifest.requires if name in others)),
        by_hand=schema.by_hand,
    )


def _mistakes_of(app: App, core_tables: Collection[str], *, others: Collection[str]) -> list[str]:
    try:
        return [
            *_wrong_tables(app, core_tables, others=others),
            *_wrong_migrations(app, others=others),
            *_wrong_references(app, core_tables),
        ]
    except Exception as error:  # noqa: BLE001 - a reference may lead nowhere, and a migration is a module of theirs
        return [f"Its tables and migrations cannot be looked at: {type(error).__name__}: {error}"]


def _wrong_tables(app: App, core_tables: Collection[str], *, others: Collection[str]) -> Iterator[str]:
    for name in sorted(shape_of(table).name for table in app.tables):
        # By their names tables are found when a plugin is removed, so `sla_plus_note` is none of `sla`'s.
        if name in core_tables or owner_of(name, {app.name, *others}) != app.name:
            yield f"The table {name} must be named {app.name}_…, and not as one of core or of another plugin."
    for sequence in app.sequences:
        if not sequence.upper().startswith(f"CREATE SEQUENCE {app.name}_".upper()):
            yield f"A sequence must be named {app.name}_…: {sequence}"


def _wrong_migrations(app: App, *, others: Collection[str]) -> Iterator[str]:
    try:
        files = files_of(app)
    except ValueError as error:
        yield str(error)
        return
    for file in files:
        if owner_of(file.name, {app.name, *others}) != app.name:
            yield f"The migration {file.name} of {app.name} is named as one of another plugin."


def _wrong_references(app: App, core_tables: Collection[str]) -> Iterator[str]:
    own = {shape_of(table).name for table in app.tables}
    references = [(table, foreign_key(column)) for table in app.tables for column in table_columns(table)]
    for table, target in references:
        if target is None or target.table in own:
            continue
        if target.table not in core_tables:
            yield f"{shape_of(table).name} refers to {target.table} of another plugin: keep its id without a key."
        elif target.on_delete not in _DELETES:
            yield f"{shape_of(table).name} refers to {target.table}: on_delete must be cascade or set_null."
