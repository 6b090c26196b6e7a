"""Questions to the outbox: the feed."""

from collections.abc import Sequence

from msgspec import Struct

from wellkept.platform.outbox.sequencer import number_events
from wellkept.platform.storage.engines import database
from wellkept_sdk.db.clauses import TRUE, Clause, all_of
from wellkept_sdk.db.database import Row

PREFIX_MARK = "*"


class FeedSlice(Struct, frozen=True, kw_only=True):
    """Some events of the feed in order, and the position after which to go on."""

    rows: list[Row]
    position: int


async def feed(*, after: int, limit: int, types: Sequence[str] = (), subject: str | None = None) -> FeedSlice:
    """
    Return the next events of the feed; nothing is ever skipped or repeated.

    Args:
        after: the position up to which the reader has read; 0 is the beginning.
        limit: at least 1.
        types: exact types, or beginnings of types followed by `*`; none means all.
        subject: the one record whose events are wanted.
    """
    end = await head()
    wanted = all_of(
        Clause("position > ? AND position <= ?", (after, end)),
        any_type(types),
        TRUE if subject is None else Clause("subject = ?", (subject,)),
    )
    rows = await database().fetch(f"{_SELECT} WHERE {wanted.sql} ORDER BY position LIMIT ?", *wanted.args, limit)
    # A reader of rare events goes on from the head, and need not pass the same foreign events again at each poll.
    position = rows[-1]["position"] if len(rows) == limit else max(after, end)
    return FeedSlice(rows=rows, position=position)


async def head() -> int:
    """Return the position of the newest event; 0 if there is none."""
    await number_events()
    row = await database().fetch_one(_HEAD)
    return 0 if row is None else row["position"]


def any_type(types: Sequence[str]) -> Clause:
    """Return the condition that an event has one of the types."""
    if not types:
        return TRUE
    tests = [_one_type(wanted) for wanted in types]
    return Clause(f"({' OR '.join(test.sql for test in tests)})", tuple(arg for test in tests for arg in test.args))


def _one_type(wanted: str) -> Clause:
    if not wanted.endswith(PREFIX_MARK):
        return Clause("type = ?", (wanted,))
    beginning = wanted.removesuffix(PREFIX_MARK)
    return Clause("substr(type, 1, ?) = ?", (len(beginning), beginning))


_SELECT = """
SELECT id, position, type, subject, data, actor_kind, actor_id, occurred_at, recorded_at, request_id FROM event
"""
_HEAD = "SELECT position FROM event WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1"
