"""The next piece of a file: some hundred records, each with its rows in our words or with its mistakes."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from wellkept.imports.errors import ImportColumnsMissing
from wellkept.imports.reading.csv_rows import CsvRows, FilePlace, FileRow
from wellkept.imports.rules.cells import RowMistake, RowReader, SourceRow, shown
from wellkept.imports.rules.mapping_checks import PLACEHOLDER
from wellkept.imports.rules.mapping_file import Mapping
from wellkept.imports.rules.targets import STATUS
from wellkept.tickets.rules.guards import CLOCK_SKEW_MAX
from wellkept_sdk.now import now

BATCH_RECORDS = 500
BATCH_ROWS_MAX = 20_000


class SourceRecord(Struct):
    """All rows of one record in one batch."""

    source_id: str
    rows: list[SourceRow] = []
    mistakes: list[RowMistake] = []


class Batch(Struct, kw_only=True):
    """
    What was read.

    Args:
        records: by their source id, in the order of the file.
        stray: mistakes of rows that belong to no record.
        rows: how many rows were read.
        end: where the next batch begins.
        is_last: whether the file ended.
    """

    records: dict[str, SourceRecord]
    stray: list[RowMistake]
    rows: int
    end: FilePlace
    is_last: bool


class ImportFile:
    """A plain file that is read by a mapping."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        """
        Open the file and find the mapping's columns.

        Raises:
            ImportFileUnreadable: it has no header that can be read.
            ImportColumnsMissing: it lacks columns that the mapping names.
        """
        self._rows = CsvRows(path, mapping.file)
        missing = sorted(columns_of(mapping) - set(self._rows.header))
        if missing:
            raise ImportColumnsMissing.named(missing)
        self._reader = RowReader(mapping, self._rows.header, latest=now() + CLOCK_SKEW_MAX)
        self._states = mapping.states
        self._state_column = mapping.fields.get(STATUS)

    def count(self) -> int:
        """Return how many rows there are."""
        return sum(1 for _ in self._rows.rows())

    def batch(self, start: FilePlace, *, records_max: int | None = BATCH_RECORDS) -> Batch:
        """
        Return the next batch.

        Args:
            start: where the batch before ended.
            records_max: None reads the whole rest of the file.

        Raises:
            ImportFileUnreadable: the file cannot be read on.
        """
        batch = Batch(records={}, stray=[], rows=0, end=start, is_last=False)
        last_id: str | None = None
        for row in self._rows.rows(start):
            source_id = "" if row.problem else self._reader.source_id(row.cells)
            if source_id != last_id and source_id not in batch.records and _is_full(batch, records_max):
                return batch
            self._add(batch, row, source_id)
            if records_max is not None and batch.rows >= BATCH_ROWS_MAX:
                # The rest of a very long record follows as further history.
                return batch
            last_id = source_id
        batch.is_last = True
        return batch

    def _add(self, batch: Batch, row: FileRow, source_id: str) -> None:
        batch.rows += 1
        batch.end = row.end
        if row.problem is not None:
            batch.stray.append(RowMistake(row.row, None, None, "imports.row.unreadable", row.problem))
            return
        found = self._reader.read(row.row, row.cells)
        if not source_id:
            batch.stray.extend(found if isinstance(found, list) else [])
            return
        record = batch.records.setdefault(source_id, SourceRecord(source_id, [], []))
        if isinstance(found, list):
            record.mistakes += found
        elif self._states and found.state not in self._states:
            record.mistakes.append(self._unknown_state(found))
        else:
            record.rows.append(found)

    def _unknown_state(self, row: SourceRow) -> RowMistake:
        message = "[states] says nothing about this state."
        return RowMistake(row.row, self._state_column, shown(row.state), "not_a_choice", message)


def readable_ids(records: Iterable[SourceRecord]) -> list[str]:
    """Return the source ids of the records that have no mistakes."""
    return [record.source_id for record in records if not record.mistakes]


def columns_of(mapping: Mapping) -> set[str]:
    """Return every column that the mapping names."""
    history = mapping.history
    named: Iterable[str | None] = (
        mapping.source_id,
        *mapping.fields.values(),
        *(column for template in mapping.templates.values() for column in PLACEHOLDER.findall(template)),
        history.order,
        history.occurred_at,
        history.actor_name,
    )
    return {column for column in named if column is not None}


def _is_full(batch: Batch, records_max: int | None) -> bool:
    return records_max is not None and len(batch.records) + len(batch.stray) >= records_max
