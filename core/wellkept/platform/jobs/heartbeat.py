"""
Tells other workers that we live and go on with what we have taken.

A lease lasts a moment and is renewed for as long as the work goes on: work that is slow stays ours, and what a killed
worker held is taken up within `HEARTBEAT_LEASE_SECONDS`. Heartbeats only spare others doing the same in vain. That
nothing is done twice does not rest on them, but on the lease's id, which the end of the work checks in its own
transaction.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from contextvars import Context
from datetime import datetime

import structlog

from wellkept.platform.jobs.queue import Lease, renew

#: Three times before the lease ends, so that one that is late or fails costs nothing.
RENEWAL_SECONDS = 0.5

Clock = Callable[[], datetime]


@asynccontextmanager
async def renewed(lease: Lease, *, clock: Clock) -> AsyncGenerator[None]:
    """Keep a lease that lives by heartbeats until the caller is done, or somebody else has taken the row."""
    if not lease.lives_by_heartbeat:
        yield
        return
    # A context of its own: what it writes is no part of the work.
    beating = asyncio.create_task(_beat(lease, clock=clock), name="lease.heartbeat", context=Context())
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.wait({beating})


async def _beat(lease: Lease, *, clock: Clock) -> None:
    is_ours = True
    while is_ours:
        await asyncio.sleep(RENEWAL_SECONDS)
        try:
            is_ours = await renew(lease, now=clock())
        except Exception as error:  # noqa: BLE001 - the next may succeed; if none does, others take the row
            _log.warning("heartbeat_failed", table=lease.table, work=str(lease.id), reason=str(error))


_log = structlog.get_logger("wellkept.jobs")
