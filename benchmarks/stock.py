"""All that is measured of stock."""

from msgspec import Struct

from benchmarks.plan import Plan
from benchmarks.replenishment import ReplenishmentFigures, replenishment_figures
from benchmarks.settlement import SettlementFigures, settlement_figures
from benchmarks.stock_issues import IssueFigures, issue_figures
from benchmarks.stock_ledger import LedgerFigures, ledger_figures


class StockFigures(Struct, frozen=True, kw_only=True):
    """What one run finds out about stock, each of SQLite and of PostgreSQL where there is a server."""

    issues: list[IssueFigures]
    ledgers: list[LedgerFigures]
    settlements: list[SettlementFigures]
    replenishments: list[ReplenishmentFigures]


def stock_figures(plan: Plan) -> StockFigures:
    """Return the figures; the quiet ones first, because the ledger of many moves keeps the disk busy for a while."""
    return StockFigures(
        issues=issue_figures(plan),
        settlements=settlement_figures(plan),
        replenishments=replenishment_figures(plan),
        ledgers=ledger_figures(plan),
    )
