"""What places can give to each other of a part, as it becomes less by what is given."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.rules.place_tree import PlaceTree
from wellkept_inventory.rules.replenishment import StockLevels, StockPosition, Surplus


class PlaceStock(Struct, frozen=True, kw_only=True):
    """A place that is replenished, with what lies inside it included."""

    location_id: UUID
    levels: StockLevels
    position: StockPosition


class Transfers:
    """
    What the places of one part can spare: stock beyond their order-up-to levels that lies there already.

    What lies inside a place that has a policy of its own is that one's to give. A place never gives to one that it
    lies in: its stock counts there already.
    """

    def __init__(self, places: Sequence[PlaceStock], *, tree: PlaceTree) -> None:
        """
        Begin with what there is.

        Args:
            places: all that have levels for the part, in the order in which they serve.
            tree: of all places.
        """
        self._tree = tree
        self._order = [place.location_id for place in places]
        self._spare = {place.location_id: place.position.net_milli - place.levels.order_up_to_milli for place in places}
        self._there = {place.location_id: place.position.available_milli for place in places}
        for place in places:
            outer = tree.nearest_above(place.location_id, self._order)
            if outer is not None:
                self._there[outer] -= place.position.available_milli

    def for_place(self, location_id: UUID) -> list[Surplus]:
        """Return what others can give to a place, in the order in which they serve."""
        return [
            Surplus(source, min(self._spare[source], self._there[source]))
            for source in self._order
            if location_id not in self._tree.above(source)
        ]

    def give(self, milli: int, *, source: UUID, to: UUID) -> None:
        """Let stock go from one place to another; a place that both lie in has as much as before."""
        self._there[source] -= milli
        for place in self._among(self._tree.above(source)):
            if place not in self._tree.above(to):
                self._spare[place] -= milli

    def _among(self, places: Iterable[UUID]) -> list[UUID]:
        return [place for place in places if place in self._spare]
