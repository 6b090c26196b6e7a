"""How the figures of stock measure up to what was promised."""

from collections.abc import Iterator

from benchmarks.budget import Budget, most_of
from benchmarks.databases import POSTGRES
from benchmarks.ratios import Spread
from benchmarks.settlement import SettlementFigures
from benchmarks.stock import StockFigures
from benchmarks.stock_issues import REFERENCE, IssueFigures, Issuing
from benchmarks.stock_ledger import Asking, LedgerFigures

ISSUES_OF_REFERENCE_MIN = 0.40
SUPPLIERS_OF_OURS_MIN = 0.75
STATEMENTS_OF_ISSUE_MAX = 9
STATEMENTS_OF_DRAWING_MAX = 6
LEDGER_GROWTH_MAX = 1.5


def stock_budgets(figures: StockFigures) -> list[Budget]:
    """Return every budget of stock that a run can judge."""
    return [
        *(budget for each in figures.issues for budget in _of_issues(each)),
        *(budget for each in figures.ledgers for budget in _of_ledger(each)),
        *(_of_settlement(each) for each in figures.settlements),
    ]


def _of_issues(figures: IssueFigures) -> Iterator[Budget]:
    if figures.database == POSTGRES:
        for case in (Issuing.HOT, Issuing.SPREAD):
            measured = figures.to_reference(case)
            yield _least(f"issues/s, {case}", ISSUES_OF_REFERENCE_MIN, f" x {REFERENCE}", measured)
    yield _least(f"issue of a supplier's, {figures.database}", SUPPLIERS_OF_OURS_MIN, " x of ours", figures.to_ours())
    count = figures.statements[Issuing.HOT]
    yield most_of(f"issue, {figures.database}", most=STATEMENTS_OF_ISSUE_MAX, measured=count, unit=" statements")


def _of_ledger(figures: LedgerFigures) -> Iterator[Budget]:
    for question in Asking:
        measured = figures.growth(question)
        among = f"among {figures.many:,} moves to {figures.few:,}"
        yield Budget(
            what=f"{question}, {figures.database}",
            promised=f"≤ {LEDGER_GROWTH_MAX:g} x",
            measured="not measured" if measured is None else f"{measured.text()} x {among}",
            kept=None if measured is None else measured.middle <= LEDGER_GROWTH_MAX,
        )


def _of_settlement(figures: SettlementFigures) -> Budget:
    return most_of(
        f"statement of {figures.lines:,} lines, {figures.database}",
        most=STATEMENTS_OF_DRAWING_MAX,
        measured=max(figures.drawing.statements),
        unit=" statements",
    )


def _least(what: str, least: float, unit: str, measured: Spread | None) -> Budget:
    return Budget(
        what=what,
        promised=f"≥ {least:.2f}{unit}",
        measured="not measured" if measured is None else f"{measured.text()} x",
        kept=None if measured is None else measured.middle >= least,
    )
