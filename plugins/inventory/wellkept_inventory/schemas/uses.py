"""What was used for a ticket, and what is built into equipment."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.money import Money


class InventoryUse(Struct, frozen=True, kw_only=True):
    """
    What a ticket has used of a part, of one lot and one legal owner.

    Args:
        stock_owner_id: whose it was; null is us.
        returned: what came back unused.
        net: what was issued and did not come back.
        value: of the net, at cost; null of a party's stock.
    """

    part_id: UUID
    lot: str | None
    serial: str | None
    stock_owner_id: PartyId | None
    issued: str
    returned: str
    net: str
    value: Money | None


class InventoryUses(Struct, frozen=True, kw_only=True):
    """All that a ticket has used, by part, lot and legal owner."""

    items: list[InventoryUse]


class InventoryInstalled(Struct, frozen=True, kw_only=True):
    """A lot or a piece that is built into equipment, and the ticket for which it was."""

    part_id: UUID
    lot: str | None
    serial: str | None
    installed_at: datetime
    ticket_id: TicketId | None


class InventoryInstallations(Struct, frozen=True, kw_only=True):
    """What is built into equipment, the newest first."""

    items: list[InventoryInstalled]
