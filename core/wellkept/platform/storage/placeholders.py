"""From the `?` that our statements are written with to the `$1` that PostgreSQL reads."""

import re
from functools import lru_cache
from itertools import count

_CACHED_MAX = 4096
_TOKENS = re.compile(r"""'(?:[^']|'')*'|"[^"]*"|--[^\n]*|/\*.*?\*/|\?""", re.DOTALL)


@lru_cache(maxsize=_CACHED_MAX)
def numbered(sql: str) -> str:
    """
    Return the statement with its placeholders numbered; a `?` in a literal, quoted name or comment stays.

    The operators of PostgreSQL that are written with `?` are not available: use `jsonb_exists`.
    """
    numbers = count(1)
    return _TOKENS.sub(lambda found: f"${next(numbers)}" if found[0] == "?" else found[0], sql)
