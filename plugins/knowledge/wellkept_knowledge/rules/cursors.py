"""Where a page of hits ended, as the caller carries it to the next one."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

import msgspec
from msgspec import Struct

from wellkept_sdk.errors import Invalid, invalid

POINTER: Final = "query/cursor"
LENGTH_MAX: Final = 400
_DIGEST_LENGTH: Final = 16


class Place(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The last hit of a page: its points and number, and how many hits were shown up to it."""

    points: int
    number: int
    shown: int


class _Sealed(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    place: Place
    digest: str


def sealed(place: Place, *, asked: Sequence[object]) -> str:
    """Return the cursor for the page after this place; it holds for what was asked only."""
    return _written(_Sealed(place, _digest(place, asked)))


def opened(cursor: str, *, asked: Sequence[object]) -> Place:
    """
    Return the place that a cursor names.

    Raises:
        Invalid: it is none of ours, or of another search.
    """
    if len(cursor) > LENGTH_MAX:
        raise _refusal()
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        read = msgspec.json.decode(urlsafe_b64decode(padded), type=_Sealed)
    except ValueError:
        # Broken base64, broken UTF-8 and what msgspec raises are all of this family.
        raise _refusal() from None
    # The decoder skips what is no base64, so only the very text that we wrote is taken.
    if _written(read) != cursor or read.digest != _digest(read.place, asked):
        raise _refusal()
    return read.place


def _written(cursor: _Sealed) -> str:
    return urlsafe_b64encode(msgspec.json.encode(cursor)).rstrip(b"=").decode()


def _digest(place: Place, asked: Sequence[object]) -> str:
    return sha256(msgspec.json.encode([place, list(asked)])).hexdigest()[:_DIGEST_LENGTH]


def _refusal() -> Invalid:
    return invalid(POINTER, "cursor_invalid", "Is not a cursor of this search.")
