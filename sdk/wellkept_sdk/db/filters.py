"""The conditions that lists share; a filter that was not given holds for every row."""

from datetime import datetime
from string import ascii_lowercase, ascii_uppercase
from typing import Final

from wellkept_sdk.db.clauses import TRUE, Clause
from wellkept_sdk.db.database import Dialect

_ESCAPED: Final = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
_LOWER: Final = str.maketrans(ascii_uppercase, ascii_lowercase)


def equal(column: str, value: object) -> Clause:
    """Return the condition that the column has the value."""
    return given(f"{column} = ?", value)


def since(column: str, moment: datetime | None) -> Clause:
    """Return the condition that the column's moment is this one or later."""
    return given(f"{column} >= ?", moment)


def given(condition: str, value: object) -> Clause:
    """Return a condition that has one placeholder, for the value."""
    return TRUE if value is None else Clause(condition, (value,))


def contains(text: str | None, *columns: str, dialect: Dialect) -> Clause:
    """
    Return the condition that one of the columns contains the text, capital or not.

    Only A to Z are folded: SQLite knows no other capitals, and the answer must not depend on the database.
    """
    return TRUE if text is None else _like(f"%{_pattern(text)}%", columns, dialect)


def begins(text: str | None, *columns: str, dialect: Dialect) -> Clause:
    """Return the condition that one of the columns begins with the text, capital or not, as `contains` takes them."""
    return TRUE if text is None else _like(f"{_pattern(text)}%", columns, dialect)


def _pattern(text: str) -> str:
    return text.translate(_LOWER).translate(_ESCAPED)


def _like(pattern: str, columns: tuple[str, ...], dialect: Dialect) -> Clause:
    collation = ' COLLATE "C"' if dialect is Dialect.POSTGRES else ""
    matches = [f"lower({column}{collation}) LIKE ? ESCAPE '\\'" for column in columns]
    return Clause(f"({' OR '.join(matches)})", (pattern,) * len(columns))
