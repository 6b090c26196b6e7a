"""Reading JSON text of unknown content, when the fast typed decoder has refused it."""

import json
import math
from typing import cast

import msgspec

from wellkept_sdk.errors import MalformedJson

# Python refuses to convert longer digits, and nothing of that size fits 64 bits anyway.
DIGITS_MAX = 4_000
# Up to here every whole number is a float of its own.
EXACT_MAX = 2**53


def read(raw: bytes) -> object:
    """
    Return the value, in which 1.0 is 1, huge numbers are infinite and lone surrogates stand as they came.

    msgspec refuses such a document whole; the second reader tells them from broken text, so that each gets its pointer.

    Raises:
        MalformedJson: this is not JSON.
    """
    try:
        return _with_integers(msgspec.json.decode(raw))
    except RecursionError:
        raise MalformedJson(detail="The body is nested too deeply.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as refusal:
        return _read_leniently(raw, refusal=refusal)


def _with_integers(value: object) -> object:
    """Return the value with 1 for 1.0: JSON Schema calls both an integer, msgspec only the first."""
    if isinstance(value, dict):
        return {name: _with_integers(member) for name, member in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_with_integers(element) for element in cast("list[object]", value)]
    if isinstance(value, float) and value.is_integer() and abs(value) <= EXACT_MAX:
        return int(value)
    return value


def _read_leniently(raw: bytes, *, refusal: Exception) -> object:
    try:
        return _with_integers(json.loads(raw.decode("utf-8"), parse_int=_integer, parse_constant=_constant))
    except (ValueError, RecursionError):
        raise MalformedJson(detail=f"The body is not well-formed JSON: {_reason(refusal)}.") from None


def _reason(refusal: Exception) -> str:
    if isinstance(refusal, UnicodeDecodeError):
        return f"it is not UTF-8 (byte {refusal.start})"
    return str(refusal).removeprefix("JSON is malformed: ").rstrip(".")


def _integer(digits: str) -> float:
    if len(digits) <= DIGITS_MAX:
        return int(digits)
    return -math.inf if digits.startswith("-") else math.inf


def _constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
