"""Expressions that the databases write differently, for statements that store what they select."""

from typing import Final

from wellkept_sdk.db.clauses import Clause
from wellkept_sdk.db.database import Dialect
from wellkept_sdk.ids import uuid7

# As many characters of an id of version 7 as tell its moment; what follows is random (RFC 9562, 5.7).
_MOMENT_CHARACTERS: Final = 15
_RANDOM_REST: Final = {
    Dialect.POSTGRES: "CAST(CAST(? AS text) || substr(CAST(gen_random_uuid() AS text), 16) AS uuid)",
    Dialect.SQLITE: (
        "? || lower(substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + abs(random() % 4), 1)"
        " || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))"
    ),
}


def new_ids(dialect: Dialect) -> Clause:
    """Return an expression that is a new id of version 7 for each row: of one moment, random in the rest."""
    return Clause(_RANDOM_REST[dialect], (str(uuid7())[:_MOMENT_CHARACTERS],))


def typed(dialect: Dialect, kind: str) -> str:
    """Return a placeholder of this type, which PostgreSQL could not tell in a list of selected values."""
    return f"CAST(? AS {kind})" if dialect is Dialect.POSTGRES else "?"
