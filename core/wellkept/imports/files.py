"""Importing a file of this machine: what the command line calls."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from wellkept.imports.rules.targets import Kind
from wellkept.imports.schemas import ImportRunRead
from wellkept.imports.service import intake
from wellkept.platform.settings import Settings
from wellkept_sdk.actor import Actor
from wellkept_sdk.errors import invalid


class LocalFile(Struct, frozen=True, kw_only=True):
    """
    What to import.

    Args:
        path: CSV, gzipped CSV or XLSX.
        mapping_path: the mapping, TOML in UTF-8.
        kind: what the caller wants to import; the mapping must say the same.
        dry_run: check everything and write nothing but the run with its report.
    """

    path: Path
    mapping_path: Path
    kind: Kind | None = None
    dry_run: bool = False


async def import_file(
    file: LocalFile, *, actor: Actor, settings: Settings, progress: Callable[[ImportRunRead], None] | None = None
) -> ImportRunRead:
    """
    Import a file and return the run at its end, which may be `failed`; the database is open and bound.

    A run of the same file and mapping that was stopped goes on where its last batch ended.

    Args:
        file: what to import.
        actor: who imports.
        settings: of the deployment; the data folder holds unpacked copies for a while.
        progress: called after each batch with the run as it stands.

    Raises:
        Invalid: the mapping has mistakes, the file cannot be read, or lacks columns.
        OSError: one of the files cannot be opened.
    """
    given = intake.Given(
        path=file.path,
        file_name=file.path.name,
        mapping_text=await asyncio.to_thread(_mapping_text, file.mapping_path),
        dry_run=file.dry_run,
        kind=file.kind,
    )
    return await intake.import_now(given, actor=actor, settings=settings, progress=progress)


def _mapping_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise invalid("", "bad_characters", "The mapping is not written in UTF-8.") from None
