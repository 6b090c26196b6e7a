"""Removes old events, if the deployment wants that."""

from datetime import datetime, timedelta
from functools import partial

from wellkept.platform.jobs.periodic import PeriodicJob
from wellkept.platform.storage.engines import database

BATCH = 1000
BATCHES_MAX = 200
EVERY = timedelta(hours=1)


def retention_jobs(*, keep_days: int) -> list[PeriodicJob]:
    """
    Return the job that removes old events.

    Args:
        keep_days: days; 0 keeps events for ever, and then there is no job.
    """
    if keep_days == 0:
        return []
    return [PeriodicJob(name="events.retention", every=EVERY, run=partial(forget, keep_days=keep_days))]


async def forget(at: datetime, *, keep_days: int) -> int:
    """
    Delete the events older than so many days that wait for no subscriber and no webhook; return how many.

    The newest event always stays: the next position follows from it.
    """
    total = 0
    for _ in range(BATCHES_MAX):
        # Each batch is a transaction, so that writers need not wait for all of them.
        removed = await database().execute(_FORGET, at - timedelta(days=keep_days), BATCH)
        total += removed
        if removed < BATCH:
            break
    return total


# Events are recorded about in the order of their positions, so the walk ends at the first that is young enough.
_FORGET = """
DELETE FROM event WHERE id IN (
    SELECT old.id FROM event old
    WHERE old.position IS NOT NULL
      AND old.position < COALESCE(
          (SELECT young.position FROM event young
           WHERE young.position IS NOT NULL AND young.recorded_at >= ? ORDER BY young.position LIMIT 1),
          (SELECT MAX(head.position) FROM event head WHERE head.position IS NOT NULL))
      AND NOT EXISTS (SELECT 1 FROM event_delivery waiting WHERE waiting.event_id = old.id)
      AND NOT EXISTS (SELECT 1 FROM webhook_delivery post WHERE post.event_id = old.id AND post.state = 'ready')
      AND NOT EXISTS (SELECT 1 FROM webhook WHERE webhook.active AND webhook.position < old.position)
    ORDER BY old.position LIMIT ?)
"""
