"""The life of a run: started, done batch by batch, gone on with after a stop."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

from msgspec import Struct

from wellkept.imports import queries
from wellkept.imports.errors import ImportFileGone
from wellkept.imports.queries import StoredRun
from wellkept.imports.reading.batches import BATCH_RECORDS, Batch, ImportFile
from wellkept.imports.reading.csv_rows import FilePlace
from wellkept.imports.rules.cells import RowMistake
from wellkept.imports.rules.mapping import read_mapping
from wellkept.imports.rules.mapping_file import Mapping
from wellkept.imports.rules.targets import Kind
from wellkept.imports.service.creation import create_missing
from wellkept.imports.service.records import store_records
from wellkept.imports.service.tally import Tally
from wellkept.imports.service.tickets import store_tickets
from wellkept.imports.tables import ImportRefusal, ImportRun, RunStatus
from wellkept.platform.settings import Settings
from wellkept.platform.storage import rows
from wellkept.platform.storage.unit_of_work import transaction
from wellkept_sdk.actor import Actor, ActorKind, Role
from wellkept_sdk.errors import Invalid, PluginFailed, WellkeptError
from wellkept_sdk.ids import UserId, uuid7


class NewRun(Struct, frozen=True, kw_only=True):
    """What a run is started with."""

    id: UUID
    file_name: str
    file_sha256: str
    mapping_text: str
    mapping: Mapping
    rows_total: int
    dry_run: bool


class OpenRun(Struct, frozen=True, kw_only=True):
    """A run with its file open, ready for the next batch."""

    id: UUID
    mapping: Mapping
    file: ImportFile


async def start(new: NewRun, *, actor: Actor, plain_sha256: str | None = None) -> None:
    """Record a run that has not done anything yet; its plain file is in the object store if it has a digest."""
    await rows.insert(
        ImportRun,
        id=new.id,
        kind=new.mapping.kind,
        system=new.mapping.system,
        file_name=new.file_name,
        file_sha256=new.file_sha256,
        plain_sha256=plain_sha256,
        mapping=new.mapping_text,
        dry_run=new.dry_run,
        status=RunStatus.QUEUED,
        rows_total=new.rows_total,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
    )


async def open_run(run_id: UUID, *, path: Path) -> OpenRun:
    """
    Open the file of a run.

    Raises:
        ImportFileGone: the file is no longer there.
        Invalid: it is no longer what it was when the run began.
    """
    run = await queries.stored_run(run_id)
    mapping = read_mapping(run.mapping)
    return OpenRun(id=run_id, mapping=mapping, file=await asyncio.to_thread(_open, path, mapping))


async def advance(opened: OpenRun, *, settings: Settings) -> StoredRun:
    """
    Do the next batch of a run in one transaction, its progress included, and return the run as it stands then.

    A mistake that concerns the whole file, or what the mapping wants created, ends the run as failed; so does a plugin
    that is required and fails.
    """
    run = await queries.stored_run(opened.id)
    if run.is_over:
        return run
    try:
        batch = await asyncio.to_thread(_read, opened, run)
    except Invalid as error:
        return await fail(opened.id, reason=error.detail)
    async with transaction():
        locked = await rows.locked(ImportRun, opened.id)
        assert locked is not None, "runs are never deleted"
        if locked["file_offset"] != run.file_offset or locked["status"] != run.status:
            # Somebody else has done this batch meanwhile.
            return rows.decode(locked, StoredRun)
        try:
            tally = await _store(batch, opened.mapping, run, settings=settings)
        except (Invalid, PluginFailed) as error:
            return await fail(opened.id, reason=_told(error))
        return await _record(batch, tally, run)


async def fail(run_id: UUID, *, reason: str) -> StoredRun:
    """End a run that cannot go on; what it stored before stands."""
    async with transaction():
        row = await rows.update(ImportRun, run_id, changes={"status": RunStatus.FAILED, "failure": reason})
        return rows.decode(row, StoredRun)


async def reopen(run_id: UUID) -> None:
    """Let a run that failed or was stopped go on, in the caller's transaction."""
    await rows.update(ImportRun, run_id, changes={"status": RunStatus.RUNNING, "failure": None})


def _open(path: Path, mapping: Mapping) -> ImportFile:
    if not path.is_file():
        raise ImportFileGone
    return ImportFile(path, mapping)


def _read(opened: OpenRun, run: StoredRun) -> Batch:
    # Rows of a trial are taken back after each batch, so rows that refer to earlier ones must be in one batch.
    whole = run.dry_run and run.kind is not Kind.TICKETS
    place = FilePlace(run.file_offset, run.file_row)
    return opened.file.batch(place, records_max=None if whole else BATCH_RECORDS)


async def _store(batch: Batch, mapping: Mapping, run: StoredRun, *, settings: Settings) -> Tally:
    actor = _actor_of(run)
    try:
        async with transaction():
            if run.rows_done == 0 or run.dry_run:
                await create_missing(mapping.create, settings=settings, actor=actor)
            records = list(batch.records.values())
            if mapping.kind is Kind.TICKETS:
                tally = await store_tickets(records, mapping, actor=actor)
            else:
                tally = await store_records(records, mapping, settings=settings, actor=actor)
            _stop_if_trial(run, tally)
    except _OnlyATrialError as trial:
        return trial.tally
    return tally


class _OnlyATrialError(Exception):
    """What was done in the savepoint shall not stand."""

    def __init__(self, tally: Tally) -> None:
        """Keep what would have come of it."""
        super().__init__()
        self.tally = tally


def _stop_if_trial(run: StoredRun, tally: Tally) -> None:
    if run.dry_run:
        raise _OnlyATrialError(tally)


async def _record(batch: Batch, tally: Tally, run: StoredRun) -> StoredRun:
    refused = [*batch.stray, *tally.mistakes]
    await rows.insert_many(ImportRefusal, [_refusal(run.id, mistake) for mistake in refused])
    changes: dict[str, Any] = {
        "status": RunStatus.DONE if batch.is_last else RunStatus.RUNNING,
        "rows_done": run.rows_done + batch.rows,
        "created": run.created + tally.created,
        "updated": run.updated + tally.updated,
        "unchanged": run.unchanged + tally.unchanged,
        "failed": run.failed + tally.failed + len({mistake.row for mistake in batch.stray}),
        "file_offset": batch.end.offset,
        "file_row": batch.end.rows,
    }
    return rows.decode(await rows.update(ImportRun, run.id, changes=changes), StoredRun)


def _refusal(run_id: UUID, mistake: RowMistake) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "import_run_id": run_id,
        "row_number": mistake.row,
        "column_name": mistake.column,
        "value": mistake.value,
        "code": mistake.code,
        "message": mistake.message,
    }


def _actor_of(run: StoredRun) -> Actor:
    """Return who started the run; what the rows may refer to does not depend on the caller."""
    actor_id = None if run.actor_id is None else UserId(run.actor_id)
    return Actor(
        kind=ActorKind(run.actor_kind),
        id=actor_id,
        name=run.actor_name,
        role=Role.INTEGRATION,
        permissions=frozenset(),
    )


def _told(error: WellkeptError) -> str:
    return "; ".join(f"{one.pointer}: {one.message}" for one in error.errors) or error.detail
