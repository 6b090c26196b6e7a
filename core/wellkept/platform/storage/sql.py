"""Pieces of hand-written SQL: conditions with their arguments, joined without string tricks at the call."""

from collections.abc import Collection

from wellkept.platform.storage.engines import database
from wellkept_sdk.db.clauses import FALSE, Clause
from wellkept_sdk.db.database import Dialect


def any_of(column: str, values: Collection[object]) -> Clause:
    """Return the condition that a column has one of the values: one parameter, however many there are."""
    if not values:
        return FALSE
    if database().dialect is Dialect.POSTGRES:
        return Clause(f"{column} = ANY(?)", (list(values),))
    return Clause(f"{column} IN (SELECT value FROM json_each(?))", (list(values),))


def typed(expression: str, type_name: str, *, name: str) -> str:
    """
    Return `expression AS name` for a select list, telling SQLite which type the result has.

    Args:
        expression: what SQLite knows no type of, such as `max(reported_at)`.
        type_name: `timestamptz`, `date`, `uuid`, `boolean` or `jsonb`.
        name: the name of the resulting column.
    """
    if database().dialect is Dialect.POSTGRES:
        return f"{expression} AS {name}"
    return f'{expression} AS "{name} [{type_name}]"'
