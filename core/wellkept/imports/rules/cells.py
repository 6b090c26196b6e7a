"""What the cells of one row say in our words, or everything that is wrong with them."""

import math
from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from wellkept.imports.rules.fields import CellMistake, Cells, Field, fields_of, history_field
from wellkept.imports.rules.mapping_file import Mapping
from wellkept.imports.rules.targets import REPORTED_AT, STATUS
from wellkept.platform.http.blemishes import BAD_CHARACTERS
from wellkept.tickets.errors import OccurredInFuture, ReportedInFuture
from wellkept_sdk.moment import Moment
from wellkept_sdk.text import Name

SHOWN_CHARACTERS_MAX = 200
SOURCE_ID_CHARACTERS_MAX = 200
_DIGEST_BYTES = 6


class RowMistake(Struct, frozen=True):
    """One mistake of a file: in which row, and if it is one cell's, in which column and with which value."""

    row: int
    column: str | None
    value: str | None
    code: str
    message: str


class SourceRow(Struct, frozen=True, kw_only=True):
    """
    One row in our words.

    Args:
        row: its place in the file; the header is row 1.
        digest: the same for equal rows only, for all that matters.
        values: by the name of our field; None where there is nothing.
        place: where it stands among the rows of its record.
    """

    row: int
    source_id: str
    digest: str
    values: dict[str, Any]
    state: str | None
    place: tuple[int, float, str]
    occurred_at: datetime | None
    actor_name: str | None


class RowReader:
    """Reads rows of one file by one mapping."""

    def __init__(self, mapping: Mapping, header: Sequence[str], *, latest: datetime) -> None:
        """
        Find the columns; the caller has made sure that they are there.

        Args:
            mapping: how rows are read.
            header: the names of the columns.
            latest: no row can tell of anything after this moment.
        """
        self._latest = latest
        places = {column: index for index, column in enumerate(header)}
        self._source_id = places[mapping.source_id]
        self._missing = frozenset(mapping.missing)
        self._fields = list(fields_of(mapping, places))
        history = mapping.history
        self._state = places.get(mapping.fields.get(STATUS, ""))
        self._order = places[history.order] if history.order else None
        self._occurred_at = history_field(history.occurred_at, Moment, mapping, places)
        self._actor_name = history_field(history.actor_name, Name, mapping, places)

    def source_id(self, cells: Cells) -> str:
        """Return which record the row belongs to; empty if it does not say."""
        text = cells[self._source_id].strip()
        return "" if text in self._missing else text

    def read(self, row: int, cells: Cells) -> SourceRow | list[RowMistake]:
        """Return the row in our words, or everything that is wrong with it."""
        mistakes: list[RowMistake] = []
        values = {field.name: self._value(field, row, cells, mistakes) for field in self._fields}
        occurred_at = self._value(self._occurred_at, row, cells, mistakes) if self._occurred_at else None
        actor_name = self._value(self._actor_name, row, cells, mistakes) if self._actor_name else None
        source_id = self.source_id(cells)
        mistakes += _source_id_mistakes(row, source_id)
        if mistakes:
            return mistakes
        return SourceRow(
            row=row,
            source_id=source_id,
            digest=digest_of(cells),
            values=values,
            state=None if self._state is None else cells[self._state].strip(),
            place=(0, 0.0, "") if self._order is None else place_of(cells[self._order]),
            occurred_at=occurred_at,
            actor_name=actor_name,
        )

    def _value(self, field: Field, row: int, cells: Cells, mistakes: list[RowMistake]) -> Any:  # noqa: ANN401 - any field
        text = field.text(cells, self._missing)
        try:
            value = field.value(text)
        except CellMistake as mistake:
            mistakes.append(RowMistake(row, field.column, shown(text), mistake.code, mistake.message))
            return None
        if isinstance(value, datetime) and value > self._latest:
            error = ReportedInFuture if field.name == REPORTED_AT else OccurredInFuture
            mistakes.append(RowMistake(row, field.column, shown(text), error.code, error.title()))
        return value


def _source_id_mistakes(row: int, source_id: str) -> list[RowMistake]:
    if not source_id:
        return [RowMistake(row, None, None, "required", "The row does not say which record it belongs to.")]
    if len(source_id) > SOURCE_ID_CHARACTERS_MAX:
        return [RowMistake(row, None, shown(source_id), "too_long", "The source id is too long.")]
    if BAD_CHARACTERS.search(source_id):
        return [RowMistake(row, None, shown(source_id), "bad_characters", "The source id cannot be read.")]
    return []


def digest_of(cells: Cells) -> str:
    """Return a short digest of a row."""
    return blake2b("\x1f".join(cells).encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()


def place_of(text: str) -> tuple[int, float, str]:
    """Return the sort key of a cell: numbers by their value, before words."""
    try:
        number = float(text)
    except ValueError:
        return (1, 0.0, text)
    return (0, number, "") if math.isfinite(number) else (1, 0.0, text)


def shown(text: str | None) -> str | None:
    """Return a value as a report shows it."""
    return None if text is None else BAD_CHARACTERS.sub("\ufffd", text[:SHOWN_CHARACTERS_MAX])
