"""How a file comes in: checked, made plain, and started as a run."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from msgspec import Struct

from wellkept.imports import queries
from wellkept.imports.errors import ImportFileGone, ImportFinished
from wellkept.imports.reading.batches import ImportFile
from wellkept.imports.reading.plain_file import digest_of, is_plain, make_plain
from wellkept.imports.rules.mapping import read_mapping
from wellkept.imports.rules.targets import Kind
from wellkept.imports.schemas import ImportRunRead
from wellkept.imports.service import copies, runs
from wellkept.imports.tables import ImportRun, RunStatus
from wellkept.platform.jobs.timers import set_timer
from wellkept.platform.jobs.wakeup import wake_after_commit
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.settings import Settings
from wellkept.platform.storage import rows
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now

OWNER = "core"
MAPPING = "/mapping"


class Given(Struct, frozen=True, kw_only=True):
    """A file and its mapping, as they were given; `kind` where the caller has said it beside the mapping."""

    path: Path
    file_name: str
    mapping_text: str
    dry_run: bool
    kind: Kind | None = None


async def receive(given: Given, *, actor: Actor, settings: Settings, store: ObjectStore) -> ImportRunRead:
    """
    Start a run that a worker does, on whichever machine: the file waits in the object store.

    Raises:
        Invalid: the mapping has mistakes, the file cannot be read, or lacks columns.
        Unavailable: the object store does not answer.
    """
    run_id = uuid7()
    path = copies.plain_path(run_id, settings=settings)
    await copies.sweep(settings)
    try:
        new = await asyncio.to_thread(_prepared, given, run_id, path)
        digest = await copies.keep(run_id, path, store=store)
    finally:
        # Who does the run is not known yet; a copy here might stay for ever.
        path.unlink(missing_ok=True)
    async with transaction():
        await runs.start(new, actor=actor, plain_sha256=digest)
        await _wake(run_id)
    return await queries.run_read(run_id)


async def resume(run_id: UUID, *, settings: Settings, store: ObjectStore) -> ImportRunRead:
    """
    Let a run that failed or was stopped go on where its last batch ended.

    Raises:
        NotFound: there is no such run.
        ImportFinished: it is done.
        ImportFileGone: its file is neither in the object store nor here, such as that of a run of the command line.
        Unavailable: the object store does not answer.
    """
    # The store is asked before the transaction, which must not wait for it.
    is_there = await copies.is_there(await queries.stored_run(run_id), settings=settings, store=store)
    async with transaction():
        locked = await rows.locked(ImportRun, run_id)
        if locked is not None and locked["status"] == RunStatus.DONE:
            raise ImportFinished
        if not is_there:
            raise ImportFileGone
        await runs.reopen(run_id)
        await _wake(run_id)
    return await queries.run_read(run_id)


async def import_now(
    given: Given, *, actor: Actor, settings: Settings, progress: Callable[[ImportRunRead], None] | None = None
) -> ImportRunRead:
    """
    Import a file in this process, batch by batch; a run of the same file and mapping that was stopped goes on.

    Args:
        given: the file; it is read where it lies, unless it is packed or a workbook.
        actor: who imports.
        settings: of the deployment.
        progress: called after each batch.

    Raises:
        Invalid: the mapping has mistakes, the file cannot be read, or lacks columns.
    """
    run_id, path = await _begun(given, actor=actor, settings=settings)
    opened = await runs.open_run(run_id, path=path)
    run = await queries.stored_run(run_id)
    while not run.is_over:
        run = await runs.advance(opened, settings=settings)
        if progress is not None:
            progress(await queries.run_read(run_id))
    if run.status is RunStatus.DONE:
        # A failed run may still go on.
        copies.plain_path(run_id, settings=settings).unlink(missing_ok=True)
    return await queries.run_read(run_id)


async def _begun(given: Given, *, actor: Actor, settings: Settings) -> tuple[UUID, Path]:
    # The mapping first: its mistakes are cheaper to find than those of a large file.
    read_mapping(given.mapping_text, kind=given.kind)
    digest = await asyncio.to_thread(digest_of, given.path)
    stopped = await queries.unfinished_run(digest, mapping=given.mapping_text, dry_run=given.dry_run)
    if stopped is not None and (path := _place(given, stopped, settings)).is_file():
        async with transaction():
            await runs.reopen(stopped)
        return stopped, path
    run_id = uuid7()
    path = _place(given, run_id, settings)
    new = await asyncio.to_thread(_prepared, given, run_id, path)
    async with transaction():
        await runs.start(new, actor=actor)
    return run_id, path


def _place(given: Given, run_id: UUID, settings: Settings) -> Path:
    """Return where the plain file is: the file itself, or our copy of it."""
    return given.path if is_plain(given.path) else copies.plain_path(run_id, settings=settings)


def _prepared(given: Given, run_id: UUID, path: Path) -> runs.NewRun:
    mapping = read_mapping(given.mapping_text, kind=given.kind, at=MAPPING)
    if path != given.path:
        make_plain(given.path, path, shape=mapping.file)
    return runs.NewRun(
        id=run_id,
        file_name=given.file_name,
        file_sha256=digest_of(given.path),
        mapping_text=given.mapping_text,
        mapping=mapping,
        rows_total=ImportFile(path, mapping).count(),
        dry_run=given.dry_run,
    )


async def _wake(run_id: UUID) -> None:
    await set_timer(OWNER, queries.IMPORT_RUN, run_id, due_at=now())
    wake_after_commit()
