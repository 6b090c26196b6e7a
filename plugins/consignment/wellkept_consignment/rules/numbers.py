"""The numbers by which people name agreements and statements."""

import re
from typing import Final

_GIVEN: Final = re.compile(r"C[AS]-[0-9]{4}-[0-9]{4,}")


def number_of(prefix: str, *, year: int, place: int, digits: int) -> str:
    """Return the number at a place of the sequence, such as `CA-2026-0001`."""
    return f"{prefix}-{year:04d}-{place:0{digits}d}"


def is_given_number(number: str) -> bool:
    """Return whether a number could be one that we give ourselves."""
    return _GIVEN.fullmatch(number) is not None
