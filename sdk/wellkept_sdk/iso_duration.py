"""Durations as ISO 8601 writes them: read exactly, and written in hours, minutes and seconds."""

import re
from datetime import timedelta
from functools import lru_cache

from msgspec import Struct

PATTERN = (
    r"^-?P(?=[0-9T])(?:[0-9]{1,6}Y)?(?:[0-9]{1,6}M)?(?:[0-9]{1,6}W)?(?:[0-9]{1,6}D)?"
    r"(?:T(?=[0-9])(?:[0-9]{1,8}H)?(?:[0-9]{1,8}M)?(?:[0-9]{1,10}(?:\.[0-9]{1,6})?S)?)?\Z"
)
LENGTH_MAX = 64

_PARTS = re.compile(
    r"(?P<sign>-?)P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)(?:\.(?P<fraction>\d{1,6}))?S)?)?"
)
_SYNTAX = re.compile(PATTERN)
_MICROSECONDS_DIGITS = 6
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_WEEK = 7 * _DAY
_MICROSECOND = timedelta(microseconds=1)


class IsoDuration(Struct, frozen=True, kw_only=True):
    """
    What the text says, before anybody has decided what a day is.

    Args:
        microseconds: of weeks, days (of 24 hours), hours, minutes and seconds together; signed.
        names_days: whether weeks or days are written.
        names_months: whether months or years are written, which have no length.
    """

    microseconds: int
    names_days: bool
    names_months: bool


@lru_cache(maxsize=1024)
def read_duration(text: str) -> IsoDuration:
    """
    Return what a duration such as `PT2H30M` says.

    Raises:
        ValueError: the text is no ISO 8601 duration, or finer than microseconds.
    """
    found = _PARTS.fullmatch(text) if _SYNTAX.match(text) else None
    if found is None:
        raise ValueError(f"This is no ISO 8601 duration: {text}")
    part = {
        name: int(value) for name, value in found.groupdict(default="0").items() if name not in {"sign", "fraction"}
    }
    microseconds = (
        part["weeks"] * _WEEK
        + part["days"] * _DAY
        + part["hours"] * _HOUR
        + part["minutes"] * _MINUTE
        + part["seconds"] * _SECOND
        + int((found["fraction"] or "").ljust(_MICROSECONDS_DIGITS, "0"))
    )
    return IsoDuration(
        microseconds=-microseconds if found["sign"] else microseconds,
        names_days=found["weeks"] is not None or found["days"] is not None,
        names_months=found["years"] is not None or found["months"] is not None,
    )


def write_duration(length: timedelta) -> str:
    """Return a length in hours, minutes and seconds with up to six decimals: `PT48H`, `PT2H30M`, `PT0S`, `-PT5M`."""
    microseconds = length // _MICROSECOND
    sign = "-" if microseconds < 0 else ""
    hours, rest = divmod(abs(microseconds), _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    seconds, fraction = divmod(rest, _SECOND)
    text = f"{hours}H" if hours else ""
    text += f"{minutes}M" if minutes else ""
    if fraction:
        text += f"{seconds}.{fraction:06d}".rstrip("0") + "S"
    elif seconds or not text:
        text += f"{seconds}S"
    return f"{sign}PT{text}"
