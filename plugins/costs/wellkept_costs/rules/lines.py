"""Lines as they are stored, and the exact negative of one."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from wellkept_costs.errors import AlreadyReversed, IsReversal
from wellkept_costs.rules.coverage import AllowanceKey
from wellkept_sdk.services.costs import CostKind, CoveredBy

MANUAL: Final = "manual"


class Line(Struct, frozen=True, kw_only=True):
    """
    A line, as it is stored; `number`, `actor_id` and `created_at` are filled in when it is.

    Args:
        reversed_by_line_id: the reversal that takes it back, as far as the question looks for it.
        reversal_collected: whether that followed the end or change of a charge, and not somebody's own wish.
    """

    id: UUID
    ticket_id: UUID | None
    kind: CostKind
    description: str
    quantity_milli: int
    unit: str
    currency: str
    unit_cost_minor: int
    unit_price_minor: int
    cost_minor: int
    price_minor: int
    covered_by: CoveredBy
    coverage_code: str
    occurred_on: date
    source: str
    collected: bool
    number: int = 0
    allowance_code: str | None = None
    allowance_contract_id: UUID | None = None
    allowance_starts_on: date | None = None
    party_id: UUID | None = None
    visit_id: UUID | None = None
    source_key: str | None = None
    reverses_line_id: UUID | None = None
    corrects_line_id: UUID | None = None
    split_from_id: UUID | None = None
    note: str | None = None
    actor_id: UUID | None = None
    created_at: datetime | None = None
    reversed_by_line_id: UUID | None = None
    reversal_collected: bool | None = None

    @property
    def allowance(self) -> AllowanceKey | None:
        """Return of which allowance it takes, or gives back to which."""
        if self.allowance_code is None or self.allowance_contract_id is None or self.allowance_starts_on is None:
            return None
        return AllowanceKey(self.allowance_contract_id, self.allowance_code, self.allowance_starts_on)


class Sums(Struct, frozen=True, kw_only=True):
    """What lines come to together."""

    cost_minor: int = 0
    price_minor: int = 0
    chargeable_minor: int = 0
    goodwill_minor: int = 0

    def plus(self, lines: Iterable[Line]) -> "Sums":
        """Return the sums with more lines."""
        cost, price, chargeable, goodwill = (
            self.cost_minor,
            self.price_minor,
            self.chargeable_minor,
            self.goodwill_minor,
        )
        for line in lines:
            cost += line.cost_minor
            price += line.price_minor
            if line.covered_by is CoveredBy.CHARGEABLE:
                chargeable += line.price_minor
            elif line.covered_by is CoveredBy.GOODWILL:
                goodwill += line.price_minor
        return Sums(cost_minor=cost, price_minor=price, chargeable_minor=chargeable, goodwill_minor=goodwill)


def require_reversible(line: Line) -> None:
    """
    Make sure that a line can be taken back.

    Raises:
        IsReversal: it takes another one back itself.
        AlreadyReversed: it has been.
    """
    if line.reverses_line_id is not None:
        raise IsReversal
    if line.reversed_by_line_id is not None:
        raise AlreadyReversed(reversed_by_line_id=line.reversed_by_line_id)


def reversal_of(line: Line, *, line_id: UUID, on: date, source: str, note: str | None) -> Line:
    """
    Return the exact negative of a line: nothing is computed again.

    Args:
        line: which is neither reversed nor a reversal.
        line_id: of the reversal.
        on: today, as the site counts days.
        source: `manual`, or the plugin whose charge has changed or ended.
        note: why.
    """
    return replace(
        line,
        id=line_id,
        number=0,
        quantity_milli=-line.quantity_milli,
        cost_minor=-line.cost_minor,
        price_minor=-line.price_minor,
        occurred_on=on,
        source=source,
        source_key=None,
        collected=source != MANUAL,
        reverses_line_id=line.id,
        corrects_line_id=None,
        split_from_id=None,
        note=note,
    )
