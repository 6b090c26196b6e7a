"""What shares come to, line by line, as it is shown."""

from uuid import UUID

from msgspec import Struct

from wellkept_liability.rules.back_charges import BackChargeStatus
from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import Money
from wellkept_sdk.services.liability import ShareRole


class LiabilityBackChargesCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Share out what was spent since the last time."""


class LiabilityAllocationRead(Struct, frozen=True, kw_only=True):
    """
    What a share comes to of one cost line; those of a line add up to it exactly.

    Args:
        cost_line_id: a line of the ticket's costs.
        back_charge_id: by which back-charge it is asked for; None where nobody pays it back to us.
    """

    cost_line_id: UUID
    share_id: UUID
    role: ShareRole
    amount: Money
    back_charge_id: UUID | None


class LiabilityBackChargeMade(Struct, frozen=True, kw_only=True):
    """A back-charge that was just made; an amount below zero is a credit."""

    id: UUID
    number: str
    party_id: PartyId
    amount: Money
    status: BackChargeStatus


class LiabilityBackChargesMade(Struct, frozen=True, kw_only=True):
    """What a call has shared out, and what parties owe us for it; both are empty where there was nothing new."""

    allocations: list[LiabilityAllocationRead]
    back_charges: list[LiabilityBackChargeMade]
