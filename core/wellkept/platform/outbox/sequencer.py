"""
Gives committed events their place in the feed.

A transaction may take its number long before it commits, so readers that follow the numbers lose events. Positions
are given afterwards, one sequencer at a time, in the order of the numbers among what is committed. The events of one
record are numbered under that record's lock, so the later one becomes visible only when the earlier one is, and the
feed keeps their order.
"""

from wellkept.platform.storage.engines import database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.db.database import Dialect

BATCH = 5000
_LOCK = 5_811_301_774


async def number_events() -> int:
    """Give every committed event that has none its position; return how many that were."""
    if database().dialect is Dialect.SQLITE or not await database().fetch(_ANY):
        return 0
    total = 0
    while True:
        async with transaction():
            # The next statement's snapshot is taken after the lock, so it sees what the sequencer before us gave.
            await database().execute("SELECT pg_advisory_xact_lock(?)", _LOCK)
            numbered = await database().execute(_NUMBER, BATCH)
        total += numbered
        if numbered < BATCH:
            return total


# The order makes PostgreSQL use the partial index, even when its statistics say that most events have no position.
_ANY = "SELECT seq FROM event WHERE position IS NULL ORDER BY seq LIMIT 1"
_NUMBER = """
UPDATE event SET position = numbered.position
FROM (
    SELECT waiting.id,
           (SELECT COALESCE(MAX(position), 0) FROM event) + row_number() OVER (ORDER BY waiting.seq) AS position
    FROM (SELECT id, seq FROM event WHERE position IS NULL ORDER BY seq LIMIT ?) AS waiting
) AS numbered
WHERE event.id = numbered.id
"""
