"""Where a party stands, and what moves it from there."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from wellkept_sdk.services.parties import PartyStatus


class PartiesAction(StrEnum):
    """What may be done to a party."""

    BLOCK = "block"  #: Let nothing new name it; what it has goes on.
    UNBLOCK = "unblock"  #: Let it be named again.
    ARCHIVE = "archive"  #: Keep it for the record only; it has no part in open tickets.
    RESTORE = "restore"  #: Take it back from the archive.


_SOURCES: Final[Mapping[PartiesAction, frozenset[PartyStatus]]] = {
    PartiesAction.BLOCK: frozenset({PartyStatus.ACTIVE}),
    PartiesAction.UNBLOCK: frozenset({PartyStatus.BLOCKED}),
    PartiesAction.ARCHIVE: frozenset({PartyStatus.ACTIVE, PartyStatus.BLOCKED}),
    PartiesAction.RESTORE: frozenset({PartyStatus.ARCHIVED}),
}
DESTINATION: Final[Mapping[PartiesAction, PartyStatus]] = {
    PartiesAction.BLOCK: PartyStatus.BLOCKED,
    PartiesAction.UNBLOCK: PartyStatus.ACTIVE,
    PartiesAction.ARCHIVE: PartyStatus.ARCHIVED,
    PartiesAction.RESTORE: PartyStatus.ACTIVE,
}


def is_allowed(action: PartiesAction, *, status: PartyStatus) -> bool:
    """Return whether a party that stands here may be moved so."""
    return status in _SOURCES[action]
