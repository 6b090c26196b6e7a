"""Copies of a row, written by the database itself: as many as it takes, in one statement."""

from collections.abc import Mapping

from benchmarks.fill import Speech
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_sdk.db.database import Dialect


def speech_of(database: SqliteEngine | PgEngine) -> Speech:
    """Return how a database says things."""
    return Speech(postgres=database.dialect is Dialect.POSTGRES)


async def copy(
    database: SqliteEngine | PgEngine, table: str, count: int, *, of: Mapping[str, str], **instead: str
) -> None:
    """
    Copy one row of a table many times; `n` is the number of the copy, from 1.

    Args:
        database: that waits for long statements.
        table: its name.
        count: how many copies.
        of: which row, as columns with their ids.
        instead: what a copy has in other columns, as expressions.
    """
    speech = speech_of(database)
    model = await database.fetch_one(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 - our own names
    assert model is not None, "there is a model"
    values = ", ".join(instead.get(column, f'model."{column}"') for column in model)
    names = ", ".join(f'"{column}"' for column in model)
    which = " AND ".join(f"model.{column} = {speech.id_of(value)}" for column, value in of.items())
    await database.execute(
        f"INSERT INTO {table} ({names}) SELECT {values} FROM (SELECT * FROM {table} AS model WHERE {which} LIMIT 1)"  # noqa: S608 - our own names
        f" AS model CROSS JOIN {speech.series(count)}"
    )


async def settle(database: SqliteEngine | PgEngine) -> None:
    """Let the database know what it has, as it does by itself after a while."""
    await database.execute("VACUUM ANALYZE" if speech_of(database).postgres else "ANALYZE")
