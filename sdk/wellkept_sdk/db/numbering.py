"""The places of rows in a sequence, by which people name documents: unique, rising, with gaps."""

from typing import Protocol

from msgspec import Struct

from wellkept_sdk.db.database import Dialect, Row


class Asked(Protocol):
    """A database, as far as it is asked for places."""

    @property
    def dialect(self) -> Dialect:
        """Which SQL it speaks."""
        ...

    async def fetch(self, sql: str, *args: object) -> list[Row]:
        """Return all rows of a statement."""
        ...


class Numbering(Struct, frozen=True):
    """
    The places of a table's rows in its sequence; a gap stands where a row was not stored after all.

    PostgreSQL has a sequence, `<table>_number_seq`, for which nobody waits. SQLite has one writer, to whom the highest
    place is certain as long as its transaction lasts.

    Args:
        table: which has numbers.
        column: that holds the place.
    """

    table: str
    column: str = "number_seq"

    def expression(self, dialect: Dialect) -> str:
        """Return the next place as SQL, for a statement that stores one row with it."""
        if dialect is Dialect.POSTGRES:
            return f"nextval('{self.table}_number_seq')"
        return f"(SELECT coalesce(max({self.column}), 0) + 1 FROM {self.table})"  # noqa: S608 - names of our own

    async def place(self, db: Asked) -> int:
        """Reserve the next place; inside a transaction only."""
        [place] = await self.places(db, 1)
        return place

    async def places(self, db: Asked, count: int) -> list[int]:
        """Reserve this many places, in rising order; one statement, inside a transaction only."""
        if db.dialect is Dialect.POSTGRES:
            every = "SELECT {} AS place FROM generate_series(1, CAST(? AS integer))"
            rows = await db.fetch(every.format(self.expression(db.dialect)), count)
            return sorted(row["place"] for row in rows)
        [row] = await db.fetch(f"SELECT {self.expression(db.dialect)} AS first")
        return list(range(row["first"], row["first"] + count))

    async def expressions(self, db: Asked, count: int) -> list[str]:
        """Return the next places as SQL, in order, for one statement that stores this many rows with them."""
        if db.dialect is Dialect.POSTGRES:
            return [self.expression(db.dialect)] * count
        return [str(place) for place in await self.places(db, count)]


def padded(dialect: Dialect, place: str, *, digits: int) -> str:
    """Return SQL that writes a place with this many digits at least."""
    if dialect is Dialect.POSTGRES:
        return f"lpad(CAST({place} AS text), greatest({digits}, length(CAST({place} AS text))), '0')"
    return f"printf('%0{digits}d', {place})"
