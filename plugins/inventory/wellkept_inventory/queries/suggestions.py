"""What should be transferred or ordered."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

from wellkept_inventory.queries.orders import on_order
from wellkept_inventory.queries.policies import policies_of
from wellkept_inventory.queries.stock_positions import available_at, missing_at, whole_tree
from wellkept_inventory.rules.place_tree import PlaceTree
from wellkept_inventory.rules.policies import Policy, SupplySource
from wellkept_inventory.rules.replenishment import StockLevels, StockPosition, Supply, supplies, wanted_milli
from wellkept_inventory.rules.transfers import PlaceStock, Transfers
from wellkept_inventory.schemas.suggestions import InventorySuggestion, InventorySuggestionReason, InventorySuggestions
from wellkept_sdk import Ctx
from wellkept_sdk.ids import PartyId
from wellkept_sdk.quantity import decimal_of

Quantities: TypeAlias = Mapping[tuple[UUID, UUID], int]


class SuggestionFilters(Struct, frozen=True, kw_only=True):
    """Which suggestions are asked for."""

    part_id: UUID | None = None
    location_id: UUID | None = None
    party_id: UUID | None = None
    source: SupplySource | None = None

    def passes(self, suggestion: InventorySuggestion) -> bool:
        """Return whether a suggestion is asked for."""
        wanted = {
            "location_id": self.location_id,
            "party_id": self.party_id,
            "source": self.source,
        }
        return all(value is None or getattr(suggestion, name) == value for name, value in wanted.items())


class _Kept(Struct, frozen=True, kw_only=True):
    """A policy that has levels, and what there is at its place."""

    policy: Policy
    levels: StockLevels
    position: StockPosition

    @property
    def stock(self) -> PlaceStock:
        return PlaceStock(location_id=self.policy.location_id, levels=self.levels, position=self.position)


async def suggestions(ctx: Ctx, *, filters: SuggestionFilters) -> InventorySuggestions:
    """Return what should be transferred or ordered now; five statements, however many parts there are."""
    policies = await policies_of(ctx, part_ids=None if filters.part_id is None else [filters.part_id])
    kept = [(policy, levels) for policy in policies if policy.is_in_use and (levels := policy.levels) is not None]
    if not kept:
        return InventorySuggestions(items=[])
    tree = await whole_tree(ctx)
    part_ids = list({policy.part_id for policy, _ in kept})
    available = tree.totals(await available_at(ctx, part_ids))
    ordered = tree.totals(await on_order(ctx, part_ids))
    missing = tree.totals(_placed(await missing_at(ctx, part_ids), [policy for policy, _ in kept]))
    found = [
        _Kept(policy=policy, levels=levels, position=_position(policy, available, ordered, missing))
        for policy, levels in kept
    ]
    items = [
        suggestion
        for _, of_part in groupby(found, key=lambda each: each.policy.part_id)
        for suggestion in _of_part(list(of_part), tree)
        if filters.passes(suggestion)
    ]
    return InventorySuggestions(items=items)


def _placed(
    missing: Mapping[tuple[UUID, UUID | None], int], policies: Sequence[Policy]
) -> dict[tuple[UUID, UUID], int]:
    """Who waits for a part from anywhere waits for it at the place that is asked first."""
    first = {policy.part_id: policy.location_id for policy in reversed(policies)}
    found: dict[tuple[UUID, UUID], int] = {}
    for (part_id, location_id), milli in missing.items():
        place = first[part_id] if location_id is None else location_id
        found[part_id, place] = found.get((part_id, place), 0) + milli
    return found


def _position(policy: Policy, available: Quantities, ordered: Quantities, missing: Quantities) -> StockPosition:
    key = (policy.part_id, policy.location_id)
    return StockPosition(
        available_milli=available.get(key, 0), on_order_milli=ordered.get(key, 0), missing_milli=missing.get(key, 0)
    )


def _of_part(kept: Sequence[_Kept], tree: PlaceTree) -> Iterator[InventorySuggestion]:
    transfers = Transfers([each.stock for each in kept], tree=tree)
    for each in kept:
        place = each.policy.location_id
        needed = wanted_milli(each.position, levels=each.levels)
        lot_size = each.policy.lot_size
        for supply in supplies(needed, surpluses=transfers.for_place(place), lot_size=lot_size) if needed else ():
            if supply.from_location_id is not None:
                transfers.give(supply.milli, source=supply.from_location_id, to=place)
            if supply.from_location_id is not None or each.policy.is_bought:
                yield _suggestion(each, supply)


def _suggestion(each: _Kept, supply: Supply) -> InventorySuggestion:
    policy, position = each.policy, each.position
    source = policy.source if supply.from_location_id is None else SupplySource.TRANSFER
    is_purchase = source is SupplySource.PURCHASE
    return InventorySuggestion(
        part_id=policy.part_id,
        location_id=policy.location_id,
        available=decimal_of(position.available_milli),
        on_order=decimal_of(position.on_order_milli),
        missing=decimal_of(position.missing_milli),
        reorder_point=decimal_of(each.levels.reorder_point_milli),
        order_up_to=decimal_of(each.levels.order_up_to_milli),
        quantity=decimal_of(supply.milli),
        source=source,
        from_location_id=supply.from_location_id,
        party_id=None if policy.party_id is None or not is_purchase else PartyId(policy.party_id),
        because=_reason(position),
    )


def _reason(position: StockPosition) -> InventorySuggestionReason:
    if position.missing_milli > 0:
        return InventorySuggestionReason.MISSING
    return InventorySuggestionReason.LOW if position.available_milli > 0 else InventorySuggestionReason.OUT
