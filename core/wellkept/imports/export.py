"""The way back out: tickets, customers, projects and equipment as CSV, XLSX or NDJSON, as a stream."""

import csv
from collections.abc import AsyncIterator, Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import msgspec
import xlsxwriter  # pyright: ignore[reportMissingTypeStubs] - it has none
from msgspec import Struct

from wellkept.imports.rules.targets import Kind
from wellkept.platform.storage.engines import database
from wellkept_sdk.db.database import Row

BATCH_ROWS = 500
#: A spreadsheet that opens the file must not take a text for a formula.
_FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")
_SHEET_ROWS_MAX = 1_048_576


class ExportFormat(StrEnum):
    """How the rows are written."""

    CSV = "csv"  #: UTF-8 with a byte order mark, so that spreadsheets read it; documents as JSON.
    XLSX = "xlsx"  #: One sheet; documents as JSON.
    NDJSON = "ndjson"  #: One JSON object for each line.


class TooManyRowsError(Exception):
    """A sheet of a workbook holds at most 1,048,576 rows; export as CSV instead."""


class _Sink(Protocol):
    """Where rows go."""

    def header(self, names: Sequence[str]) -> None: ...
    def row(self, row: Row) -> None: ...
    def close(self) -> None: ...


class _Source(Struct, frozen=True):
    """What is read of one kind: the select list and the table."""

    select: str
    table: str


async def export_file(
    kind: Kind, path: Path, *, form: ExportFormat, progress: Callable[[int], None] | None = None
) -> int:
    """
    Write all records of a kind to a file and return how many there were; the database is open and bound.

    Args:
        kind: what to export.
        path: the file; it is replaced.
        form: how to write it.
        progress: called after each batch with the number of rows so far.

    Raises:
        TooManyRowsError: there are more rows than a sheet can hold.
        OSError: the file cannot be written.
    """
    sink = _SINKS[form](path)
    written = 0
    try:
        async for batch in _batches(_SOURCES[kind]):
            if written == 0:
                sink.header(list(batch[0]))
            for row in batch:
                sink.row(row)
            written += len(batch)
            if progress is not None:
                progress(written)
    finally:
        sink.close()
    return written


async def _batches(source: _Source) -> AsyncIterator[list[Row]]:
    """Yield all rows in the order of their ids, each batch with one query that begins after the last id."""
    after: object = None
    while True:
        condition = "" if after is None else " WHERE r.id > ?"
        args = () if after is None else (after,)
        sql = f"SELECT {source.select} FROM {source.table}{condition} ORDER BY r.id LIMIT {BATCH_ROWS}"
        batch = await database().fetch(sql, *args)
        if batch:
            yield batch
            after = batch[-1]["id"]
        if len(batch) < BATCH_ROWS:
            return


class _CsvSink:
    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)

    def header(self, names: Sequence[str]) -> None:
        self._writer.writerow(names)

    def row(self, row: Row) -> None:
        self._writer.writerow([_harmless(_cell(value)) for value in row.values()])

    def close(self) -> None:
        self._file.close()


class _WorkbookSink:
    def __init__(self, path: Path) -> None:
        # Rows go to disk as they come, and no text becomes a formula or a link.
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book: Any = xlsxwriter.Workbook(str(path), options)
        self._sheet = self._book.add_worksheet()
        self._written = 0

    def header(self, names: Sequence[str]) -> None:
        self._write(names)

    def row(self, row: Row) -> None:
        self._write([_cell(value) for value in row.values()])

    def close(self) -> None:
        self._book.close()

    def _write(self, cells: Sequence[object]) -> None:
        if self._written == _SHEET_ROWS_MAX:
            raise TooManyRowsError
        self._sheet.write_row(self._written, 0, cells)
        self._written += 1


class _LinesSink:
    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def header(self, names: Sequence[str]) -> None:
        """Write nothing: each line has its own names."""

    def row(self, row: Row) -> None:
        self._file.write(msgspec.json.encode(row) + b"\n")

    def close(self) -> None:
        self._file.close()


def _cell(value: object) -> str | int | float | bool:
    """Return a value as a cell holds it: numbers as they are, everything else as the text that the API shows."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float | str):
        return value
    text = msgspec.json.encode(value).decode()
    return text if isinstance(value, dict | list) else text.strip('"')


def _harmless(value: str | float) -> str | float:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_BEGINNINGS) else value


_SINKS: dict[ExportFormat, Callable[[Path], _Sink]] = {
    ExportFormat.CSV: _CsvSink,
    ExportFormat.XLSX: _WorkbookSink,
    ExportFormat.NDJSON: _LinesSink,
}
_SOURCES: dict[Kind, _Source] = {
    Kind.TICKETS: _Source(
        "r.id, r.number, r.title, r.description, r.status, c.code AS customer_code, p.code AS project_code,"
        " e.code AS equipment_code, r.channel, r.grade, r.urgency, r.complexity, r.fault_code, r.operating_state,"
        " r.impact, r.reporter, r.occurred_at, r.reported_at, r.received_at, r.hold_reason, r.hold_until,"
        " r.assignee_id, r.first_responded_at, r.resolved_at, r.confirmed_at, r.closed_at, r.resolution,"
        " r.reopen_count, r.repeat_count, r.handover_count, r.escalation_level, r.dedup_key, r.metadata",
        "ticket r JOIN customer c ON c.id = r.customer_id JOIN project p ON p.id = r.project_id"
        " LEFT JOIN equipment e ON e.id = r.equipment_id",
    ),
    Kind.CUSTOMERS: _Source(
        "r.id, r.code, r.name, t.code AS customer_type, r.locale, r.time_zone, r.contacts, r.metadata",
        "customer r JOIN customer_type t ON t.id = r.customer_type_id",
    ),
    Kind.PROJECTS: _Source(
        "r.id, r.code, r.name, c.code AS customer_code, r.kind, r.address, r.region_code, r.longitude, r.latitude,"
        " r.time_zone, r.stage, r.accepted_on, r.handed_over_on, r.metadata",
        "project r JOIN customer c ON c.id = r.customer_id",
    ),
    Kind.EQUIPMENT: _Source(
        "r.id, r.code, r.name, p.code AS project_code, o.code AS parent_code, r.manufacturer, r.model,"
        " r.serial_number, r.installed_on, r.commissioned_on, r.status, r.location, r.criticality, r.specifications,"
        " r.metadata",
        "equipment r JOIN project p ON p.id = r.project_id LEFT JOIN equipment o ON o.id = r.parent_id",
    ),
}
