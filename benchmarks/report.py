"""The report: the same figures for people (`REPORT.md`) and for programs (`report.json`)."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from benchmarks.budget import Budget
from benchmarks.cases import Case
from benchmarks.costs import costs_text
from benchmarks.knowledge import knowledge_text
from benchmarks.liability import liability_text
from benchmarks.partner_lists import partner_lines
from benchmarks.ratios import spread
from benchmarks.results import FASTAPI, HANDWRITTEN, Results, budgets, speed
from benchmarks.stations import station_text
from benchmarks.stock_report import stock_text
from benchmarks.surveys import survey_text
from benchmarks.tables import VERDICTS, section

INTRODUCTION = """# What Wellkept costs

Written by `make bench`; `docs/benchmarks.md` says how to read it. Every figure is the middle of all rounds with the
least and the most behind it. Ratios are taken within a round, in which the servers were measured one after the other.
"""

LEGEND = """More than 1 is better for requests, less than 1 for milliseconds. CPU is the processor time of the server's
process for one request: it hardly feels what else runs on the machine.
"""


def write(results: Results, folder: Path) -> Path:
    """Write both files and return the one for people."""
    folder.mkdir(parents=True, exist_ok=True)
    document = msgspec.json.encode(_document(results))
    (folder / "report.json").write_bytes(msgspec.json.format(document, indent=2) + b"\n")
    path = folder / "REPORT.md"
    path.write_text(_text(results), encoding="utf-8")
    return path


def _document(results: Results) -> dict[str, object]:
    plain: dict[str, object] = msgspec.to_builtins(results)
    return {**plain, "budgets": msgspec.to_builtins(budgets(results))}


def _text(results: Results) -> str:
    parts = [
        INTRODUCTION,
        section("Budgets", ("what", "promised", "measured", ""), map(_budget_line, budgets(results))),
        section("Ratios on PostgreSQL", ("call", "figure", HANDWRITTEN, FASTAPI), _ratio_lines(results)),
        LEGEND,
        section(
            "Figures", ("call", "server", "requests/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms"), _figure_lines(results)
        ),
        section("Statements", ("call", "statements"), ((case, str(n)) for case, n in results.statements.items())),
        _activation_text(results),
        _calendar_text(results),
        _clock_text(results),
        section("Sweeps", ("database", "open clocks", "due", "ms each", "statements each"), _sweep_lines(results)),
        section(
            "Lists of partners",
            ("database", "tickets", "seen by", "p50 ms", "p99 ms", "CPU ms", "statements"),
            (line for figures in results.partners for line in partner_lines(figures)),
        ),
        stock_text(results.stock),
        station_text(results.stations),
        knowledge_text(results.knowledge),
        survey_text(results.surveys),
        costs_text(results.costs),
        liability_text(results.liability),
        _import_text(results),
        _replay_text(results),
        section("Machine and versions", ("what", "value"), results.surroundings.items()),
    ]
    return "\n".join(part for part in parts if part)


def _budget_line(budget: Budget) -> Sequence[str]:
    return budget.what, budget.promised, budget.measured, VERDICTS[budget.kept]


def _ratio_lines(results: Results) -> Iterable[Sequence[str]]:
    kinds = {"requests_per_second": "requests/s", "p50_ms": "p50", "p95_ms": "p95", "p99_ms": "p99", "cpu_ms": "CPU"}
    for case in Case:
        for field, shown in kinds.items():
            ratios = [speed(results, case, other, of=field) for other in (HANDWRITTEN, FASTAPI)]
            yield case, shown, *("not measured" if found is None else found.text() for found in ratios)


def _figure_lines(results: Results) -> Iterable[Sequence[str]]:
    for case, by_server in results.figures.items():
        for server, figures in by_server.items():
            rates = spread([figure.requests_per_second for figure in figures])
            others = [
                spread([getattr(figure, field) for figure in figures]).text()
                for field in ("p50_ms", "p95_ms", "p99_ms", "cpu_ms")
            ]
            yield case, server, rates.text(digits=0), *others


def _activation_text(results: Results) -> str:
    figures = results.activations
    least, most = min(figures.statements_of_open), max(figures.statements_of_open)
    return (
        f"## Plugins per contract\n\nWith {figures.plans} plans, {figures.contracts:,} contracts, {figures.tickets:,}"
        f" tickets and seven plugins that listen to every change, opening a ticket takes {least} to {most} statements,"
        " whichever contract it is under.\n"
    )


def _calendar_text(results: Results) -> str:
    figures = results.calendars
    adds, walks = spread(figures.adds_per_second), spread(figures.walks_per_second)
    return (
        f"## Calendars\n\nWith the seed {figures.seed}, one core adds working time {adds.middle:,.0f} times per second;"
        f" a plain walk from day to day, with the same answers, {walks.middle:,.0f} times.\n"
    )


def _clock_text(results: Results) -> str:
    figures = results.sla
    folds = spread(figures.folds_per_second)
    return (
        f"## Clocks\n\nOne core folds a ticket of {figures.facts} facts into {figures.clocks} clocks"
        f" {folds.text(digits=0)} times per second.\n"
    )


def _sweep_lines(results: Results) -> Iterable[Sequence[str]]:
    for figures in results.sweeps:
        for sweep in (figures.few, figures.many):
            statements = spread(sweep.statements).text(digits=1)
            yield figures.database, f"{sweep.open_clocks:,}", f"{sweep.due:,}", sweep.ms_each().text(), statements


def _replay_text(results: Results) -> str:
    done = results.incident_replay
    if done is None:
        return ""
    return (
        f"Under the promised times of the preset the same import took {done.import_seconds:.1f} s and left"
        f" {done.clocks:,} clocks of {done.incidents:,} incidents, with {done.breaches:,} breaches."
        f" Folding them all again took {done.replay_seconds:.1f} s; {done.different:,} stood there otherwise than their"
        " facts say.\n"
    )


def _import_text(results: Results) -> str:
    done = results.incident_import
    if done is None:
        return ""
    verdict = "Every count is right." if done.counts_right else "**Some counts are wrong.**"
    return (
        f"## Import\n\n{done.incidents:,} incidents with {done.events:,} events went into SQLite in"
        f" {done.seconds:.1f} s. {verdict}\n"
    )
