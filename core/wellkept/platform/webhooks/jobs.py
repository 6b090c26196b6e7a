"""Removes what nobody asks the log of deliveries for any more."""

from datetime import datetime, timedelta
from typing import Final

from wellkept.platform.jobs.periodic import PeriodicJob
from wellkept.platform.storage.engines import database

#: So long what was delivered, or given up, can be looked up and replayed.
KEPT: Final = timedelta(days=30)
_EVERY: Final = timedelta(hours=1)
_BATCH: Final = 1_000
_FORGET: Final = (
    "DELETE FROM webhook_delivery WHERE id IN (SELECT id FROM webhook_delivery"
    " WHERE state <> 'ready' AND tried_at < ? ORDER BY tried_at LIMIT ?)"
)


async def forget(at: datetime) -> None:
    """Delete deliveries that ended more than thirty days ago, in batches of their own transactions."""
    while await database().execute(_FORGET, at - KEPT, _BATCH) == _BATCH:
        continue


PERIODIC_JOBS: Final = (PeriodicJob(name="webhooks.forget_deliveries", every=_EVERY, run=forget),)
