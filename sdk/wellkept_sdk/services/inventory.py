"""Spare parts and their ledger, as the plugin `inventory` offers them to others."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services import ServiceKey
from wellkept_sdk.services.stock import (
    BalanceKey,
    BalanceQuery,
    BalanceRead,
    LocationKind,
    PartNeed,
    PartRead,
    StockDraft,
    StockPosting,
)


class PartNotFound(NotFound):
    """There is no such part."""

    code = "inventory.part.not_found"


class InventoryService(Protocol):
    """The ledger of parts, in the caller's transaction."""

    async def post(self, draft: StockDraft) -> StockPosting:
        """
        Record moves, all of them or none.

        Raises:
            Invalid: a line is not such, or a part, place or lot is unknown; pointers begin at `/lines/<n>`.
            Conflict: there is less than asked for, or a serial is in stock already.
            Vetoed: another plugin refuses it.
        """
        ...

    async def change_stock_owner(
        self,
        *,
        key: BalanceKey,
        quantity: Quantity,
        to: PartyId | None,
        occurred_at: datetime,
        value: Money | None = None,
    ) -> StockPosting:
        """
        Give available stock another legal owner: two moves through `@ownership`.

        Args:
            key: the stock as it is.
            quantity: not more than what is available.
            to: the new legal owner; None is us.
            occurred_at: not in the future.
            value: what enters our valuation where the new owner is us.

        Raises:
            Conflict: there is less than asked for.
        """
        ...

    async def balances(self, query: BalanceQuery) -> Sequence[BalanceRead]:
        """Return what lies where, by part, location, lot and legal owner, in one statement."""
        ...

    async def parts(self, part_ids: Sequence[UUID]) -> Mapping[UUID, PartRead]:
        """Return parts, in one statement; unknown ones are left out."""
        ...

    async def places(self, location_ids: Sequence[UUID]) -> Mapping[UUID, LocationKind]:
        """Return what kinds of places these are, in one statement; unknown, archived and virtual ones are left out."""
        ...

    async def available(
        self, *, part_ids: Sequence[UUID], location_ids: Sequence[UUID]
    ) -> Mapping[BalanceKey, Quantity]:
        """Return what is neither reserved nor expired at places that stock may be issued from, in one statement."""
        ...

    async def needed(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, Sequence[PartNeed]]:
        """Return what tickets wait for or have reserved, in one statement; tickets without any are left out."""
        ...

    async def at_stations(
        self, ticket_id: TicketId, station_ids: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[UUID, Quantity]]:
        """
        Return by station and part what its stores could give to a ticket, in one statement.

        That is what is neither expired nor reserved for others, of the parts that the ticket waits for or has reserved.
        """
        ...


INVENTORY: Final[ServiceKey[InventoryService]] = ServiceKey("inventory.stock", version=1)
