"""Conditions in SQL with their arguments, joined without string tricks at the call."""

from collections.abc import Iterable

import msgspec


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


def _joined(word: str, clauses: Iterable[Clause], *, empty: Clause) -> Clause:
    parts = list(clauses)
    if len(parts) < 2:  # noqa: PLR2004 - nothing to join
        return parts[0] if parts else empty
    args = tuple(arg for clause in parts for arg in clause.args)
    return Clause(word.join(f"({clause.sql})" for clause in parts), args)
