"""The search of list routes, in the SQL of the database that is in use."""

from wellkept.platform.storage.engines import database
from wellkept_sdk.db import filters
from wellkept_sdk.db.clauses import Clause


def contains(text: str | None, *columns: str) -> Clause:
    """Return the condition that one of the columns contains the text, capital or not; without a text, any row does."""
    return filters.contains(text, *columns, dialect=database().dialect)
