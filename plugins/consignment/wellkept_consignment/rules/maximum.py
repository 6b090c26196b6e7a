"""Whether more would come in than an agreement lets lie there."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from wellkept_consignment.rules.agreements import Item
from wellkept_consignment.rules.lines import NIL


class Incoming(Struct, frozen=True):
    """A quantity of a party's part, in thousandths, that comes to a place under an item of its agreement."""

    party_id: UUID
    item: Item
    location_id: UUID
    quantity_milli: int


def exceeds_maximum(incoming: Sequence[Incoming], lying: Mapping[tuple[UUID, UUID, UUID], int]) -> bool:
    """
    Return whether any item would have more than its maximum.

    Args:
        incoming: all that comes in together.
        lying: what is there, by party, part and place; an item without a place counts all places together.
    """
    coming: dict[tuple[UUID, Item], int] = {}
    for each in incoming:
        key = (each.party_id, each.item)
        coming[key] = coming.get(key, 0) + each.quantity_milli
    return any(
        item.maximum_milli is not None and _lying(lying, party_id, item) + quantity_milli > item.maximum_milli
        for (party_id, item), quantity_milli in coming.items()
    )


def _lying(lying: Mapping[tuple[UUID, UUID, UUID], int], party_id: UUID, item: Item) -> int:
    return sum(
        quantity_milli
        for (owner_id, part_id, location_id), quantity_milli in lying.items()
        if owner_id == party_id and part_id == item.part_id and item.location_id in {NIL, location_id}
    )
