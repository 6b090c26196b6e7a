"""Issues for a ticket and what comes back from it, as callers say them."""

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct

from wellkept_inventory.rules.returns import Condition
from wellkept_inventory.schemas.ticket_lines import LINES_MAX, PartLine, StockOwnerWish
from wellkept_sdk.ids import EquipmentId
from wellkept_sdk.moment import Moment


class InventoryIssueLine(PartLine, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What is issued of a part; a serial number must be named, of lots the contract's policy picks.

    Args:
        stock_owner_id: whose stock; without it, by the contract's policy.
        reservation_id: what is held for this reservation goes first.
        allow_expired: whether the named lot may have expired.
    """

    stock_owner_id: StockOwnerWish = UNSET
    reservation_id: UUID | None = None
    allow_expired: bool = False


class InventoryIssueCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Parts that are used for a ticket.

    Args:
        location_id: from which place.
        occurred_at: not in the future; now, if absent.
        equipment_id: into which item they go: named lots and serials are installed there.
    """

    location_id: UUID
    lines: Annotated[list[InventoryIssueLine], Meta(min_length=1, max_length=LINES_MAX)]
    occurred_at: Moment | None = None
    equipment_id: EquipmentId | None = None


class InventoryReturnLine(PartLine, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What comes back of a part.

    Args:
        condition: `unused` takes an issue back; `used` and `defective` are old parts out of the equipment.
        issue_move_id: which issue comes back; without it, the newest.
    """

    condition: Condition
    issue_move_id: UUID | None = None


class InventoryReturnCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Parts that come back from a ticket.

    Args:
        location_id: whither; without it unused parts go back to where they were. Defective ones go to the contract's
            quarantine, if it names one.
        occurred_at: not in the future; now, if absent.
    """

    lines: Annotated[list[InventoryReturnLine], Meta(min_length=1, max_length=LINES_MAX)]
    location_id: UUID | None = None
    occurred_at: Moment | None = None
