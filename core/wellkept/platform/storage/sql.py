"""Pieces of hand-written SQL: conditions with their arguments, joined without string tricks at the call."""

from collections.abc import Collection, Iterable

import msgspec

from wellkept.platform.storage.connection import Dialect
from wellkept.platform.storage.engines import database


class Clause(msgspec.Struct, frozen=True):
    """A condition in SQL with `?` placeholders, and their arguments in order."""

    sql: str
    args: tuple[object, ...] = ()

    def __and__(self, other: "Clause") -> "Clause":
        return all_of(self, other)

    def __or__(self, other: "Clause") -> "Clause":
        return one_of(self, other)

    def __invert__(self) -> "Clause":
        return Clause(f"NOT ({self.sql})", self.args)


TRUE = Clause("TRUE")
FALSE = Clause("FALSE")


def all_of(*clauses: Clause) -> Clause:
    """Return the condition that all hold; `TRUE` without any."""
    return _joined(" AND ", [clause for clause in clauses if clause != TRUE], empty=TRUE)


def one_of(*clauses: Clause) -> Clause:
    """Return the condition that at least one holds; `FALSE` without any."""
    return _joined(" OR ", [clause for clause in clauses if clause != FALSE], empty=FALSE)


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


def _joined(word: str, clauses: Iterable[Clause], *, empty: Clause) -> Clause:
    parts = list(clauses)
    if len(parts) < 2:  # noqa: PLR2004 - nothing to join
        return parts[0] if parts else empty
    args = tuple(arg for clause in parts for arg in clause.args)
    return Clause(word.join(f"({clause.sql})" for clause in parts), args)
