"""Prices, as callers record them and as they are shown."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_sdk.db import Row
from wellkept_sdk.ids import UserId
from wellkept_sdk.money import AMOUNT_MINOR_MAX, Currency, Money

REASON_LENGTH_MAX: Final = 500

Reason = Annotated[str, Meta(min_length=1, max_length=REASON_LENGTH_MAX, examples=["As agreed by letter."])]


class ConsignmentUnitPrice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one unit costs."""

    amount_minor: Annotated[int, Meta(ge=0, le=AMOUNT_MINOR_MAX, description="Minor units.", examples=[2500])]
    currency: Currency


class ConsignmentPriceCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What a part costs from a day on.

    Args:
        unit_price: in the currency of the agreement.
        valid_from: the first local day, in the past too: what was used since is corrected.
        valid_to: the first day without it; open, if absent.
    """

    part_id: UUID
    unit_price: ConsignmentUnitPrice
    valid_from: date
    valid_to: date | None = None
    reason: Reason | None = None


class ConsignmentPriceRead(Struct, frozen=True, kw_only=True):
    """
    A price; of those that cover a day, the highest version holds.

    Args:
        actor_id: who has recorded it; suppliers are not told.
    """

    id: UUID
    agreement_id: UUID
    part_id: UUID
    version: int
    unit_price: Money
    valid_from: date
    valid_to: date | None
    reason: str | None
    actor_id: UserId | None
    recorded_at: datetime

    @classmethod
    def of(cls, row: Row, *, is_outside: bool = False) -> "ConsignmentPriceRead":
        """Return a stored price with the `currency` of its agreement."""
        return cls(
            id=row["id"],
            agreement_id=row["agreement_id"],
            part_id=row["part_id"],
            version=row["version"],
            unit_price=Money(amount_minor=row["unit_price_minor"], currency=row["currency"]),
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            reason=None if is_outside else row["reason"],
            actor_id=None if is_outside or row["actor_id"] is None else UserId(row["actor_id"]),
            recorded_at=row["recorded_at"],
        )


class ConsignmentPriceRecorded(Struct, frozen=True, kw_only=True):
    """
    A price that was recorded, and what it has changed.

    Args:
        corrections: how many lines it has corrected.
        priced: how many lines have got their first price by it.
    """

    id: UUID
    agreement_id: UUID
    part_id: UUID
    version: int
    unit_price: Money
    valid_from: date
    valid_to: date | None
    reason: str | None
    recorded_at: datetime
    corrections: int
    priced: int
