"""What the plugin offers to others."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from wellkept_costs.queries.lines import rows_of_ticket
from wellkept_costs.queries.sums import totals_of
from wellkept_costs.schemas.lines import CostsLineCreate
from wellkept_costs.service import lines
from wellkept_sdk import Ctx, provide
from wellkept_sdk.db import Row
from wellkept_sdk.errors import FieldError, Invalid
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.costs import COSTS, CostKind, CostLine, CostLineDraft, CostTotals, CoveredBy


class Costs:
    """What tickets cost, for one context; plugins see all of it, whoever the caller is."""

    def __init__(self, ctx: Ctx) -> None:
        """Answer in the caller's transaction."""
        self._ctx = ctx

    async def lines(self, ticket_id: TicketId) -> Sequence[CostLine]:
        """Return all lines of a ticket by id, reversals included, in one statement."""
        return [_line(row) for row in await rows_of_ticket(self._ctx, ticket_id)]

    async def add(self, ticket_id: TicketId, draft: CostLineDraft, *, source: str, source_key: str) -> CostLine:
        """
        Record something that was spent; the same source and key twice is one line.

        Raises:
            NotFound: there is no such ticket.
            Invalid: the draft has mistakes, or neither it nor the terms say what a unit costs.
            Conflict: the ticket is cancelled, a limit would be passed, or the key is that of another ticket's line.
        """
        added = await lines.add(self._ctx, ticket_id, _checked(draft, source_key), source=source)
        return _line(added.row)

    async def totals(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, CostTotals]:
        """Return the sums of tickets in one statement; those without lines are left out."""
        found: dict[UUID, Row] = await totals_of(self._ctx, ticket_ids)
        return {
            TicketId(ticket_id): CostTotals(
                cost=_money(row, "cost_minor"),
                price=_money(row, "price_minor"),
                chargeable=_money(row, "chargeable_minor"),
            )
            for ticket_id, row in found.items()
        }


def _checked(draft: CostLineDraft, source_key: str) -> CostsLineCreate:
    """Return a draft within the bounds of the API."""
    document = {
        "kind": draft.kind,
        "description": draft.description,
        "quantity": draft.quantity.decimal(),
        "unit": draft.quantity.unit,
        "unit_cost": _amount(draft.unit_cost),
        "unit_price": _amount(draft.unit_price),
        "covered_by": draft.covered_by,
        "occurred_on": draft.occurred_on,
        "party_id": draft.party_id,
        "visit_id": draft.visit_id,
        "source_key": source_key,
        "note": draft.note,
    }
    try:
        return msgspec.convert(document, CostsLineCreate)
    except msgspec.ValidationError as mistake:
        raise Invalid(errors=[FieldError("", Invalid.code, str(mistake))]) from mistake


def _amount(money: Money | None) -> dict[str, object] | None:
    return None if money is None else {"amount_minor": money.amount_minor, "currency": money.currency}


def _line(row: Row) -> CostLine:
    return CostLine(
        id=row["id"],
        ticket_id=TicketId(row["ticket_id"]),
        number=row["number"],
        kind=CostKind(row["kind"]),
        description=row["description"],
        quantity=Quantity(milli=row["quantity_milli"], unit=row["unit"]),
        cost=_money(row, "cost_minor"),
        price=_money(row, "price_minor"),
        covered_by=CoveredBy(row["covered_by"]),
        coverage_code=row["coverage_code"],
        occurred_on=row["occurred_on"],
        party_id=None if row["party_id"] is None else PartyId(row["party_id"]),
        visit_id=row["visit_id"],
        source=row["source"],
        source_key=row["source_key"],
        reverses_line_id=row["reverses_line_id"],
    )


def _money(row: Row, name: str) -> Money:
    return Money(amount_minor=row[name], currency=row["currency"])


SERVICES = (provide(COSTS, Costs),)
