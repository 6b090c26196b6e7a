"""Text from outside, as scanning reads it: what fails, and how percent signs are undone."""

from typing import Final
from urllib.parse import unquote

_PLACE_LENGTH_MAX: Final = 20


class ScanError(ValueError):
    """
    What was scanned is malformed.

    Args:
        place: the identifier such as `(10)`, or the text, at which reading ended, cut to 20 characters; empty when it
            is the whole.
        fault: what is wrong there, in words.
    """

    def __init__(self, place: str, fault: str) -> None:
        """Keep where it is, and what."""
        self.place = place[:_PLACE_LENGTH_MAX]
        self.fault = fault
        super().__init__(f"{self.place}: {fault}" if place else fault)


def percent_decoded(text: str) -> str:
    """
    Return text whose percent signs are undone.

    Raises:
        ScanError: they do not encode UTF-8.
    """
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise ScanError(text, "its percent signs do not encode UTF-8") from None
