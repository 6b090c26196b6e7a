"""Values that are legal JSON but that no database or client of ours can hold: NUL, lone surrogates, huge numbers."""

import math
import re
from collections.abc import Iterator

from wellkept.platform.http.pointers import child
from wellkept_sdk.errors import FieldError, MalformedJson

NESTING_MAX = 64
INT64_MAX = 2**63 - 1
INT64_MIN = -(2**63)

BAD_CHARACTERS = re.compile("[\x00\ud800-\udfff]")
# A false alarm, such as an escaped backslash before "u0000", only costs the closer look.
SUSPICIOUS_BYTES = re.compile(rb"\\u0000|\\u[dD][89a-fA-F]|[0-9]{19}")


def deserves_a_closer_look(raw: bytes) -> bool:
    """Return whether the JSON text may hold a blemish or be nested too deeply; cheap enough for every request."""
    return SUSPICIOUS_BYTES.search(raw) is not None or raw.count(b"[") + raw.count(b"{") > NESTING_MAX


def blemishes(value: object, pointer: str = "", depth: int = 0) -> Iterator[FieldError]:
    """
    Yield every string with bad characters and every number beyond 64 bits, member names included.

    Raises:
        MalformedJson: the value is nested deeper than we are ready to walk, store or repeat.
    """
    if depth > NESTING_MAX:
        raise MalformedJson(detail=f"The body is nested more than {NESTING_MAX} levels deep.")
    if isinstance(value, str):
        yield from _in_text(value, pointer)
    elif isinstance(value, dict):
        for name, member in value.items():  # pyright: ignore[reportUnknownVariableType]
            place = child(pointer, name)  # pyright: ignore[reportUnknownArgumentType]
            yield from _in_text(str(name), place)  # pyright: ignore[reportUnknownArgumentType]
            yield from blemishes(member, place, depth + 1)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, list):
        for index, element in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            yield from blemishes(element, child(pointer, index), depth + 1)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, int | float):
        yield from _in_number(value, pointer)


def bad_characters(pointer: str) -> FieldError:
    """Return the mistake of a text with NUL or half a surrogate pair."""
    return FieldError(pointer, "bad_characters", "Holds a NUL or half of a surrogate pair.")


def _in_text(text: str, pointer: str) -> Iterator[FieldError]:
    if BAD_CHARACTERS.search(text):
        yield bad_characters(pointer)


def _in_number(number: float, pointer: str) -> Iterator[FieldError]:
    # An integer may be too long to become a float.
    if isinstance(number, float) and math.isnan(number):
        yield FieldError(pointer, "type", "Is not a number.")
    elif (isinstance(number, int) and number > INT64_MAX) or number == math.inf:
        yield FieldError(pointer, "too_large", "Is too large a number.")
    elif (isinstance(number, int) and number < INT64_MIN) or number == -math.inf:
        yield FieldError(pointer, "too_small", "Is too small a number.")
