"""Conditions that plugins write in SQL, tried out before they become part of a query of ours."""

import asyncio
from typing import Final

from wellkept.platform.storage.engines import database
from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.errors import Unavailable, WellkeptError

#: A plugin that writes values into its SQL makes ever new conditions; then those that are known are forgotten.
KNOWN_MAX: Final = 1_000

_sound: set[tuple[object, ...]] = set()


async def fault_of(condition: Clause, *, table: str) -> WellkeptError | None:
    """Return why the database does not understand a condition over a table; one that it did is not tried again."""
    kinds = tuple(type(arg) for arg in condition.args)
    key = (database(), table, condition.sql, kinds)
    if key in _sound:
        return None
    try:
        # In a task of its own, so that a failure does not spoil the transaction that the caller may be in.
        await asyncio.create_task(_try(condition, table=table))
    except Unavailable:
        raise
    except WellkeptError as error:
        return error
    if len(_sound) >= KNOWN_MAX:
        _sound.clear()
    _sound.add(key)
    return None


async def _try(condition: Clause, *, table: str) -> None:
    # The table is a constant of ours and the condition that of a plugin, which is code; values travel as parameters.
    await database().fetch(f"SELECT 1 AS one FROM {table} WHERE {condition.sql} LIMIT 0", *condition.args)
