"""A line of costs as the rules see it."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace

from wellkept_costs.rules.lines import Line
from wellkept_sdk.services.costs import CostKind, CoveredBy

LINE: Final = Line(
    id=UUID(int=1),
    ticket_id=UUID(int=2),
    kind=CostKind.LABOUR,
    description="Diagnosis",
    quantity_milli=2500,
    unit="h",
    currency="CNY",
    unit_cost_minor=12000,
    unit_price_minor=30000,
    cost_minor=30000,
    price_minor=75000,
    covered_by=CoveredBy.CHARGEABLE,
    coverage_code="default",
    occurred_on=date(2026, 3, 1),
    source="meter",
    source_key="1",
    collected=True,
    number=7,
    corrects_line_id=UUID(int=8),
    split_from_id=UUID(int=9),
    note="First",
)


def made(**values: Any) -> Line:
    """Return it with other values."""
    return replace(LINE, **values)
