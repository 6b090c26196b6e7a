"""What happens to keys by themselves."""

from datetime import datetime, timedelta

from wellkept.platform.auth.service.keys import revoke_key
from wellkept.platform.jobs.periodic import PeriodicJob
from wellkept.platform.storage.engines import database
from wellkept_sdk.actor import SYSTEM

EVERY = timedelta(hours=1)
BATCH_MAX = 500

_EXPIRED = "SELECT id FROM api_key WHERE expires_at <= ? AND revoked_at IS NULL ORDER BY expires_at LIMIT ?"


async def revoke_expired(at: datetime) -> int:
    """Revoke the keys that have run out, so that audit and events tell of their end; return how many."""
    rows = await database().fetch(_EXPIRED, at, BATCH_MAX)
    for row in rows:
        await revoke_key(row["id"], actor=SYSTEM)
    return len(rows)


PERIODIC_JOBS = (PeriodicJob(name="keys.expiry", every=EVERY, run=revoke_expired),)
