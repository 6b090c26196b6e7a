"""Questions about deliveries: what waits, and what was given up."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import decode_all


class DeadLetter(Struct, frozen=True, kw_only=True):
    """An event that a subscriber failed to take, every time; `next_at` is when it was given up."""

    id: UUID
    event_id: UUID
    type: str
    subscriber: str
    subject: str
    attempts: int
    next_at: datetime
    last_error: str | None


class Backlog(Struct, frozen=True, kw_only=True):
    """How many deliveries of one subscriber are in one state."""

    subscriber: str
    state: str
    count: int


async def dead_letters(*, limit: int) -> Sequence[DeadLetter]:
    """Return what was given up, oldest event first."""
    return decode_all(await database().fetch(_DEAD, limit), DeadLetter)


async def backlog() -> Sequence[Backlog]:
    """Return how many deliveries wait or are dead, for each subscriber."""
    return decode_all(await database().fetch(_BACKLOG), Backlog)


_DEAD = """
SELECT d.id, d.event_id, e.type, d.subscriber, d.subject, d.attempts, d.next_at, d.last_error
FROM event_delivery d JOIN event e ON e.id = d.event_id
WHERE d.state = 'dead' ORDER BY d.event_seq LIMIT ?
"""
_BACKLOG = """
SELECT subscriber, state, COUNT(*) AS count FROM event_delivery GROUP BY subscriber, state ORDER BY subscriber, state
"""
