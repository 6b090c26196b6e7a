"""Stock that belongs to suppliers, as the plugin `consignment` offers it to others."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services import ServiceKey


class LineKind(StrEnum):
    """Why we owe a supplier, or a supplier owes us."""

    WITHDRAWAL = "withdrawal"  #: Its stock was used.
    REVERSAL = "reversal"  #: What was used or lost came back.
    CORRECTION = "correction"  #: The price of a line was another.
    LOSS = "loss"  #: Its stock was scrapped, or missing at a count.
    BUY_OUT = "buy_out"  #: We bought its stock without using it.
    CLAIM = "claim"  #: Its own part was faulty.
    SET_OFF = "set_off"  #: It pays a back-charge this way.


class ConsignmentLine(Struct, frozen=True, kw_only=True):
    """One debit or credit; `amount` is None until a price covers its date."""

    id: UUID
    kind: LineKind
    agreement_id: UUID
    party_id: PartyId
    part_id: UUID | None
    move_id: UUID | None
    corrects_line_id: UUID | None
    quantity: Quantity | None
    amount: Money | None
    ticket_id: TicketId | None
    occurred_at: datetime


class ConsignmentService(Protocol):
    """Suppliers' stock and what is owed for it, in the caller's transaction."""

    async def issuable(self, party_ids: Sequence[PartyId]) -> frozenset[PartyId]:
        """Return those parties whose stock the terms of the record allow to be used."""
        ...

    async def lines(self, ticket_id: TicketId) -> Sequence[ConsignmentLine]:
        """Return what the use of suppliers' stock for a ticket has made, oldest first."""
        ...

    async def set_off(self, *, party_id: PartyId, back_charge_id: UUID, amount: Money) -> ConsignmentLine:
        """
        Let a party pay a back-charge by what we owe it; the same back-charge twice is one line.

        Raises:
            Conflict: the party has no agreement in that currency.
        """
        ...


CONSIGNMENT: Final[ServiceKey[ConsignmentService]] = ServiceKey("consignment.stock", version=1)
