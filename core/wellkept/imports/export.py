"""The way back out: tickets, customers, projects and equipment as CSV, XLSX or NDJSON, as a stream."""

from collections.abc import AsyncIterator, Callable, Sequence
from enum import StrEnum
from pathlib import Path
from shutil import copyfileobj

import msgspec
from msgspec import Struct

from wellkept.imports.rules.targets import Kind
from wellkept.platform.exports.columns import Column
from wellkept.platform.exports.forms import Form, Writer, writer_of
from wellkept.platform.storage.engines import database
from wellkept_sdk.db.database import Row

BATCH_ROWS = 500


class ExportFormat(StrEnum):
    """How the rows are written."""

    CSV = "csv"  #: UTF-8 with a byte order mark, so that spreadsheets read it; documents as JSON.
    XLSX = "xlsx"  #: One sheet; documents as JSON.
    NDJSON = "ndjson"  #: One JSON object for each line.


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
    written = 0
    writer: Writer | None = None
    with path.open("wb") as file:
        try:
            async for batch in _batches(_SOURCES[kind]):
                writer = writer or _writer(form, names=list(batch[0]))
                file.write(writer.page(msgspec.to_builtins(batch)))
                written += len(batch)
                if progress is not None:
                    progress(written)
            writer = writer or _writer(form, names=[])
            rest = writer.rest()
            if rest is not None:
                copyfileobj(rest, file)
        finally:
            if writer is not None:
                writer.close()
    return written


def _writer(form: ExportFormat, *, names: Sequence[str]) -> Writer:
    return writer_of(Form[form.name], [Column(name, (name,)) for name in names])


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
