"""How many of a ticket's parts lie at stations."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.inventory import INVENTORY
from wellkept_sdk.services.stock import PartNeed

_NOTHING: Final[Mapping[UUID, Quantity]] = {}


async def parts_shares(ctx: Ctx, ticket_id: TicketId, station_ids: Collection[UUID]) -> Mapping[UUID, Fraction]:
    """Return by station how much of what a ticket needs lies there; nothing where no part is needed or known."""
    inventory = ctx.service_or_none(INVENTORY)
    if inventory is None:
        return {}
    needs = (await inventory.needed([ticket_id])).get(ticket_id)
    if not needs:
        return {}
    there = await inventory.at_stations(ticket_id, list(station_ids))
    return {station_id: _share(needs, there.get(station_id, _NOTHING)) for station_id in station_ids}


def _share(needs: Collection[PartNeed], there: Mapping[UUID, Quantity]) -> Fraction:
    """Return the mean over the parts: units differ from part to part, so their quantities cannot be added."""
    shares = [_covered(need, there.get(need.part_id)) for need in needs]
    return sum(shares, Fraction()) / len(shares)


def _covered(need: PartNeed, there: Quantity | None) -> Fraction:
    if there is None:
        return Fraction()
    return Fraction(min(there.milli, need.quantity.milli), need.quantity.milli)
