"""Lines, as callers add, correct and read them."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_costs.terms import CostsUnitAmount
from wellkept_sdk.actor import Actor, Role
from wellkept_sdk.db import Row
from wellkept_sdk.ids import PartyId, TicketId, UserId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import QuantityText, UnitCode, decimal_of
from wellkept_sdk.services.costs import CostKind, CoveredBy

KEY_LENGTH_MAX: Final = 128

CostsQuantity = Annotated[
    str,
    Meta(
        pattern=r"^([0-9]{1,6}(\.[0-9]{1,3})?|1000000(\.0{1,3})?)\Z",
        description="A decimal number above zero and at most 1000000, with at most three decimals.",
        examples=["2.5"],
    ),
]
Description = Annotated[str, Meta(min_length=1, max_length=500)]
Note = Annotated[str, Meta(max_length=2_000)]
Reason = Annotated[str, Meta(min_length=1, max_length=2_000)]
SourceKey = Annotated[str, Meta(min_length=1, max_length=KEY_LENGTH_MAX)]


class CostsLineCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Something that was spent on a ticket.

    Args:
        unit_cost: what one unit costs us; by the terms' rate of this kind and unit, if absent.
        unit_price: of one unit; by the rate, if absent, and without one at its cost, unless it is charged.
        covered_by: who bears it; by warranty, allowance and terms, if absent.
        occurred_on: in the days of the site; today there, if absent.
        party_id: which outside organisation did or supplied it.
        visit_id: of which visit of the ticket.
        source_key: makes it safe to send again: a known key answers with the line that has it.
    """

    kind: CostKind
    description: Description
    quantity: CostsQuantity
    unit: UnitCode
    unit_cost: CostsUnitAmount | None = None
    unit_price: CostsUnitAmount | None = None
    covered_by: CoveredBy | None = None
    occurred_on: date | None = None
    party_id: PartyId | None = None
    visit_id: UUID | None = None
    source_key: SourceKey | None = None
    note: Note | None = None


class CostsLineReverse(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a line does not count."""

    reason: Reason


class CostsLineCorrect(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What a line should have been; what is absent stays as it was.

    Args:
        covered_by: who bears it; if absent and the line did not say it itself, it is worked out anew.
    """

    reason: Reason
    covered_by: CoveredBy | None = None
    quantity: CostsQuantity | None = None
    unit_cost: CostsUnitAmount | None = None
    unit_price: CostsUnitAmount | None = None
    description: Description | None = None
    occurred_on: date | None = None


class CostsLineRead(Struct, frozen=True, kw_only=True):
    """
    One thing that was spent; quantity, cost and price of a reversal are negative.

    Args:
        quantity: in its unit.
        unit_cost: customers are not told.
        unit_price: partners are not told.
        cost: what it cost us; customers are not told.
        price: what it is priced at; partners are not told.
        coverage_code: why it is covered so: `given`, `allowance`, `default`, `penalty`, or that of the warranty.
        occurred_on: in the days of the site.
        rest_line_id: of the first part of a split line, the second.
        split_from_id: of the second part, the first.
        corrects_line_id: instead of which line it stands.
        statement_id: on which it stands; outsiders are told once that is issued.
        note: outsiders are not told, nor who has recorded it.
    """

    id: UUID
    ticket_id: TicketId
    number: int
    kind: CostKind
    description: str
    quantity: QuantityText
    unit: UnitCode
    unit_cost: Money | UnsetType = UNSET
    unit_price: Money | UnsetType = UNSET
    cost: Money | UnsetType = UNSET
    price: Money | UnsetType = UNSET
    covered_by: CoveredBy
    coverage_code: str
    allowance_code: str | None
    occurred_on: date
    party_id: PartyId | None
    visit_id: UUID | None
    source: str
    source_key: str | None
    reverses_line_id: UUID | None
    reversed_by_line_id: UUID | None
    corrects_line_id: UUID | None
    rest_line_id: UUID | None
    split_from_id: UUID | None
    statement_id: UUID | None
    note: str | None
    actor_id: UserId | None
    created_at: datetime

    @classmethod
    def of(cls, row: Row, *, actor: Actor) -> "CostsLineRead":
        """
        Return a stored line as a caller is shown it.

        Args:
            row: with what has become of it: `reversed_by_line_id`, `rest_line_id`, `statement_id` and
                `statement_issued_at`, as far as there is any.
            actor: who looks.
        """
        hides_cost, hides_price = actor.role is Role.CUSTOMER, actor.role is Role.PARTNER
        is_told = not actor.is_outside or row.get("statement_issued_at") is not None
        return cls(
            id=row["id"],
            ticket_id=TicketId(row["ticket_id"]),
            number=row["number"],
            kind=CostKind(row["kind"]),
            description=row["description"],
            quantity=decimal_of(row["quantity_milli"]),
            unit=row["unit"],
            unit_cost=shown(row, "unit_cost_minor", hidden=hides_cost),
            unit_price=shown(row, "unit_price_minor", hidden=hides_price),
            cost=shown(row, "cost_minor", hidden=hides_cost),
            price=shown(row, "price_minor", hidden=hides_price),
            covered_by=CoveredBy(row["covered_by"]),
            coverage_code=row["coverage_code"],
            allowance_code=row["allowance_code"],
            occurred_on=row["occurred_on"],
            party_id=row["party_id"],
            visit_id=row["visit_id"],
            source=row["source"],
            source_key=row["source_key"],
            reverses_line_id=row["reverses_line_id"],
            reversed_by_line_id=row.get("reversed_by_line_id"),
            corrects_line_id=row["corrects_line_id"],
            rest_line_id=row.get("rest_line_id"),
            split_from_id=row["split_from_id"],
            statement_id=row.get("statement_id") if is_told else None,
            note=None if actor.is_outside else row["note"],
            actor_id=None if actor.is_outside else row["actor_id"],
            created_at=row["created_at"],
        )


class CostsCorrection(Struct, frozen=True, kw_only=True):
    """A line taken back, and what stands instead of it."""

    reversal: CostsLineRead
    line: CostsLineRead


def shown(row: Row, name: str, *, hidden: bool) -> Money | UnsetType:
    """Return an amount of a stored line, or nothing at all where the caller is not told."""
    return UNSET if hidden else Money(amount_minor=row[name], currency=row["currency"])
