"""What tickets cost, as the plugin `costs` offers it to others."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct

from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services import ServiceKey


class CostKind(StrEnum):
    """On what something was spent."""

    LABOUR = "labour"  #: Working time.
    PARTS = "parts"  #: Parts and consumables.
    TRAVEL = "travel"  #: The way to the site and back.
    THIRD_PARTY = "third_party"  #: What an outside organisation did and bills us for.
    PENALTY = "penalty"  #: What we owe the customer because a promise was broken.
    OTHER = "other"  #: Anything else.


class CoveredBy(StrEnum):
    """Who bears a cost towards the customer; which party pays us back is for `liability`."""

    WARRANTY = "warranty"  #: A warranty that we gave.
    CONTRACT = "contract"  #: The contract includes it.
    GOODWILL = "goodwill"  #: We bear it without having to.
    CHARGEABLE = "chargeable"  #: The customer pays.


class CostLine(Struct, frozen=True, kw_only=True):
    """
    One thing that was spent on a ticket; quantity, cost and price of a reversal are negative.

    Args:
        number: counts the lines of the deployment.
        quantity: how much, in its unit.
        cost: what it cost us.
        price: what it is priced at.
        coverage_code: why it is covered as it is, such as `given`, `allowance`, `default`.
        source: `manual`, or the plugin that it came from.
        source_key: makes it unique among the source's.
        reverses_line_id: of a reversal, the line that it takes back.
    """

    id: UUID
    ticket_id: TicketId
    number: int
    kind: CostKind
    description: str
    quantity: Quantity
    cost: Money
    price: Money
    covered_by: CoveredBy
    coverage_code: str
    occurred_on: date
    party_id: PartyId | None
    visit_id: UUID | None
    source: str
    source_key: str | None
    reverses_line_id: UUID | None


class CostLineDraft(Struct, frozen=True, kw_only=True):
    """
    What another plugin has spent on a ticket.

    Args:
        unit_cost: of one unit; None where a rate of the terms decides.
        unit_price: of one unit; None where a rate of the terms decides.
        covered_by: None where warranty, allowances and terms decide.
        occurred_on: in the days of the site; None is today there.
    """

    kind: CostKind
    description: str
    quantity: Quantity
    unit_cost: Money | None = None
    unit_price: Money | None = None
    covered_by: CoveredBy | None = None
    occurred_on: date | None = None
    party_id: PartyId | None = None
    visit_id: UUID | None = None
    note: str | None = None


class CostTotals(Struct, frozen=True, kw_only=True):
    """The sums of a ticket's lines, reversals included; `chargeable` is the price of those that the customer pays."""

    cost: Money
    price: Money
    chargeable: Money


class CostService(Protocol):
    """What tickets cost, in the caller's transaction."""

    async def lines(self, ticket_id: TicketId) -> Sequence[CostLine]:
        """Return all lines of a ticket by id, reversals included, in one statement."""
        ...

    async def add(self, ticket_id: TicketId, draft: CostLineDraft, *, source: str, source_key: str) -> CostLine:
        """
        Record something that was spent; the same source and key twice is one line.

        Args:
            ticket_id: on which ticket.
            draft: what it was.
            source: the calling plugin's name.
            source_key: makes it unique among the source's.

        Raises:
            NotFound: there is no such ticket.
            Invalid: the draft has mistakes, or neither it nor the terms say what a unit costs.
            Conflict: the ticket is cancelled, or a limit that the customer or the terms set would be passed.
        """
        ...

    async def totals(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, CostTotals]:
        """Return the sums of tickets in one statement; those without lines are left out."""
        ...


COSTS: Final[ServiceKey[CostService]] = ServiceKey("costs.line", version=1)
