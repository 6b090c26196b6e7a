"""How rows are written: as CSV, as NDJSON, as a workbook."""

import csv
import io
from collections.abc import Mapping, Sequence
from enum import StrEnum
from tempfile import TemporaryFile
from typing import IO, Any, Final, Protocol

import msgspec

from wellkept.platform.exports.columns import Column, harmless

#: Without its header.
SHEET_ROWS_MAX: Final = 1_048_575
CHUNK_BYTES: Final = 256 * 1024
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class Form(StrEnum):
    """A form by its media type."""

    CSV = "text/csv"  #: UTF-8 with a byte order mark, so that spreadsheets read it.
    NDJSON = "application/x-ndjson"  #: One JSON object for each line, as lists show it.
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"  #: One sheet.

    @property
    def ending(self) -> str:
        """Return how names of such files end."""
        return self.name.lower()


class TooManyRowsError(Exception):
    """A sheet of a workbook holds at most 1,048,576 rows; export as CSV instead."""


class Writer(Protocol):
    """Takes records and gives bytes: some after each page, or all of them at the end."""

    def page(self, items: Sequence[Mapping[str, Any]]) -> bytes:
        """Return what can be sent after these records, which may be nothing yet."""
        ...

    def rest(self) -> IO[bytes] | None:
        """Return the file to be sent when there are no more records, if it is not sent by then."""
        ...

    def close(self) -> None:
        """Let go of what was opened, whether all was sent or not."""
        ...


def writer_of(form: Form, columns: Sequence[Column]) -> Writer:
    """Return what writes records in a form."""
    if form is Form.NDJSON:
        return _Lines()
    return _Csv(columns) if form is Form.CSV else _Workbook(columns)


class _Lines:
    def page(self, items: Sequence[Mapping[str, Any]]) -> bytes:
        return msgspec.json.Encoder().encode_lines(items)

    def rest(self) -> None:
        return None

    def close(self) -> None:
        """Nothing was opened."""


class _Csv:
    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._has_begun = False

    def page(self, items: Sequence[Mapping[str, Any]]) -> bytes:
        text = io.StringIO()
        writer = csv.writer(text)
        if not self._has_begun:
            writer.writerow([column.name for column in self._columns])
        writer.writerows([[_said(column.cell(item)) for column in self._columns] for item in items])
        mark = b"" if self._has_begun else _BYTE_ORDER_MARK
        self._has_begun = True
        return mark + text.getvalue().encode()

    def rest(self) -> None:
        return None

    def close(self) -> None:
        """Nothing was opened."""


class _Workbook:
    def __init__(self, columns: Sequence[Column]) -> None:
        # Imported by who needs it: it takes as long as many small modules together.
        import xlsxwriter  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs] - it has none

        self._columns = columns
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed by who has sent it
        # Rows go to disk as they come, and no text becomes a formula or a link.
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book: Any = xlsxwriter.Workbook(self._file, options)
        self._sheet = self._book.add_worksheet()
        self._sheet.write_row(0, 0, [column.name for column in columns])
        self._written = 0
        self._is_finished = False

    def page(self, items: Sequence[Mapping[str, Any]]) -> bytes:
        """
        Keep the rows.

        Raises:
            TooManyRowsError: the sheet is full.
        """
        if self._written + len(items) > SHEET_ROWS_MAX:
            raise TooManyRowsError
        for item in items:
            self._written += 1
            self._sheet.write_row(self._written, 0, [column.cell(item) for column in self._columns])
        return b""

    def rest(self) -> IO[bytes]:
        self._finish()
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        self._finish()
        self._file.close()

    def _finish(self) -> None:
        if not self._is_finished:
            self._is_finished = True
            self._book.close()


def _said(cell: object) -> object:
    """Return a cell of CSV: booleans as JSON has them, text that is no formula."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return harmless(cell) if isinstance(cell, str) else cell
