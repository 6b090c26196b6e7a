"""Numbers in JSONB: PostgreSQL writes 1e300 as 301 digits, which would come back as an integer that nobody holds."""

import re
from typing import cast

INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1

# What has no run of so many digits holds no number beyond 64 bits.
_long = re.compile(rb"[0-9]{19}")


def may_be_in(data: bytes) -> bool:
    """Return whether the JSON text may hold a number beyond 64 bits."""
    return _long.search(data) is not None


def as_they_were(value: object) -> object:
    """Return the value with integers beyond 64 bits as the floats that they were; no other is ever stored."""
    if isinstance(value, dict):
        return {name: as_they_were(member) for name, member in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [as_they_were(element) for element in cast("list[object]", value)]
    if isinstance(value, int) and not INT64_MIN <= value <= INT64_MAX:
        return float(value)
    return value
