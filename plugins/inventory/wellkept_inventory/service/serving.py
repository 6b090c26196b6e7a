"""What other plugins get under the key `INVENTORY`, for their record and transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from wellkept_inventory.queries.balances import available, balances_of
from wellkept_inventory.queries.names import parts_by_id, places_by_id
from wellkept_inventory.queries.needs import needed
from wellkept_inventory.queries.stores import at_stations
from wellkept_inventory.service.asking import asked_by_draft
from wellkept_inventory.service.owning import change_stock_owner
from wellkept_inventory.service.posting import post
from wellkept_sdk import Ctx, provide
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.inventory import INVENTORY
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


class Stock:
    """Parts and their ledger."""

    def __init__(self, ctx: Ctx) -> None:
        """Answer from the provider's context."""
        self._ctx = ctx

    async def post(self, draft: StockDraft) -> StockPosting:
        """
        Record moves, all of them or none.

        Raises:
            Invalid: a line is not such, or a part, place or lot is unknown; pointers begin at `/lines/<n>`.
            Conflict: there is less than asked for, or a serial is in stock already.
            Vetoed: another plugin refuses it.
        """
        return await post(self._ctx, asked_by_draft(draft), ticket_id=draft.ticket_id)

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

        Raises:
            Conflict: there is less than asked for.
        """
        return await change_stock_owner(
            self._ctx, key=key, quantity=quantity, to=to, occurred_at=occurred_at, value=value
        )

    async def balances(self, query: BalanceQuery) -> Sequence[BalanceRead]:
        """Return what lies where, by part, location, lot and legal owner, in one statement."""
        return await balances_of(self._ctx, query)

    async def parts(self, part_ids: Sequence[UUID]) -> Mapping[UUID, PartRead]:
        """Return parts, in one statement; unknown ones are left out."""
        found = await parts_by_id(self._ctx, part_ids)
        return {
            part.id: PartRead(
                id=part.id,
                code=part.code,
                name=part.name,
                unit=part.unit,
                tracking=part.tracking,
                whole_units=part.whole_units,
                status=part.status,
            )
            for part in found.values()
        }

    async def places(self, location_ids: Sequence[UUID]) -> Mapping[UUID, LocationKind]:
        """Return what kinds of places these are, in one statement; unknown, archived and virtual ones are left out."""
        found = await places_by_id(self._ctx, location_ids)
        return {
            place.id: place.kind for place in found.values() if place.archived_at is None and not place.kind.is_virtual
        }

    async def available(
        self, *, part_ids: Sequence[UUID], location_ids: Sequence[UUID]
    ) -> Mapping[BalanceKey, Quantity]:
        """Return what is neither reserved nor expired at places that stock may be issued from, in one statement."""
        return await available(self._ctx, part_ids=part_ids, location_ids=location_ids)

    async def needed(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, Sequence[PartNeed]]:
        """Return what tickets wait for or have reserved, in one statement; tickets without any are left out."""
        return await needed(self._ctx, ticket_ids)

    async def at_stations(
        self, ticket_id: TicketId, station_ids: Sequence[UUID]
    ) -> Mapping[UUID, Mapping[UUID, Quantity]]:
        """Return by station and part what its stores could give to a ticket, in one statement."""
        return await at_stations(self._ctx, ticket_id, station_ids)


SERVICES = (provide(INVENTORY, Stock),)
