"""Cursors: the last row of a page, bound to the filters and the sort that it was read with."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk.errors import Invalid, invalid

CURSOR_POINTER = "query/cursor"
CURSOR_LENGTH_MAX = 4_000
DIGEST_LENGTH = 16


class Place(Struct, frozen=True, array_like=True):
    """Where a page ended: the sort value and id of its last row."""

    value: Any
    id: UUID


class _Sealed(Struct, frozen=True, array_like=True):
    place: Place
    digest: str


def sealed(place: Place, *, sort: str, filters: Mapping[str, object]) -> str:
    """Return the cursor for the page after this place."""
    document = msgspec.json.encode(_Sealed(place, _digest(place, sort=sort, filters=filters)))
    return urlsafe_b64encode(document).rstrip(b"=").decode()


def opened(cursor: str, *, sort: str, filters: Mapping[str, object], value_type: object) -> Place:
    """
    Return the place that a cursor names.

    Raises:
        Invalid: it is no cursor of ours, or of another list, sort or set of filters.
    """
    try:
        place, digest = _read(cursor)
        if digest != _digest(place, sort=sort, filters=filters):
            raise _refusal()
        value = msgspec.convert(place.value, value_type)  # pyright: ignore[reportArgumentType]
    except (ValueError, RecursionError):
        # Broken base64, broken UTF-8 and what msgspec raises are all of this family.
        raise _refusal() from None
    return Place(value, place.id)


def _read(cursor: str) -> tuple[Place, str]:
    if len(cursor) > CURSOR_LENGTH_MAX:
        raise _refusal()
    padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
    read = msgspec.json.decode(urlsafe_b64decode(padded), type=_Sealed)
    # The decoder skips what is no base64, so only the very text that we wrote is taken.
    if urlsafe_b64encode(msgspec.json.encode(read)).rstrip(b"=").decode() != cursor:
        raise _refusal()
    return read.place, read.digest


def _digest(place: Place, *, sort: str, filters: Mapping[str, object]) -> str:
    document = msgspec.json.encode([sort, dict(filters), place], enc_hook=str, order="deterministic")
    return sha256(document).hexdigest()[:DIGEST_LENGTH]


def _refusal() -> Invalid:
    return invalid(CURSOR_POINTER, "cursor_invalid", "Is not a cursor of this list with these filters and this sort.")
