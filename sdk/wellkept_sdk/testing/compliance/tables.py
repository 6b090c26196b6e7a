"""What Piccolo knows of a table, read in one place because it has no public names for it."""

from collections.abc import Iterator
from typing import Any, cast

from wellkept_sdk.db import Table, TableSet


def table_name(table: type[Table]) -> str:
    """Return the name of a table in the database."""
    return cast("Any", table)._meta.tablename  # noqa: SLF001 - there is no other way


def references_without_index(schema: TableSet) -> Iterator[str]:
    """Yield `table.column` of each foreign key with which no index begins."""
    for table in schema.tables:
        name = table_name(table)
        begun = {index.columns[0] for index in schema.indexes if index.table == name}
        for column in cast("Any", table)._meta.foreign_key_columns:  # noqa: SLF001 - there is no other way
            meta = column._meta  # noqa: SLF001 - there is no other way
            if not (meta.index or meta.unique or meta.db_column_name in begun):
                yield f"{name}.{meta.db_column_name}"
