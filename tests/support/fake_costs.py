"""A plugin that keeps cost lines in memory, where the real one is not installed: enough for those who use `COSTS`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from wellkept_sdk import Manifest, Plugin, provide
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.costs import (
    COSTS,
    CostKind,
    CostLine,
    CostLineDraft,
    CostTotals,
    CoveredBy,
)

DAY: Final = date(2026, 3, 2)


class KnownCosts:
    def __init__(self, plugin: "FakeCosts") -> None:
        self._plugin = plugin

    async def lines(self, ticket_id: TicketId) -> Sequence[CostLine]:
        return list(self._plugin.known[ticket_id])

    async def add(self, ticket_id: TicketId, draft: CostLineDraft, *, source: str, source_key: str) -> CostLine:
        unit = draft.unit_cost
        assert unit is not None
        return self._plugin.spent(ticket_id, unit.amount_minor)

    async def totals(self, ticket_ids: Sequence[TicketId]) -> Mapping[TicketId, CostTotals]:
        return {}


class FakeCosts(Plugin):
    """Costs that a test writes by `spent`."""

    manifest = Manifest(name="costs", version="1.0.0", sdk=">=1.0,<2", provides=(COSTS.name,))

    def __init__(self) -> None:
        self.known: defaultdict[TicketId, list[CostLine]] = defaultdict(list)
        self.services = (provide(COSTS, lambda _ctx: KnownCosts(self)),)

    def spent(self, ticket_id: TicketId, cost_minor: int, *, price_minor: int | None = None) -> CostLine:
        """Record what a ticket has cost, in CNY; below zero it takes something back."""
        line = CostLine(
            id=uuid7(),
            ticket_id=ticket_id,
            number=sum(len(lines) for lines in self.known.values()) + 1,
            kind=CostKind.OTHER,
            description="Spent",
            quantity=Quantity(milli=1_000, unit="pc"),
            cost=Money(amount_minor=cost_minor, currency="CNY"),
            price=Money(amount_minor=cost_minor if price_minor is None else price_minor, currency="CNY"),
            covered_by=CoveredBy.WARRANTY,
            coverage_code="default",
            occurred_on=DAY,
            party_id=None,
            visit_id=None,
            source="manual",
            source_key=None,
            reverses_line_id=None,
        )
        self.known[ticket_id].append(line)
        return line
