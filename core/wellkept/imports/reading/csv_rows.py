"""Rows of a plain CSV file, read as a stream from any place in it."""

import csv
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from msgspec import Struct

from wellkept.imports.errors import ImportFileUnreadable
from wellkept.imports.rules.mapping_file import FileShape

LINE_BYTES_MAX = 1024 * 1024
COLUMNS_MAX = 1_000
_UTF8_MARK = b"\xef\xbb\xbf"


class FilePlace(Struct, frozen=True):
    """Between two rows: the byte where the next one begins, and how many rows came before it."""

    offset: int = 0
    rows: int = 0


class FileRow(Struct, frozen=True, gc=False):
    """One row; `problem` says why its cells cannot be used. The header is row 1."""

    row: int
    cells: list[str]
    end: FilePlace
    problem: str | None = None


class CsvRows:
    """A plain CSV file with a header."""

    def __init__(self, path: Path, shape: FileShape) -> None:
        """
        Read the header.

        Raises:
            ImportFileUnreadable: there is none, or it cannot be read.
        """
        self._path = path
        self._shape = shape
        self._encoding = "utf-8" if _is_marked(path) else shape.encoding
        first = next(self._rows(FilePlace()), None)
        if first is not None and first.problem is not None:
            raise ImportFileUnreadable.because(f"The header cannot be read: {first.problem}")
        if first is None or not any(first.cells):
            raise ImportFileUnreadable.because("The file has no header.")
        self.header = [name.strip() for name in first.cells]
        self.start = first.end
        self._check_header()

    def rows(self, start: FilePlace | None = None) -> Iterator[FileRow]:
        """
        Return the rows after a place, by default after the header.

        Raises:
            ImportFileUnreadable: a line is too long to be one.
        """
        width = len(self.header)
        place = start if start is not None and start.rows > 0 else self.start
        for row in self._rows(place):
            if not row.cells and row.problem is None:
                continue  # an empty line
            if row.problem is None and len(row.cells) != width:
                problem = f"The row has {len(row.cells)} cells, the header {width}."
                yield FileRow(row.row, row.cells, row.end, problem)
            else:
                yield row

    def _rows(self, start: FilePlace) -> Iterator[FileRow]:
        with self._path.open("rb") as file:
            file.seek(start.offset)
            lines = _Lines(file, self._encoding, start.offset)
            reader = csv.reader(lines, delimiter=self._shape.delimiter, strict=True)
            number = start.rows
            while True:
                problem = None
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    cells, problem = [], f"This is no CSV: {error}."
                number += 1
                yield FileRow(number, cells, FilePlace(lines.offset, number), problem)

    def _check_header(self) -> None:
        twice = sorted({name for name in self.header if name and self.header.count(name) > 1})
        if twice:
            raise ImportFileUnreadable.because(f"The header has {', '.join(map(repr, twice))} more than once.")
        if len(self.header) > COLUMNS_MAX:
            raise ImportFileUnreadable.because(f"The header has more than {COLUMNS_MAX} columns.")
        if any("\x00" in name or "\ufffd" in name or not name.isprintable() for name in self.header):
            raise ImportFileUnreadable.because(
                f"The header cannot be read as {self._encoding}; [file] encoding of the mapping says which it is."
            )


class _Lines:
    """The lines of a file as text, and how far it has been read; broken bytes become lone surrogates."""

    def __init__(self, file: BufferedReader, encoding: str, offset: int) -> None:
        self.offset = offset
        self._file = file
        self._encoding = encoding

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        raw = self._file.readline(LINE_BYTES_MAX)
        if not raw:
            raise StopIteration
        if len(raw) == LINE_BYTES_MAX and not raw.endswith(b"\n"):
            raise ImportFileUnreadable.because(f"At byte {self.offset} a line is longer than {LINE_BYTES_MAX} bytes.")
        begins = self.offset == 0
        self.offset += len(raw)
        text = raw.removeprefix(_UTF8_MARK) if begins else raw
        return text.decode(self._encoding, "surrogateescape")


def _is_marked(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_UTF8_MARK)) == _UTF8_MARK
