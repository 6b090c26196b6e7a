"""Indexes and checks as data beside the tables, the same for both databases."""

import re
from hashlib import sha256

import msgspec

_NAME_LENGTH_MAX = 63

_DIGEST_LENGTH = 8

_WORD = re.compile(r"\w+")

_STATEMENT = re.compile(
    r"CREATE (?P<unique>UNIQUE )?INDEX (?P<name>\w+) ON (?P<table>\w+) \((?P<columns>.+?)\)(?: WHERE (?P<where>.+))?",
    re.DOTALL,
)


class Index(msgspec.Struct, frozen=True):
    """An index over columns or expressions of a table, partial if it has a condition."""

    table: str
    columns: tuple[str, ...]
    where: str | None = None
    unique: bool = False
    given_name: str | None = None

    @property
    def name(self) -> str:
        """Return the given name, or the one that follows from what is indexed, which no other index has."""
        if self.given_name is not None:
            return self.given_name
        words = [self.table, *(word.lower() for column in self.columns for word in _WORD.findall(column))]
        if self.where is not None:
            words.append(_digest(self.where))
        name = "__".join(words)
        if len(name) <= _NAME_LENGTH_MAX:
            return name
        return f"{name[: _NAME_LENGTH_MAX - _DIGEST_LENGTH - 2]}__{_digest(name)}"

    @property
    def statement(self) -> str:
        """Return the statement that makes it."""
        kind = "UNIQUE INDEX" if self.unique else "INDEX"
        condition = f" WHERE {self.where}" if self.where else ""
        return f"CREATE {kind} {self.name} ON {self.table} ({', '.join(self.columns)}){condition}"


def index(table: str, *columns: str, where: str | None = None) -> Index:
    """Return an index over columns, partial with `where`."""
    return Index(table=table, columns=columns, where=where)


def unique_index(table: str, *columns: str, where: str | None = None) -> Index:
    """Return an index that lets no two rows have the same values, among those that `where` selects."""
    return Index(table=table, columns=columns, where=where, unique=True)


def index_from(statement: str) -> Index:
    """
    Return the index that a plain `CREATE [UNIQUE] INDEX name ON table (…) [WHERE …]` makes.

    Raises:
        ValueError: the statement has another form.
    """
    found = _STATEMENT.fullmatch(statement.strip())
    if found is None:
        raise ValueError(f"This makes no index: {statement}")
    return Index(
        table=found["table"],
        columns=(found["columns"],),
        where=found["where"],
        unique=found["unique"] is not None,
        given_name=found["name"],
    )


class Check(msgspec.Struct, frozen=True):
    """A rule that every row of a table obeys; its name is prefixed with the table's."""

    table: str
    name: str
    condition: str

    @property
    def clause(self) -> str:
        """Return the constraint as it stands in CREATE TABLE."""
        return f"CONSTRAINT {self.table}__{self.name} CHECK ({self.condition})"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]
