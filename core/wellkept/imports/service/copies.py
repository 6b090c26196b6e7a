"""Our copies of files: in the object store for every worker, in the data folder of the machine that reads them."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from wellkept.imports import queries
from wellkept.imports.errors import ImportFileGone
from wellkept.imports.queries import StoredRun
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.settings import Settings
from wellkept_sdk.ids import uuid7
from wellkept_sdk.now import now

FOLDER = "imports"
#: No download and no unpacking leaves a file alone for so long.
LEFT_BEHIND = timedelta(days=1)
_ID_CHARACTERS = 36


def folder_of(settings: Settings) -> Path:
    """Return the folder of files that are being imported, made if it is missing."""
    folder = Path(settings.data_dir) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def plain_path(run_id: UUID, *, settings: Settings) -> Path:
    """Return where this machine keeps the plain file of a run."""
    return folder_of(settings) / f"{run_id}.csv"


async def keep(run_id: UUID, path: Path, *, store: ObjectStore) -> str:
    """
    Store the plain file of a run for whichever worker does it, and return its digest.

    Raises:
        Unavailable: the store cannot be reached or written.
    """
    with path.open("rb") as file:
        return (await _part(run_id, store).put(file)).sha256


async def is_there(run: StoredRun, *, settings: Settings, store: ObjectStore) -> bool:
    """
    Return whether the run can go on.

    Raises:
        Unavailable: the store cannot be reached.
    """
    if plain_path(run.id, settings=settings).is_file():
        return True
    return run.plain_sha256 is not None and await _part(run.id, store).has(run.plain_sha256)


async def fetch(run: StoredRun, *, settings: Settings, store: ObjectStore) -> Path:
    """
    Return the plain file of a run on this machine, brought from the store if it is not there yet.

    Raises:
        ImportFileGone: the store lacks it too.
        Unavailable: the store cannot be reached.
    """
    path = plain_path(run.id, settings=settings)
    if path.is_file():
        return path
    if run.plain_sha256 is None or not await is_there(run, settings=settings, store=store):
        raise ImportFileGone
    await sweep(settings)
    # A name of its own: another process may be at the same download.
    draft = path.with_name(f"{run.id}.{uuid7()}.draft")
    try:
        with draft.open("wb") as file:
            async for piece in await _part(run.id, store).read(run.plain_sha256):
                await asyncio.to_thread(file.write, piece)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


async def forget(run: StoredRun, *, settings: Settings, store: ObjectStore) -> None:
    """
    Delete the file of a run here and in the store, for it may tell of people.

    Raises:
        Unavailable: the store cannot be reached or written.
    """
    if run.plain_sha256 is not None:
        await _part(run.id, store).delete(run.plain_sha256)
    plain_path(run.id, settings=settings).unlink(missing_ok=True)


async def sweep(settings: Settings) -> None:
    """Delete what this machine was left with: the last batch was done elsewhere, or a process was killed."""
    left = await asyncio.to_thread(lambda: list(_left_behind(folder_of(settings))))
    unfinished = await queries.unfinished_among({run_id for run_id, _ in left}) if left else set[UUID]()
    for run_id, path in left:
        if run_id not in unfinished:
            path.unlink(missing_ok=True)


def _left_behind(folder: Path) -> Iterator[tuple[UUID, Path]]:
    latest = (now() - LEFT_BEHIND).timestamp()
    for path in folder.iterdir():
        # What is no file of ours has no id; what has just been deleted by somebody else needs no more.
        with suppress(ValueError, FileNotFoundError):
            run_id = UUID(path.name[:_ID_CHARACTERS])
            if path.stat().st_mtime < latest:
                yield run_id, path


def _part(run_id: UUID, store: ObjectStore) -> ObjectStore:
    # Equal files of two runs are two objects, so that the end of one run takes nothing from another, nor from a ticket.
    return store.part(f"{FOLDER}/{run_id}")
