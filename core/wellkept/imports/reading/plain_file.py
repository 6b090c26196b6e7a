"""A file as it was given, turned into plain CSV that can be read on from any place."""

import csv
import gzip
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, time
from hashlib import sha256
from io import BufferedWriter
from pathlib import Path
from typing import Protocol

from python_calamine import CalamineError, CalamineWorkbook

from wellkept.imports.errors import ImportFileUnreadable
from wellkept.imports.rules.mapping_file import FileShape

EXPANDED_BYTES_MAX = 4 * 1024**3
WORKBOOK_BYTES_MAX = 512 * 1024**2
READ_BYTES = 1024 * 1024
_GZIP, _ZIP, _ZSTD, _OLD_EXCEL = b"\x1f\x8b", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"\xd0\xcf\x11\xe0"
_MAGIC_BYTES = 4


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        digest = sha256()
        while piece := file.read(READ_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def is_plain(path: Path) -> bool:
    """Return whether the file can be read as it lies there."""
    return _magic(path)[:2] not in (_GZIP, _ZIP[:2])


def make_plain(path: Path, target: Path, *, shape: FileShape) -> None:
    """
    Write the file as plain CSV: CSV as it is, gzip unpacked, a workbook's sheet cell by cell.

    Formulas are never computed: what counts is the value that the workbook's program has stored beside them.

    Args:
        path: CSV, gzipped CSV or XLSX, known by its first bytes.
        target: where to; it is there completely or not at all.
        shape: which sheet of a workbook is meant, by default the first, and how the plain file shall be written.

    Raises:
        ImportFileUnreadable: the file is none of these, is damaged, or unpacks to too much.
    """
    magic = _magic(path)
    draft = target.with_name(f"{target.name}.draft")
    try:
        if magic == _ZIP:
            _write_sheet(path, draft, shape)
        elif magic[:2] == _GZIP:
            _unpack(path, draft)
        else:
            shutil.copyfile(path, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _magic(path: Path) -> bytes:
    """Return the first bytes of a file that we can read in principle."""
    with path.open("rb") as file:
        magic = file.read(_MAGIC_BYTES)
    if not magic:
        raise ImportFileUnreadable.because("The file is empty.")
    if magic == _ZSTD:
        raise ImportFileUnreadable.because("The file is packed with zstd; unpack it first, or pack it with gzip.")
    if magic == _OLD_EXCEL:
        raise ImportFileUnreadable.because("The file is in the old format of Excel; save it as XLSX or CSV.")
    return magic


def _unpack(path: Path, draft: Path) -> None:
    try:
        with gzip.open(path) as packed, draft.open("wb") as plain:
            _copy(packed, plain)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise ImportFileUnreadable.because("The gzip file is damaged or ends early.") from None


class _Readable(Protocol):
    """What can be read piece by piece."""

    def read(self, size: int, /) -> bytes: ...


def _copy(source: _Readable, target: BufferedWriter) -> None:
    written = 0
    while piece := source.read(READ_BYTES):
        written += len(piece)
        if written > EXPANDED_BYTES_MAX:
            raise ImportFileUnreadable.because(f"The file unpacks to more than {EXPANDED_BYTES_MAX} bytes.")
        target.write(piece)


def _write_sheet(path: Path, draft: Path, shape: FileShape) -> None:
    # The mark at its beginning says that this file is UTF-8, whatever the mapping says.
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=shape.delimiter).writerows(_sheet_rows(path, shape.sheet))


def _sheet_rows(path: Path, sheet: str | None) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > WORKBOOK_BYTES_MAX:
            raise ImportFileUnreadable.because(f"The workbook unpacks to more than {WORKBOOK_BYTES_MAX} bytes.")
        book = CalamineWorkbook.from_path(str(path))  # pyright: ignore[reportUnknownMemberType]
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise ImportFileUnreadable.because(f"The workbook has no sheet {sheet!r}.")
        rows = book.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, IndexError, ValueError, OSError):
        raise ImportFileUnreadable.because("The workbook is damaged, or is no XLSX file.") from None
    yield from ([_text(cell) for cell in row] for row in rows)


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        # A day without a time is stored as its midnight.
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    return str(cell)
