"""The worker's part: one batch of a run each time its timer fires, so that a killed worker costs one batch."""

from datetime import datetime, timedelta
from functools import partial

from wellkept.imports import queries
from wellkept.imports.queries import StoredRun
from wellkept.imports.service import copies, intake, runs
from wellkept.imports.tables import RunStatus
from wellkept.platform.jobs.timers import DueTimer, TimerHandlers, set_timer
from wellkept.platform.jobs.wakeup import wake_after_commit
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.settings import Settings
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.errors import Conflict, Invalid

#: So long the file of a run that failed is kept, for somebody to resume it.
FAILED_KEPT = timedelta(days=30)


def timer_handlers(settings: Settings, *, store: ObjectStore) -> TimerHandlers:
    """Return what the worker does for imports."""
    return {(intake.OWNER, queries.IMPORT_RUN): partial(continue_import, settings=settings, store=store)}


async def continue_import(timer: DueTimer, at: datetime, *, settings: Settings, store: ObjectStore) -> None:
    """Do the next batch of a run and come back: for the one after it, or to delete the file once that is committed."""
    run = await queries.stored_run(timer.record_id)
    if run.is_over:
        await copies.forget(run, settings=settings, store=store)
        return
    run = await _advance(run, settings=settings, store=store)
    async with transaction():
        kept = FAILED_KEPT if run.status is RunStatus.FAILED else timedelta()
        await set_timer(intake.OWNER, queries.IMPORT_RUN, run.id, due_at=at + kept)
        wake_after_commit()


async def _advance(run: StoredRun, *, settings: Settings, store: ObjectStore) -> StoredRun:
    try:
        path = await copies.fetch(run, settings=settings, store=store)
        opened = await runs.open_run(run.id, path=path)
    except (Invalid, Conflict) as error:
        return await runs.fail(run.id, reason=error.detail)
    return await runs.advance(opened, settings=settings)
