"""Lines, as they are shown; and claims, as callers make them."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from msgspec import Meta, Struct

from wellkept_consignment.schemas.prices import Reason
from wellkept_sdk.db import Row
from wellkept_sdk.ids import AttachmentId, PartyId, TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import QuantityText, decimal_of
from wellkept_sdk.services.consignment import LineKind

_ATTACHMENTS_MAX: Final = 50

Share = Annotated[
    str,
    Meta(
        pattern=r"^(0\.(0[1-9]|[1-9][0-9]?)|1(\.00?)?)\Z",
        description="More than zero and at most one, with two decimals.",
        examples=["0.40"],
    ),
]


class ConsignmentLineRead(Struct, frozen=True, kw_only=True):
    """
    One debit or credit.

    Args:
        part_id: null of what pays a back-charge.
        corrects_line_id: the line that it takes back, corrects or claims.
        quantity: below zero for what came back; zero where only the amount changes.
        unit_price: null without a price yet, or where the supplier bears a loss.
        amount: null until a price covers the day.
        price_on: the local day whose price holds.
        ticket_id: for which it was used; suppliers are not told.
        statement_id: on which it stands; suppliers are told once that is issued.
    """

    id: UUID
    kind: LineKind
    agreement_id: UUID
    party_id: PartyId
    part_id: UUID | None
    lot: str | None
    serial: str | None
    move_id: UUID | None
    corrects_line_id: UUID | None
    quantity: QuantityText
    unit_price: Money | None
    amount: Money | None
    price_on: date
    price_version: int | None
    ticket_id: TicketId | None
    occurred_at: datetime
    recorded_at: datetime
    reason: str | None
    statement_id: UUID | None

    @classmethod
    def of(cls, row: Row, *, is_outside: bool) -> "ConsignmentLineRead":
        """
        Return a stored line as it is shown.

        Args:
            row: with `statement_id` and `statement_status` of the statement on which it stands; without them, on none.
            is_outside: whether a supplier looks.
        """
        return cls(
            id=row["id"],
            kind=LineKind(row["kind"]),
            agreement_id=row["agreement_id"],
            party_id=PartyId(row["party_id"]),
            part_id=row["part_id"],
            lot=row["lot"],
            serial=row["serial"],
            move_id=None if is_outside else row["move_id"],
            corrects_line_id=row["corrects_line_id"],
            quantity=decimal_of(row["quantity_milli"]),
            unit_price=_money(row["unit_price_minor"], row["currency"]),
            amount=_money(row["amount_minor"], row["currency"]),
            price_on=row["price_on"],
            price_version=row["price_version"],
            ticket_id=None if is_outside or row["ticket_id"] is None else TicketId(row["ticket_id"]),
            occurred_at=row["occurred_at"],
            recorded_at=row["recorded_at"],
            reason=None if is_outside and row["kind"] != LineKind.CLAIM else row["reason"],
            statement_id=None if is_outside and row.get("statement_status") == "draft" else row.get("statement_id"),
        )


class ConsignmentLines(Struct, frozen=True, kw_only=True):
    """Lines, oldest first."""

    items: list[ConsignmentLineRead]


class ConsignmentClaimCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Why a use is not owed, or not wholly.

    Args:
        share: of what the use costs; all shares of a line are at most one together.
        attachment_ids: files that show it.
    """

    share: Share
    reason: Reason
    attachment_ids: Annotated[list[AttachmentId], Meta(max_length=_ATTACHMENTS_MAX)] = []


def _money(amount_minor: int | None, currency: str) -> Money | None:
    return None if amount_minor is None else Money(amount_minor=amount_minor, currency=currency)
