"""The conditions that list routes share; a filter that was not given holds for every row."""

from datetime import datetime
from string import ascii_lowercase, ascii_uppercase

from wellkept.platform.storage.connection import Dialect
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.sql import TRUE, Clause

_ESCAPED = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def equal(column: str, value: object) -> Clause:
    """Return the condition that the column has the value."""
    return TRUE if value is None else Clause(f"{column} = ?", (value,))


def since(column: str, moment: datetime | None) -> Clause:
    """Return the condition that the column's moment is this one or later."""
    return TRUE if moment is None else Clause(f"{column} >= ?", (moment,))


def contains(text: str | None, *columns: str) -> Clause:
    """
    Return the condition that one of the columns contains the text, capital or not.

    Only A to Z are folded: SQLite knows no other capitals, and the answer must not depend on the database.
    """
    if text is None:
        return TRUE
    collation = ' COLLATE "C"' if database().dialect is Dialect.POSTGRES else ""
    pattern = f"%{text.translate(_LOWER).translate(_ESCAPED)}%"
    matches = [f"lower({column}{collation}) LIKE ? ESCAPE '\\'" for column in columns]
    return Clause(f"({' OR '.join(matches)})", tuple(pattern for _ in columns))
