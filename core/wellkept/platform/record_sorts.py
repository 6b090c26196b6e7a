"""The orders in which lists of records with a code can be read."""

from datetime import datetime
from typing import Literal

from wellkept_sdk.db.listing import Sort

RecordSort = Literal["code", "-code", "created_at", "-created_at", "updated_at", "-updated_at"]
RECORD_SORT_DEFAULT: RecordSort = "code"


def record_sorts(table: str) -> dict[str, Sort]:
    """Return what `RecordSort` means for a table."""
    return {
        "code": Sort(f"{table}.code", str),
        "created_at": Sort(f"{table}.created_at", datetime),
        "updated_at": Sort(f"{table}.updated_at", datetime),
    }
