"""Write a migration from what the tables declare and the migrations so far do not make."""

import tempfile
from collections.abc import Sequence
from importlib import import_module, invalidate_caches
from pathlib import Path

from piccolo.columns.base import Column
from piccolo.table import Table

from wellkept.platform.migrations.apps import App, in_order_of_reference, in_order_of_requirement
from wellkept.platform.migrations.difference import (
    Part,
    PartKind,
    declared_schema,
    found_schema,
    index_part,
    schema_difference,
)
from wellkept.platform.migrations.files import files_of
from wellkept.platform.migrations.runner import migrate, run_statements
from wellkept.platform.storage.schema import column_definition, create_statements, indexes_of
from wellkept.platform.storage.sqlite import SqliteEngine
from wellkept.platform.storage.table_shape import column_meta, shape_of, table_columns
from wellkept_sdk.now import now


async def new_migration(app: App, *, name: str, description: str, others: Sequence[App] = ()) -> Path | None:
    """
    Write the migration that brings an app's tables from its last migration to what they declare now.

    It adds tables, columns and indexes, and drops indexes. What else has changed (a type, null, a dropped column)
    needs a decision about the rows that are there, so it is refused.

    Args:
        app: whose tables.
        name: words of the file name, in snake case.
        description: one sentence: what the migration does.
        others: the apps that it requires.

    Returns:
        The file, or nothing if there is nothing to do.

    Raises:
        ValueError: a change has to be written by hand.
    """
    statements = await missing_statements(app, others=others)
    if not statements:
        return None
    package = import_module(app.migrations_package)
    stamp = now().strftime("%Y%m%d%H%M%S")
    path = Path(package.__path__[0]) / f"{app.name}_{stamp}_{name}.py"
    path.write_text(_source(description, statements), encoding="utf-8")
    invalidate_caches()
    return path


async def missing_statements(app: App, *, others: Sequence[App] = ()) -> list[str]:
    """
    Return the statements that the migrations of an app lack.

    Raises:
        ValueError: a change has to be written by hand.
    """
    apps = in_order_of_requirement([app, *others])
    with tempfile.TemporaryDirectory() as folder:
        engine = SqliteEngine(Path(folder) / "sum_of_migrations.sqlite", readers=1)
        await migrate(engine, apps)
        await engine.open()
        try:
            statements = _statements(app, declared=declared_schema(apps), found=await found_schema(engine))
            await run_statements(engine, statements)
            left = await schema_difference(engine, apps)
        finally:
            await engine.close()
    if left:
        raise ValueError(f"Write this migration by hand, with `rebuild_table` on SQLite: {'; '.join(left)}")
    return statements


def _statements(app: App, *, declared: frozenset[Part], found: frozenset[Part]) -> list[str]:
    added = [statement for table in in_order_of_reference(app.tables) for statement in _of_table(app, table, found)]
    dropped = [f"DROP INDEX {part.name}" for part in sorted(found - declared) if part.kind is PartKind.INDEX]
    return [*_sequences(app), *dropped, *added]


def _of_table(app: App, table: type[Table], found: frozenset[Part]) -> list[str]:
    name = shape_of(table).name
    there = {(part.kind, part.name) for part in found if part.table == name}
    if not there:
        return create_statements(table, indexes=app.indexes, checks=app.checks)
    columns = [column for column in table_columns(table) if _column_key(column) not in there]
    indexes = [index for index in indexes_of(table, app.indexes) if index_part(index) not in found]
    return [
        *(f"ALTER TABLE {name} ADD COLUMN {column_definition(column)}" for column in columns),
        *(index.statement for index in indexes),
    ]


def _sequences(app: App) -> list[str]:
    # SQLite, on which the migrations are summed up, has none: what is missing is what no file makes yet.
    made = {statement for file in files_of(app) for statement in getattr(file.module, "STATEMENTS", ())}
    return [statement for statement in app.sequence_statements() if statement not in made]


def _column_key(column: Column) -> tuple[PartKind, str]:
    return PartKind.COLUMN, column_meta(column).db_column_name


def _source(description: str, statements: Sequence[str]) -> str:
    body = "".join(f"    {_literal(statement)},\n" for statement in statements)
    return f'"""{description}"""\n\nSTATEMENTS = (\n{body})\n'


def _literal(statement: str) -> str:
    """Return the statement between triple quotes; a quote at its end must not run into them."""
    escaped = statement.replace("\\", "\\\\")
    if escaped.endswith('"'):
        escaped = escaped[:-1] + '\\"'
    return f'"""{escaped}"""'
