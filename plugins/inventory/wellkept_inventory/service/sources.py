"""Which places and legal owners may serve a ticket."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from msgspec import UnsetType

from wellkept_inventory.errors import (
    LocationArchived,
    LocationNotInTerms,
    LocationNotIssuable,
    StockOwnerNotAllowed,
)
from wellkept_inventory.queries.names import PlaceName
from wellkept_inventory.rules.free_stock import Allowance
from wellkept_inventory.rules.keys import NIL
from wellkept_inventory.schemas.ticket_lines import stock_owner_wish
from wellkept_inventory.service.ticket_lines import pointer_of
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid, unknown_reference
from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.parties import PARTIES


class OwnedLine(Protocol):
    """A line of a body that may say whose stock is wanted."""

    @property
    def stock_owner_id(self) -> PartyId | UnsetType | None:
        """Whose stock."""
        ...


def source_mistakes(location_ids: Mapping[str, UUID], places: Mapping[UUID, PlaceName]) -> Iterator[Invalid]:
    """Find which places, by their pointers, are not there, or not such that stock is taken from them."""
    for pointer, location_id in location_ids.items():
        place = places.get(location_id)
        if place is None:
            yield unknown_reference(pointer, "location")
        elif not place.kind.is_issuable:
            yield LocationNotIssuable.at(pointer)


async def party_mistakes(ctx: Ctx, lines: Sequence[OwnedLine]) -> list[Invalid]:
    """Return which parties that lines name are not there; no statement without any."""
    named = named_parties(lines)
    if not named:
        return []
    known = await ctx.service(PARTIES).names([PartyId(party_id) for party_id in set(named.values())])
    return [unknown_reference(pointer, "party") for pointer, party_id in named.items() if party_id not in known]


def named_parties(lines: Sequence[OwnedLine]) -> dict[str, UUID]:
    """Return the parties whose stock lines want, by pointer."""
    wanted = {
        f"{pointer_of(at)}/stock_owner_id": stock_owner_wish(line.stock_owner_id) for at, line in enumerate(lines)
    }
    return {pointer: found for pointer, found in wanted.items() if found is not None and found != NIL}


def require_allowed(allowance: Allowance, *, places: Collection[PlaceName], party_ids: Collection[UUID]) -> None:
    """
    Refuse places and legal owners that may not serve the ticket.

    Raises:
        LocationArchived: a place is archived.
        LocationNotInTerms: a place does not serve the contract.
        StockOwnerNotAllowed: the stock of a party may not be used.
    """
    for place in places:
        if place.archived_at is not None:
            raise LocationArchived(location_id=place.id)
        if allowance.location_ids is not None and place.id not in allowance.location_ids:
            raise LocationNotInTerms(location_id=place.id)
    for party_id in party_ids:
        if party_id not in allowance.stock_owner_ids:
            raise StockOwnerNotAllowed(stock_owner_id=party_id)
