"""How near a party's part is to a ticket."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

#: Behind every item that another one belongs to.
IN_PROJECT: Final = 1_000_000


def chain_of(path: str | None) -> list[UUID]:
    """Return an item and those that it belongs to, the nearest first, from its path of ids from the root on."""
    return [] if path is None else [UUID(part) for part in reversed(path.split("/")) if part]


def distance(record_id: UUID, *, chain: Sequence[UUID]) -> int:
    """Return how far a record is from the item of a ticket: 0 for itself, then what it belongs to, then the project."""
    return chain.index(record_id) if record_id in chain else IN_PROJECT
