"""What the report says of stock; alone by `python -m benchmarks.stock_report`."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.plan import LOCAL_SERVER, Plan
from benchmarks.ratios import spread
from benchmarks.replenishment import lines_of
from benchmarks.settlement import SettlementFigures
from benchmarks.stock import StockFigures, stock_figures
from benchmarks.stock_budgets import stock_budgets
from benchmarks.stock_issues import IssueFigures
from benchmarks.stock_ledger import LedgerFigures
from benchmarks.tables import VERDICTS, section


def stock_text(figures: StockFigures) -> str:
    """Return the sections about stock."""
    parts = [
        section(
            "Issues of stock",
            ("from", "server", "issues/s", "p50 ms", "p99 ms", "CPU ms"),
            (line for each in figures.issues for line in _issue_lines(each)),
        ),
        section(
            "Statements of an issue",
            ("from", "database", "statements"),
            ((case, each.database, str(n)) for each in figures.issues for case, n in each.statements.items()),
        ),
        section(
            "Ledgers",
            ("question", "database", "few ms", "many ms", "p50 growth", "p99 growth"),
            (line for each in figures.ledgers for line in _ledger_lines(each)),
        ),
        section(
            "Settlement",
            ("database", "lines", "call", "ms", "statements"),
            (line for each in figures.settlements for line in _settlement_lines(each)),
        ),
        section(
            "Replenishment",
            ("database", "what", "parts", "ms", "statements"),
            (line for each in figures.replenishments for line in lines_of(each)),
        ),
    ]
    return "\n".join(parts)


def _issue_lines(figures: IssueFigures) -> Iterator[Sequence[str]]:
    for case, by_server in figures.figures.items():
        for server, rounds in by_server.items():
            fields = ("p50_ms", "p99_ms", "cpu_ms")
            others = [spread([getattr(figure, field) for figure in rounds]).text() for field in fields]
            rate = spread([figure.requests_per_second for figure in rounds])
            yield case, server, rate.text(digits=0), *others


def _ledger_lines(figures: LedgerFigures) -> Iterator[Sequence[str]]:
    for question, measured in figures.figures.items():
        times = [spread([figure.p50_ms for figure in rounds]).text() for rounds in measured]
        growths = [figures.growth(question, of=field) for field in ("p50_ms", "p99_ms")]
        yield question, figures.database, *times, *(found.text() if found else "not measured" for found in growths)


def _settlement_lines(figures: SettlementFigures) -> Iterator[Sequence[str]]:
    efforts = {
        "drawing it up": figures.drawing,
        "issuing it": figures.issuing,
        "reading a page": figures.reading,
        "answering a page": figures.answering,
    }
    for call, effort in efforts.items():
        yield figures.database, f"{figures.lines:,}", call, effort.ms().text(1), str(max(effort.statements))


def main() -> None:
    """Print the figures and budgets of stock alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stock_report", description=__doc__)
    parser.add_argument("--postgres", default=LOCAL_SERVER, help="a server on which databases may be made")
    given = parser.parse_args()
    figures = stock_figures(Plan(postgres_url=given.postgres or None, output=Path()))
    print(stock_text(figures))
    for budget in stock_budgets(figures):
        print(f"{budget.what:<44}{budget.promised:<26}{budget.measured:<48}{VERDICTS[budget.kept]}")


if __name__ == "__main__":
    main()
