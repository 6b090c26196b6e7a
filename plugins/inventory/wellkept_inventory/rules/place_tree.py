"""Which places lie inside which: what is inside a place belongs to its stock, its demand and its orders."""

from collections.abc import Iterable, Mapping
from uuid import UUID


class PlaceTree:
    """Places, each with the one that it lies in."""

    def __init__(self, parents: Mapping[UUID, UUID | None]) -> None:
        """
        Begin with what lies where.

        Args:
            parents: without circles; a place that is not among them lies in none.
        """
        self._parents = parents

    def above(self, location_id: UUID) -> list[UUID]:
        """Return a place and all that it lies in, from inside outwards."""
        found = [location_id]
        while (parent := self._parents.get(found[-1])) is not None:
            found.append(parent)
        return found

    def totals(self, quantities: Mapping[tuple[UUID, UUID], int]) -> dict[tuple[UUID, UUID], int]:
        """Return what parts have at places, what lies inside them included; both by part and place."""
        found: dict[tuple[UUID, UUID], int] = {}
        for (part_id, location_id), milli in quantities.items():
            for place in self.above(location_id):
                found[part_id, place] = found.get((part_id, place), 0) + milli
        return found

    def nearest_above(self, location_id: UUID, among: Iterable[UUID]) -> UUID | None:
        """Return the innermost of some places that a place lies in; itself is not meant."""
        wanted = set(among)
        return next((place for place in self.above(location_id)[1:] if place in wanted), None)
