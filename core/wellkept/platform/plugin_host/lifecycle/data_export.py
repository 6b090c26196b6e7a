"""The data of a plugin as files: one NDJSON file for each table, and a manifest that says what they hold."""

import os
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from wellkept.platform.storage.engines import database
from wellkept_sdk.db.database import Dialect, Row

MANIFEST_FILE = "manifest.json"
ROWS_PER_READ = 1000
_ROWID = "export_rowid"


class ExportedTable(Struct, frozen=True, kw_only=True):
    """One file of an export: a JSON object for each row, one a line."""

    table: str
    file: str
    rows: int
    sha256: str


class ExportManifest(Struct, frozen=True, kw_only=True):
    """What an export holds; `migrations` are those that had run, so they tell which version of the tables it is."""

    plugin: str
    exported_at: datetime
    migrations: list[str]
    tables: list[ExportedTable]


class ExportFolderError(Exception):
    """The folder for an export cannot be used."""


def prepare_folder(folder: Path) -> None:
    """
    Make the folder of an export.

    Raises:
        ExportFolderError: it is there and holds something, or it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        occupied = any(folder.iterdir())
    except OSError as error:
        raise ExportFolderError(f"{folder} cannot be used: {error.strerror}.") from error
    if occupied:
        raise ExportFolderError(f"{folder} is not empty.")


async def export_tables(plugin: str, tables: Sequence[str], *, folder: Path, at: datetime) -> ExportManifest:
    """
    Write all rows of tables into an empty folder; what it returns is on the disk by then.

    Args:
        plugin: whose tables.
        tables: their names.
        folder: see `prepare_folder`.
        at: the moment of the export.
    """
    written = [await _export_table(table, folder=folder) for table in tables]
    ran = await database().fetch("SELECT name FROM migration WHERE app_name = ? ORDER BY name", plugin)
    manifest = ExportManifest(plugin=plugin, exported_at=at, migrations=[row["name"] for row in ran], tables=written)
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    _write(folder / MANIFEST_FILE, text + b"\n")
    return manifest


async def _export_table(table: str, *, folder: Path) -> ExportedTable:
    file = f"{table}.ndjson"
    digest, count = sha256(), 0
    async for rows in _batches(table):
        lines = msgspec.json.Encoder().encode_lines(rows)
        _write(folder / file, lines)
        digest.update(lines)
        count += len(rows)
    return ExportedTable(table=table, file=file, rows=count, sha256=digest.hexdigest())


async def _batches(table: str) -> AsyncIterator[list[Row]]:
    """Yield all rows of a table batch by batch, at least one batch; a table need not have an id."""
    # Under a name of its own, because a statement is prepared once and each table has other columns.
    cursor = f"export_{sha256(table.encode()).hexdigest()[:16]}"
    if database().dialect is Dialect.POSTGRES:
        await database().execute(f'DECLARE {cursor} NO SCROLL CURSOR FOR SELECT * FROM "{table}"')
    after, is_last = 0, False
    while not is_last:
        rows = await _batch(table, cursor=cursor, after=after)
        after, is_last = (rows[-1].get(_ROWID, 0) if rows else after), len(rows) < ROWS_PER_READ
        yield [{name: value for name, value in row.items() if name != _ROWID} for row in rows]
    if database().dialect is Dialect.POSTGRES:
        await database().execute(f"CLOSE {cursor}")  # A table with an open cursor cannot be dropped.


async def _batch(table: str, *, cursor: str, after: int) -> list[Row]:
    if database().dialect is Dialect.POSTGRES:
        return await database().fetch(f"FETCH {ROWS_PER_READ} FROM {cursor}")
    statement = f'SELECT rowid AS {_ROWID}, * FROM "{table}" WHERE rowid > ? ORDER BY rowid LIMIT {ROWS_PER_READ}'
    return await database().fetch(statement, after)


def _write(path: Path, content: bytes) -> None:
    """Append to a file and wait for the disk: the rows are dropped next."""
    with path.open("ab") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
