"""How the text of a cell becomes the value of one of our fields."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from wellkept.imports.rules.mapping_checks import PLACEHOLDER
from wellkept.imports.rules.mapping_file import DateShape, Mapping
from wellkept.imports.rules.targets import STATUS, target
from wellkept.platform.http.blemishes import BAD_CHARACTERS
from wellkept.platform.http.verdicts import code_of, words_of
from wellkept_sdk.moment import Moment

ANY_VALUE = "*"
_CACHED_MAX = 20_000
_ABSENT = "-"

Cells = Sequence[str]


class CellMistake(Exception):  # noqa: N818 - named by what it is, as all our failures
    """A cell says something that the field cannot hold."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the code and the words."""
        self.code = code
        self.message = message
        super().__init__(message)


class Field(Struct, kw_only=True):
    """One field of ours: where its text comes from and how it becomes a value."""

    name: str
    column: str
    indexes: list[int]
    pieces: list[str] = []
    table: dict[str, Any] | None = None
    parse: Callable[[str], Any]
    default: Any = None
    required: bool = False
    cache: dict[str, Any] = {}

    def text(self, cells: Cells, missing: frozenset[str]) -> str | None:
        """Return what the row says: the text of the one column, or the texts of several among fixed pieces."""
        found = [cells[index].strip() for index in self.indexes]
        if not self.pieces:
            return None if not found or not found[0] or found[0] in missing else found[0]
        words = [_ABSENT if not text or text in missing else text for text in found]
        return "".join(f"{piece}{word}" for piece, word in zip(self.pieces, [*words, ""], strict=True))

    def value(self, text: str | None) -> Any:  # noqa: ANN401 - any field
        """
        Return the value that the text stands for.

        Raises:
            CellMistake: it stands for none, or a required field has nothing.
        """
        if text is None:
            if self.required and self.default is None:
                raise CellMistake("required", f"{self.name} has no value here.")
            return self.default
        if text in self.cache:
            return self.cache[text]
        value = self._read(text)
        if len(self.cache) < _CACHED_MAX:
            self.cache[text] = value
        return value

    def _read(self, text: str) -> Any:  # noqa: ANN401 - any field
        if BAD_CHARACTERS.search(text):
            raise CellMistake("bad_characters", "Holds a NUL or bytes that are no text in the file's encoding.")
        if self.table is None:
            return self.parse(text)
        if text in self.table:
            return self.table[text]
        if ANY_VALUE in self.table:
            return self.table[ANY_VALUE]
        raise CellMistake("not_a_choice", f"[values.{self.name}] says nothing about this value.")


def fields_of(mapping: Mapping, places: dict[str, int]) -> list[Field]:
    """Return the fields that a mapping fills, in its order; a status that `[states]` explains is none of them."""
    names = dict.fromkeys([*mapping.fields, *mapping.templates, *mapping.constants])
    return [_field(mapping, name, places) for name in names if name != STATUS or not mapping.states]


def _field(mapping: Mapping, name: str, places: dict[str, int]) -> Field:
    found = target(mapping.kind, name)
    assert found is not None, "a mapping with unknown fields is refused"
    column, pieces = mapping.fields.get(name), list[str]()
    columns = [column] if column else []
    if name in mapping.templates:
        # Splitting by a pattern with one group gives text, column, text, column, …, text.
        parts = PLACEHOLDER.split(mapping.templates[name])
        pieces, columns = parts[::2], parts[1::2]
    table = mapping.values.get(name)
    return Field(
        name=name,
        column=", ".join(columns) or name,
        indexes=[places[column] for column in columns],
        pieces=pieces,
        table=None if table is None else {theirs: _converted(ours, found.type) for theirs, ours in table.items()},
        parse=_parser(found.type, mapping.dates),
        default=_converted(mapping.constants.get(name), found.type),
        required=found.required,
        cache={},
    )


def history_field(column: str | None, kind: object, mapping: Mapping, places: dict[str, int]) -> Field | None:
    """Return how a column of `[history]` is read, if the mapping names it; a moment must be there in every row."""
    if column is None:
        return None
    required = kind is Moment
    parse = _parser(kind, mapping.dates)
    return Field(name=column, column=column, indexes=[places[column]], parse=parse, required=required, cache={})


def _converted(value: Any, kind: Any) -> Any:  # noqa: ANN401 - any field
    try:
        return None if value is None else msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return value  # free documents hold numbers and truth values too


def _parser(kind: Any, dates: DateShape) -> Callable[[str], Any]:  # noqa: ANN401 - a type
    if kind is Moment:
        return partial(_moment, written=dates.format, zone=ZoneInfo(dates.zone))
    if kind is date:
        return partial(_day, written=dates.day_format)
    return partial(_plain, kind=kind)


def _plain(text: str, *, kind: Any) -> Any:  # noqa: ANN401 - any field
    try:
        return msgspec.convert(text, kind, strict=False)
    except msgspec.ValidationError as refusal:
        raise CellMistake(code_of(str(refusal)), words_of(str(refusal))) from None


def _moment(text: str, *, written: str | None, zone: ZoneInfo) -> datetime:
    try:
        moment = _stamp(text, written)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise CellMistake("type", f"Is no moment written as {written or 'ISO 8601'}.") from None


def _day(text: str, *, written: str | None) -> date:
    try:
        return _stamp(text, written).date()
    except ValueError:
        raise CellMistake("type", f"Is no day written as {written or 'ISO 8601'}.") from None


def _stamp(text: str, written: str | None) -> datetime:
    if written is None:
        return datetime.fromisoformat(text)
    try:
        return datetime.strptime(text, written)  # noqa: DTZ007 - the caller adds the zone
    except ValueError:
        # A workbook's own dates have no format; they are written out as ISO 8601.
        return datetime.fromisoformat(text)
