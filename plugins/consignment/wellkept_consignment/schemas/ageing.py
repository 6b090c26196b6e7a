"""How old suppliers' stock is, as it is shown."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from wellkept_consignment.schemas.agreements import ConsignmentAgeingAction
from wellkept_sdk.quantity import QuantityText


class ConsignmentLayer(Struct, frozen=True, kw_only=True):
    """
    A part of what lies at a place that came in together.

    Args:
        age_days: local days since it was received.
        action: what was agreed for stock that has lain too long; null below the limit, or without one.
    """

    part_id: UUID
    location_id: UUID
    lot: str | None
    serial: str | None
    quantity: QuantityText
    minimum: QuantityText | None
    maximum: QuantityText | None
    received_on: date
    age_days: int
    over_limit: bool
    action: ConsignmentAgeingAction | None


class ConsignmentAgeingRead(Struct, frozen=True, kw_only=True):
    """What lies there under an agreement, in layers of receipts, the oldest first."""

    items: list[ConsignmentLayer]
