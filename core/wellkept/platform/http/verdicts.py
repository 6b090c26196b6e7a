"""What one refused value is guilty of: msgspec's sentence, as a code and words of ours."""

import re
from collections.abc import Callable

import msgspec

# Converts an object to a type or raises: strictly for JSON, leniently for the strings of forms and queries.
Convert = Callable[[object, object], object]

# The first match counts, so the narrower sentence stands before the wider one.
_CODES = [
    (re.compile(r"of length >="), "too_short"),
    (re.compile(r"of length <="), "too_long"),
    (re.compile(r"of length "), "type"),
    (re.compile(r"^Object missing required field"), "required"),
    (re.compile(r"^Object contains unknown field"), "unknown_field"),
    (re.compile(r"matching regex"), "pattern"),
    (re.compile(r"^Invalid (enum )?value"), "not_a_choice"),
    (re.compile(r"with a timezone component"), "naive_time"),
    (re.compile(r" >=? ?-?[0-9.e+]+$"), "too_small"),
    (re.compile(r" <=? ?-?[0-9.e+]+$|out of range"), "too_large"),
]


def code_of(sentence: str) -> str:
    """Return the code for what msgspec says; `type` where nothing narrower fits."""
    return next((code for pattern, code in _CODES if pattern.search(sentence)), "type")


def words_of(sentence: str) -> str:
    """Return msgspec's sentence without its place and its quotes of code."""
    return sentence.partition(" - at `")[0].replace("`", "").rstrip(".") + "."


def strictly(value: object, type_: object) -> object:
    """Convert what came as JSON: "3" is no number."""
    return msgspec.convert(value, type_, strict=True)  # pyright: ignore[reportUnknownVariableType, reportArgumentType]
