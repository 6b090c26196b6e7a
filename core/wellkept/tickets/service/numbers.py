"""The human number of a ticket: unique, rising, with gaps where a ticket was not opened after all."""

from wellkept.platform.storage.engines import database
from wellkept_sdk.db.database import Dialect

NUMBER_PREFIX = "T-"
NUMBER_DIGITS = 8


def number_of(sequence: int) -> str:
    """Return the number as people write it."""
    return f"{NUMBER_PREFIX}{sequence:0{NUMBER_DIGITS}d}"


async def next_sequences(count: int) -> list[int]:
    """
    Reserve `count` places in rising order; inside a transaction only.

    PostgreSQL has a sequence, which nobody waits for. SQLite has one writer, so the highest place is certain.
    """
    if database().dialect is Dialect.SQLITE:
        row = await database().fetch_one("SELECT coalesce(max(number_seq), 0) + 1 AS first FROM ticket")
        assert row is not None, "an aggregate has one row"
        return list(range(row["first"], row["first"] + count))
    rows = await database().fetch("SELECT nextval('ticket_number_seq') AS place FROM generate_series(1, ?)", count)
    return sorted(row["place"] for row in rows)
