"""What is to be recorded of something that was spent: its lines, made of what was said, priced and covered."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from msgspec import Struct

from wellkept_costs.errors import AmountTooLarge
from wellkept_costs.rules.amounts import QUANTITY_MILLI_MAX, amount_of
from wellkept_costs.rules.charges import part_keys
from wellkept_costs.rules.coverage import GIVEN, Cover, Part, parts_of
from wellkept_costs.rules.lines import Line
from wellkept_costs.rules.pricing import Priced
from wellkept_sdk.errors import Invalid, invalid
from wellkept_sdk.money import AMOUNT_MINOR_MAX
from wellkept_sdk.services.costs import CostKind, CoveredBy


class Spent(Struct, frozen=True, kw_only=True):
    """
    Something that was spent, but for its amounts and who bears it.

    Args:
        collected: whether it follows a charge.
        corrects_line_id: instead of which line it stands.
    """

    ticket_id: UUID
    currency: str
    kind: CostKind
    description: str
    unit: str
    occurred_on: date
    party_id: UUID | None = None
    visit_id: UUID | None = None
    source: str
    source_key: str | None = None
    collected: bool = False
    corrects_line_id: UUID | None = None
    note: str | None = None


def quantity_mistakes(quantity_milli: int) -> list[Invalid]:
    """Return what is wrong with a quantity."""
    if quantity_milli <= 0:
        return [invalid("/quantity", "too_small", "The quantity has to be more than zero.")]
    if quantity_milli > QUANTITY_MILLI_MAX:
        return [invalid("/quantity", "too_large", "The quantity is at most 1000000.")]
    return []


def lines_of(spent: Spent, priced: Priced, cover: Cover, *, new_id: Callable[[], UUID]) -> list[Line]:
    """
    Return the line, or the two of which the first is what an allowance covers.

    Args:
        spent: what it is.
        priced: what it comes to.
        cover: who bears it.
        new_id: returns a new id, greater than those before.

    Raises:
        PriceMissing: the customer would pay, and nothing says how much.
        AmountTooLarge: it comes to more than can be told.
    """
    parts = parts_of(priced, cover)
    if max(priced.cost_minor, sum(part.price_minor for part in parts)) > AMOUNT_MINOR_MAX:
        raise AmountTooLarge.at("/quantity")
    keys = part_keys(spent.source_key, parts=len(parts))
    lines: list[Line] = []
    for part, key in zip(parts, keys, strict=True):
        first_id = lines[0].id if lines else None
        lines.append(_line(spent, priced, part, line_id=new_id(), source_key=key, split_from_id=first_id))
    return lines


def given_again(line: Line) -> CoveredBy | None:
    """Return who was said to bear a line, where that was said and not worked out."""
    return line.covered_by if line.coverage_code == GIVEN else None


def priced_again(
    line: Line, *, quantity_milli: int | None, unit_cost_minor: int | None, unit_price_minor: int | None
) -> Priced:
    """Return what a line comes to with another quantity or units; amounts of which nothing has changed stay exact."""
    quantity = line.quantity_milli if quantity_milli is None else quantity_milli
    unit_cost = line.unit_cost_minor if unit_cost_minor is None else unit_cost_minor
    unit_price = line.unit_price_minor if unit_price_minor is None else unit_price_minor
    same = quantity == line.quantity_milli
    cost = line.cost_minor if same and unit_cost == line.unit_cost_minor else amount_of(unit_cost, quantity)
    price = line.price_minor if same and unit_price == line.unit_price_minor else amount_of(unit_price, quantity)
    return Priced(
        quantity_milli=quantity,
        unit_cost_minor=unit_cost,
        unit_price_minor=unit_price,
        cost_minor=cost,
        price_minor=price,
        has_own_cost=cost != amount_of(unit_cost, quantity),
        has_own_price=price != amount_of(unit_price, quantity),
    )


def _line(
    spent: Spent, priced: Priced, part: Part, *, line_id: UUID, source_key: str | None, split_from_id: UUID | None
) -> Line:
    key = part.allowance
    return Line(
        id=line_id,
        ticket_id=spent.ticket_id,
        kind=spent.kind,
        description=spent.description,
        quantity_milli=part.quantity_milli,
        unit=spent.unit,
        currency=spent.currency,
        unit_cost_minor=priced.unit_cost_minor,
        unit_price_minor=part.unit_price_minor,
        cost_minor=part.cost_minor,
        price_minor=part.price_minor,
        covered_by=part.covered_by,
        coverage_code=part.code,
        allowance_code=None if key is None else key.code,
        allowance_contract_id=None if key is None else key.contract_id,
        allowance_starts_on=None if key is None else key.starts_on,
        occurred_on=spent.occurred_on,
        party_id=spent.party_id,
        visit_id=spent.visit_id,
        source=spent.source,
        source_key=source_key,
        collected=spent.collected,
        corrects_line_id=spent.corrects_line_id,
        split_from_id=split_from_id,
        note=spent.note,
    )
