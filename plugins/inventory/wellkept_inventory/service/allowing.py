"""What the terms of a record let it have."""

from collections.abc import Collection
from uuid import UUID

from wellkept_inventory.queries.shelves import served_locations
from wellkept_inventory.rules.free_stock import Allowance
from wellkept_inventory.terms import InventoryTerms
from wellkept_sdk import Ctx
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.consignment import CONSIGNMENT


async def allowance_of(ctx: Ctx, party_ids: Collection[UUID]) -> Allowance:
    """
    Return what the terms of a record let it have.

    Args:
        ctx: of the record.
        party_ids: the parties that own stock which it might get.
    """
    terms = ctx.terms(InventoryTerms)
    served = None if terms.locations is None else await served_locations(ctx, terms.locations)
    return Allowance(
        owners=terms.stock_owner_policy,
        lots=terms.lot_policy,
        location_ids=served,
        stock_owner_ids=await _issuable(ctx, party_ids),
    )


async def _issuable(ctx: Ctx, party_ids: Collection[UUID]) -> frozenset[UUID]:
    consignment = ctx.service_or_none(CONSIGNMENT)
    if consignment is None or not party_ids:
        return frozenset()
    return frozenset(await consignment.issuable([PartyId(party_id) for party_id in party_ids]))
