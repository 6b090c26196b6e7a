"""What plans and contracts say about parts."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from wellkept_sdk import Terms
from wellkept_sdk.period import Elapsed


class StockOwnerPolicy(StrEnum):
    """Whose stock goes first, where the caller does not say."""

    OWN_FIRST = "own_first"  #: Ours, then suppliers'.
    CONSIGNMENT_FIRST = "consignment_first"  #: Suppliers', then ours.
    OLDEST_FIRST = "oldest_first"  #: What came in first, whosever it is.


class LotPolicy(StrEnum):
    """Which lot goes first, where the caller does not say."""

    FEFO = "fefo"  #: What expires first, then what came in first.
    FIFO = "fifo"  #: What came in first.


class ChargePolicy(StrEnum):
    """What a ticket is charged for our own parts."""

    COST = "cost"  #: What they cost us.
    NONE = "none"  #: Nothing.


LocationCode = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}\Z", examples=["NANJING"])]


class InventoryTerms(Terms, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How tickets of a contract get their parts.

    Args:
        locations: codes of the places that may serve the contract; None is all of them.
        stock_owner_policy: whose stock goes first.
        lot_policy: which lot goes first.
        reserve_for: how long a reservation holds.
        issue_needs_reservation: whether parts are issued for reservations only.
        quarantine: code of the place where defective parts go.
        charge: what the ticket is charged for our own parts.
    """

    locations: Annotated[tuple[LocationCode, ...], Meta(min_length=1, max_length=200)] | None = None
    stock_owner_policy: StockOwnerPolicy = StockOwnerPolicy.OWN_FIRST
    lot_policy: LotPolicy = LotPolicy.FEFO
    reserve_for: Elapsed = Elapsed(duration="P14D")
    issue_needs_reservation: bool = False
    quarantine: LocationCode | None = None
    charge: ChargePolicy = ChargePolicy.COST
