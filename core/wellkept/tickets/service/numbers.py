"""The human number of a ticket: unique, rising, with gaps where a ticket was not opened after all."""

from wellkept.platform.storage.engines import database
from wellkept_sdk.db.numbering import Numbering

NUMBER_PREFIX = "T-"
NUMBER_DIGITS = 8
_NUMBERS = Numbering("ticket")


def number_of(sequence: int) -> str:
    """Return the number as people write it."""
    return f"{NUMBER_PREFIX}{sequence:0{NUMBER_DIGITS}d}"


async def next_sequences(count: int) -> list[int]:
    """Reserve `count` places in rising order; inside a transaction only."""
    return await _NUMBERS.places(database(), count)
