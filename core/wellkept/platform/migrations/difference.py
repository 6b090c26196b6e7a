"""Compare the tables that apps declare with those that a database has."""

import re
from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

import msgspec
from piccolo.table import Table

from wellkept.platform.migrations.apps import App, in_order_of_requirement, register
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.schema import column_type, indexes_of
from wellkept.platform.storage.table_shape import column_meta, foreign_key, shape_of, table_columns
from wellkept_sdk.db.database import Dialect, Row
from wellkept_sdk.db.indexes import Index

_OWN_TABLES = frozenset({"migration"})
_CHECK = re.compile(r"CONSTRAINT (\w+) CHECK")
_POSTGRES_TYPES = {
    "bool": "BOOLEAN",
    "date": "DATE",
    "float8": "DOUBLE PRECISION",
    "int2": "SMALLINT",
    "int4": "INTEGER",
    "int8": "BIGINT",
    "jsonb": "JSONB",
    "text": "TEXT",
    "timestamptz": "TIMESTAMPTZ",
    "uuid": "UUID",
}
_ON_DELETE = {"a": "NO ACTION", "c": "CASCADE", "d": "SET DEFAULT", "n": "SET NULL", "r": "RESTRICT"}


class PartKind(StrEnum):
    """What a schema consists of."""

    COLUMN = "column"  #: A column, with its type and whether it may be null.
    REFERENCE = "reference"  #: A foreign key, with what a delete there does here.
    INDEX = "index"  #: An index, by name.
    CHECK = "check"  #: A rule of a table's rows, by name.


class Part(msgspec.Struct, frozen=True, order=True):
    """One column, reference, index or check of a schema, in words that do not depend on the database."""

    kind: PartKind
    table: str
    name: str
    definition: str

    def is_among(self, names: Collection[str]) -> bool:
        """Return whether one of the names is that of the part, written `table.column` of a column, or of its table."""
        return (
            self.table in names or (f"{self.table}.{self.name}" if self.kind is PartKind.COLUMN else self.name) in names
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.name} of {self.table}: {self.definition}".removesuffix(": ")


async def schema_difference(engine: Database, apps: Sequence[App], *, leaving_out: Collection[str] = ()) -> list[str]:
    """
    Return what is declared but missing in an open database, and what is there but not declared; nothing if equal.

    Compared are columns with type and null, foreign keys with what a delete does, indexes and checks by name.
    Defaults in the database are not: rows get theirs from us. What apps make by hand is left out.

    Args:
        engine: an open database.
        apps: what it should have.
        leaving_out: names of tables that none of the apps declares and that may be there all the same.
    """
    declared = declared_schema(apps)
    by_hand = {name for app in apps for name in app.by_hand}
    there = await found_schema(engine)
    found = {part for part in there if part.table not in leaving_out and not part.is_among(by_hand)}
    missing = [f"missing: {part}" for part in sorted(declared - found)]
    return missing + [f"not declared: {part}" for part in sorted(found - declared)]


def declared_schema(apps: Sequence[App]) -> frozenset[Part]:
    """Return every column, foreign key, index and check that apps declare."""
    ordered = in_order_of_requirement(apps)
    register(ordered)
    return frozenset(part for app in ordered for table in app.tables for part in _declared(app, table))


async def found_schema(engine: Database) -> frozenset[Part]:
    """Return every column, foreign key, index and check that an open database has."""
    return frozenset(await (_of_sqlite(engine) if engine.dialect is Dialect.SQLITE else _of_postgres(engine)))


def index_part(index: Index) -> Part:
    """Return an index as a part of a schema."""
    return _index(index.table, index.name, unique=index.unique)


def _declared(app: App, table: type[Table]) -> Iterator[Part]:
    name = shape_of(table).name
    for column in table_columns(table):
        meta = column_meta(column)
        yield _column(name, meta.db_column_name, column_type(column), null=meta.null)
        target = foreign_key(column)
        if target is not None:
            yield _reference(name, meta.db_column_name, target.table, target.on_delete)
    yield from map(index_part, indexes_of(table, app.indexes))
    yield from (_check(name, f"{name}__{check.name}") for check in app.checks if check.table == name)


async def _of_sqlite(engine: Database) -> set[Part]:
    parts: set[Part] = set()
    # A virtual table and its shadows are the business of the module that makes them.
    for table in await engine.fetch(
        "SELECT master.name, master.sql FROM sqlite_master master"
        " JOIN pragma_table_list list ON list.schema = 'main' AND list.name = master.name WHERE list.type = 'table'"
    ):
        name = table["name"]
        if name in _OWN_TABLES or name.startswith("sqlite_"):
            continue
        parts.update(_check(name, check) for check in _CHECK.findall(table["sql"]))
        for row in await engine.fetch("SELECT * FROM pragma_table_info(?)", name):
            parts.add(_column(name, row["name"], row["type"], null=not row["notnull"]))
        for row in await engine.fetch("SELECT * FROM pragma_foreign_key_list(?)", name):
            parts.add(_reference(name, row["from"], row["table"], row["on_delete"]))
    rows = await engine.fetch(
        "SELECT tbl_name AS table_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    )
    return parts | _indexes(rows)


async def _of_postgres(engine: Database) -> set[Part]:
    columns = await engine.fetch(
        "SELECT table_name, column_name, udt_name, is_nullable FROM information_schema.columns "
        "WHERE table_schema = 'public'"
    )
    references = await engine.fetch(
        "SELECT c.conrelid::regclass::text AS name, a.attname AS column_name, c.confrelid::regclass::text AS target, "
        "c.confdeltype::text AS on_delete FROM pg_constraint c "
        "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
        "WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace"
    )
    indexes = await engine.fetch(
        "SELECT tablename AS table_name, indexname AS name, indexdef AS sql FROM pg_indexes "
        "WHERE schemaname = 'public' AND indexname NOT LIKE '%\\_pkey'"
    )
    checks = await engine.fetch(
        "SELECT conrelid::regclass::text AS table_name, conname AS name FROM pg_constraint "
        "WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
    )
    parts = {
        _column(
            row["table_name"],
            row["column_name"],
            _POSTGRES_TYPES.get(str(row["udt_name"]), str(row["udt_name"])),
            null=row["is_nullable"] == "YES",
        )
        for row in columns
        if row["table_name"] not in _OWN_TABLES
    }
    parts |= {
        _reference(row["name"], row["column_name"], row["target"], _ON_DELETE[row["on_delete"]]) for row in references
    }
    return parts | _indexes(indexes) | {_check(row["table_name"], row["name"]) for row in checks}


def _indexes(rows: Sequence[Row]) -> set[Part]:
    return {_index(row["table_name"], row["name"], unique=row["sql"].startswith("CREATE UNIQUE")) for row in rows}


def _column(table: str, column: str, type_name: str, *, null: bool) -> Part:
    return Part(PartKind.COLUMN, table, column, type_name if null else f"{type_name} NOT NULL")


def _reference(table: str, column: str, target: str, on_delete: str) -> Part:
    return Part(PartKind.REFERENCE, table, column, f"to {target} ON DELETE {on_delete}")


def _index(table: str, name: str, *, unique: bool) -> Part:
    return Part(PartKind.INDEX, table, name, "unique" if unique else "")


def _check(table: str, name: str) -> Part:
    return Part(PartKind.CHECK, table, name, "")
