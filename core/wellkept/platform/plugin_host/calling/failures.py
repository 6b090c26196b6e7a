"""Keeping what failed: a change that went on without an optional plugin says so."""

from datetime import datetime, timedelta

from structlog.contextvars import get_contextvars

from wellkept.platform.jobs.periodic import PeriodicJob
from wellkept.platform.plugin_host.current import host
from wellkept.platform.plugin_host.hooks.plan import HookCall
from wellkept.platform.plugin_host.tables import PluginFailure
from wellkept.platform.storage.engines import database
from wellkept.platform.storage.rows import insert
from wellkept_sdk.records.references import RecordName, RecordRef

KEPT = timedelta(days=30)
EVERY = timedelta(hours=1)
ERROR_LENGTH_MAX = 2_000
BATCH = 1_000
BATCHES_MAX = 200

#: The kinds of background work, each with what it is called where the lane does not say which it was.
_WORK = {"events": "reaction", "timers": "timer", "jobs": "job"}
_COLLECTIONS = {
    RecordName.CUSTOMER: "customers",
    RecordName.PROJECT: "projects",
    RecordName.EQUIPMENT: "equipment",
    RecordName.TICKET: "tickets",
}


async def record_failure(call: HookCall, error: BaseException, *, record: RecordRef | None) -> None:
    """Keep the failure of a hook of an optional plugin, in the transaction of the change that goes on without it."""
    await insert(
        PluginFailure,
        plugin=call.plugin,
        hook=call.hook,
        subject=None if record is None else f"{_COLLECTIONS[record.name]}/{record.id}",
        error=_brief(f"{type(error).__name__}: {error}"),
        request_id=get_contextvars().get("request_id"),
    )


async def record_failed_work(lane: str, reason: str) -> None:
    """Keep the failure of a reaction, timer or job of a plugin; lanes are named `<kind of work>.<plugin>.<which>`."""
    kind, _, rest = lane.partition(".")
    plugin, _, which = rest.partition(".")
    if kind in _WORK and plugin in host().plugins:
        await insert(
            PluginFailure, plugin=plugin, hook=which or _WORK[kind], subject=None, error=_brief(reason), request_id=None
        )


def _brief(reason: str) -> str:
    """Return the words as both databases take them."""
    return reason.replace("\0", "")[:ERROR_LENGTH_MAX].encode("utf-8", "replace").decode()


async def forget(at: datetime) -> int:
    """Delete the failures that are older than a month, and return how many."""
    total = 0
    for _ in range(BATCHES_MAX):
        # Each batch is a transaction, so that writers need not wait for all of them.
        removed = await database().execute(_FORGET, at - KEPT, BATCH)
        total += removed
        if removed < BATCH:
            break
    return total


_FORGET = """
DELETE FROM plugin_failure
WHERE id IN (SELECT id FROM plugin_failure WHERE created_at < ? ORDER BY created_at, id LIMIT ?)
"""

PERIODIC_JOBS = [PeriodicJob(name="plugins.failure_purge", every=EVERY, run=forget)]
