"""IANA time zones, as records and settings name them."""

from functools import cache
from typing import Final
from zoneinfo import available_timezones

from msgspec import UnsetType

from wellkept_sdk.errors import Invalid, invalid

#: The zone of whoever runs the machine, which is another one on every machine, and that of a machine without one.
_OF_THE_MACHINE: Final = frozenset({"localtime", "Factory"})


def is_time_zone(name: str) -> bool:
    """Return whether this machine's time zone data has a zone of that name that is the same on every machine."""
    return name in _known()


def time_zone_mistakes(name: str | UnsetType | None, *, pointer: str) -> list[Invalid]:
    """
    Return the mistake of a zone that there is not, or nothing; a name that is not given is no mistake.

    Args:
        name: what was said, if anything.
        pointer: where the request said it.
    """
    if not isinstance(name, str) or is_time_zone(name):
        return []
    return [invalid(pointer, "not_a_choice", "This is not an IANA time zone such as Asia/Shanghai.")]


@cache
def _known() -> frozenset[str]:
    # The names are read from disk; they do not change while we run.
    return frozenset(available_timezones() - _OF_THE_MACHINE)
