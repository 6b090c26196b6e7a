"""Writing many rows at once: of few, one statement; of many, one that is prepared once."""

from collections.abc import Sequence
from typing import Final

from wellkept_sdk.db.database import Database

#: More would make a statement that no database has seen before each time.
TOGETHER_MAX: Final = 32


async def store(
    db: Database, table: str, *, columns: Sequence[str], rows: Sequence[Sequence[object]], conflict: str = ""
) -> None:
    """
    Store rows, in one statement however many there are; nothing is sent without any.

    Args:
        db: joins its transaction.
        table: into which.
        columns: that are given, in the order of the values.
        rows: their values.
        conflict: what happens to rows that are there already, as `ON CONFLICT …`.
    """
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    marks = f"({', '.join('?' * len(columns))})"
    head = f"INSERT INTO {table} ({names}) VALUES"
    if len(rows) > TOGETHER_MAX:
        await db.execute_many(f"{head} {marks} {conflict}", rows)
        return
    together = ", ".join([marks] * len(rows))
    await db.execute(f"{head} {together} {conflict}", *(value for row in rows for value in row))


def replacing(columns: Sequence[str]) -> str:
    """Return the part of a conflict that gives these columns the new values."""
    return ", ".join(f'"{column}" = excluded."{column}"' for column in columns)
