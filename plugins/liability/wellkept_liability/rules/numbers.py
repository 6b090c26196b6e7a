"""The numbers by which people name cases, back-charges and retentions."""

from typing import Final

DIGITS_MIN: Final = 8


def number_of(prefix: str, place: int) -> str:
    """Return the number at a place of the sequence, such as `LC-00000007`."""
    return f"{prefix}-{place:0{DIGITS_MIN}d}"
