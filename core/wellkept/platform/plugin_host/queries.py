"""Questions about plugins: which of them have failed lately."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from wellkept.platform.storage.engines import database


class Failures(Struct, frozen=True, kw_only=True):
    """How often a plugin has failed lately, and how the last time."""

    count: int
    last_at: datetime | None
    last_hook: str | None
    last_error: str | None


NO_FAILURES = Failures(count=0, last_at=None, last_hook=None, last_error=None)


async def failures_by_plugin() -> Mapping[str, Failures]:
    """Return the failures that are kept, by plugin; one that never failed is absent."""
    rows = await database().fetch(_LAST)
    return {
        row["plugin"]: Failures(
            count=row["failures"], last_at=row["created_at"], last_hook=row["hook"], last_error=row["error"]
        )
        for row in rows
    }


# The count and the latest row come together through the window.
_LAST = """
    SELECT plugin, hook, error, created_at, failures FROM (
        SELECT plugin, hook, error, created_at,
            COUNT(*) OVER (PARTITION BY plugin) AS failures,
            ROW_NUMBER() OVER (PARTITION BY plugin ORDER BY created_at DESC, id DESC) AS place
        FROM plugin_failure
    ) AS ranked
    WHERE place = 1
"""
