"""Promised times of tickets, as the plugin `sla` offers them to others."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Protocol

from msgspec import Struct

from wellkept_sdk.ids import ClockId, PartyId, TicketId
from wellkept_sdk.services import ServiceKey


class ClockKind(StrEnum):
    """To whom a clock's target is promised."""

    SLA = "sla"  #: To the customer.
    OLA = "ola"  #: Inside our own house.
    UC = "uc"  #: To us, by a party: an underpinning contract.


class Measure(StrEnum):
    """What a clock measures."""

    RESPONSE = "response"  #: Until our first answer to the customer.
    RESOLUTION = "resolution"  #: Until the matter is put right.
    NEXT_RESPONSE = "next_response"  #: From a customer's message to our answer.
    UPDATE = "update"  #: From one of our messages to the next.
    SPAN = "span"  #: From one named moment to another.
    HOLDING = "holding"  #: While a party has the matter in hand.


class ClockState(StrEnum):
    """Where a clock stands."""

    RUNNING = "running"  #: Time counts, or will when the calendar opens.
    PAUSED = "paused"  #: Time does not count; there is no due.
    MET = "met"  #: Stopped until its due.
    MISSED = "missed"  #: Stopped after its due.
    CANCELLED = "cancelled"  #: Ended without a verdict.


class Holder(StrEnum):
    """Who has the matter in hand."""

    US = "us"  #: Our own house.
    CUSTOMER = "customer"  #: The customer has to answer, decide or let us in.
    PARTY = "party"  #: An outside organisation has to act.
    ACCESS = "access"  #: The site cannot be entered.
    WEATHER = "weather"  #: The weather forbids the work.


class ClockRead(Struct, frozen=True, kw_only=True):
    """One clock of a ticket; `due_at` is None while it is paused, `party_id` is whose underpinning contract it is."""

    id: ClockId | None
    ticket_id: TicketId
    code: str
    number: int
    cycle: int
    kind: ClockKind
    measure: Measure
    grade: int
    party_id: PartyId | None
    state: ClockState
    starts_at: datetime
    original_due_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    breached: bool


class SlaService(Protocol):
    """The clocks of tickets, in the caller's transaction."""

    async def clocks(self, ticket_id: TicketId, *, as_of: datetime | None = None) -> Sequence[ClockRead]:
        """Return the clocks of a ticket as they stand, or as they stood; ordered by code and number."""
        ...

    async def first_due(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, datetime | None]:
        """Return the first due of the running clocks that the customer was promised, in one statement."""
        ...

    async def explanation(self, ticket_id: TicketId) -> dict[str, Any]:
        """Return why the clocks of a ticket stand as they do, as the actor may know it: the JSON of `…/sla/explain`."""
        ...

    async def hold_by(
        self, ticket_id: TicketId, *, holder: Holder, party_id: PartyId | None, occurred_at: datetime
    ) -> None:
        """
        Record who has the matter in hand from a moment on.

        Raises:
            Invalid: the moment lies in the future or before the ticket, or holder and party do not match.
            Conflict: the ticket is cancelled.
        """
        ...

    async def milestone(self, ticket_id: TicketId, *, milestone: str, occurred_at: datetime) -> None:
        """
        Record that something happened, such as `on_site`; nothing happens where no clock names it.

        Raises:
            Invalid: the moment lies in the future or before the ticket.
            Conflict: the ticket is cancelled.
        """
        ...


SLA: Final[ServiceKey[SlaService]] = ServiceKey("sla.clock", version=1)
