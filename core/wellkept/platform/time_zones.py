"""IANA time zone names, as customers and sites state them."""

from functools import cache
from zoneinfo import available_timezones

from wellkept_sdk.errors import Invalid, invalid


def time_zone_mistakes(name: str | None, *, pointer: str) -> list[Invalid]:
    """Return the mistake of a name that this machine's time zone data does not know, or nothing."""
    if name is None or name in _known():
        return []
    return [invalid(pointer, "not_a_choice", "This is not an IANA time zone such as Asia/Shanghai.")]


@cache
def _known() -> frozenset[str]:
    # The names are read from disk; they do not change while we run.
    return frozenset(available_timezones())
