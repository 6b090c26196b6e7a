"""Change of a SQLite table what ALTER TABLE cannot change: make it anew and move its rows."""

import re
from collections.abc import Sequence

from wellkept.platform.storage.database import Database
from wellkept_sdk.db.database import Dialect

_CREATE = re.compile(r"^\s*CREATE TABLE \"?(\w+)\"?")


async def rebuild_table(database: Database, *, statements: Sequence[str]) -> None:
    """
    Give a table a new definition and keep its rows; for the `change(database)` of a migration, on SQLite.

    Rows keep the values of columns that both definitions have. Foreign keys of other tables go on pointing here:
    migrations run without enforcing them, and the runner checks all of them before it commits.

    Args:
        database: the one that `change` is given.
        statements: the new CREATE TABLE, then the CREATE INDEX statements of the table.

    Raises:
        ValueError: the first statement does not make a table.
        RuntimeError: the database is not SQLite; PostgreSQL alters tables in place.
    """
    if database.dialect is not Dialect.SQLITE:
        raise RuntimeError("PostgreSQL alters tables in place; rebuild only on SQLite.")
    found = _CREATE.match(statements[0])
    if found is None:
        raise ValueError(f"This makes no table: {statements[0]}")
    name = found[1]
    temporary = f"_new_{name}"
    await database.execute(_CREATE.sub(f"CREATE TABLE {temporary}", statements[0], count=1))
    columns = ", ".join(await _columns_of_both(database, name, temporary))
    await database.execute(f"INSERT INTO {temporary} ({columns}) SELECT {columns} FROM {name}")
    await database.execute(f"DROP TABLE {name}")
    await database.execute(f"ALTER TABLE {temporary} RENAME TO {name}")
    for statement in statements[1:]:
        await database.execute(statement)


async def _columns_of_both(database: Database, old: str, new: str) -> list[str]:
    common = await database.fetch(
        "SELECT name FROM pragma_table_info(?) WHERE name IN (SELECT name FROM pragma_table_info(?))", old, new
    )
    return [f'"{row["name"]}"' for row in common]
