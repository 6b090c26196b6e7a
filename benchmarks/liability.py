"""What warranty and liability take: `python -m benchmarks.liability`."""

import argparse
import asyncio
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Final
from uuid import UUID

from msgspec import Struct

from benchmarks.application import system_ctx
from benchmarks.budget import Budget, most_of
from benchmarks.databases import empty_database, names_of_databases
from benchmarks.liability_room import (
    DEPTH,
    PLUGINS,
    SHARES_BP,
    TICKETS,
    WARRANTIES,
    copy_tickets,
    covered_item,
    final_ticket,
    furnish_project,
    spend,
)
from benchmarks.plan import LOCAL_SERVER, Plan
from benchmarks.ratios import spread
from benchmarks.settlement import Effort, measured
from benchmarks.stockroom import Row, Stockroom, bare_room
from benchmarks.tables import section
from wellkept_liability.rules.splitting import split
from wellkept_liability.service import covering

LINES: Final = 10_000
SPLITS: Final = 100_000
CALLS: Final = 20
SEED: Final = 20261122
SPLITS_PER_SECOND_MIN: Final = 200_000
COVERAGE_STATEMENTS_MAX: Final = 3
INCLUDE_STATEMENTS_MAX: Final = 1
_AMOUNT_MAX: Final = 10**9


class LiabilityOnDatabase(Struct, frozen=True, kw_only=True):
    """
    What one run finds out on one database.

    Args:
        database: its name.
        lines: that are charged back at once.
        coverage: of an item at depth six under two hundred warranties.
        charging: the back-charges of all lines, split over ten shares.
        include_statements: by how many statements a list of fifty tickets takes more that shows liability.
    """

    database: str
    lines: int
    coverage: Effort
    charging: Effort
    include_statements: int


class LiabilityFigures(Struct, frozen=True, kw_only=True):
    """What one run finds out; splits per second are in processor time of one core, of each round."""

    splits_per_second: list[float]
    databases: list[LiabilityOnDatabase]


def liability_figures(plan: Plan, *, lines: int, splits: int) -> LiabilityFigures:
    """Return the figures of SQLite, and of PostgreSQL where there is a server."""
    return LiabilityFigures(
        splits_per_second=[_split_rate(splits) for _ in range(plan.rounds)],
        databases=[_of_database(plan, name, lines=lines) for name in names_of_databases(plan.postgres_url)],
    )


def liability_budgets(figures: LiabilityFigures) -> list[Budget]:
    """Return every budget of liability that a run can judge."""
    rate = spread(figures.splits_per_second)
    found = [
        Budget(
            what="splits over 10 shares/s",
            promised=f"≥ {SPLITS_PER_SECOND_MIN:,} per core",
            measured=rate.text(digits=0),
            kept=rate.middle >= SPLITS_PER_SECOND_MIN,
        )
    ]
    for each in figures.databases:
        for what, most, count in (
            ("coverage", COVERAGE_STATEMENTS_MAX, max(each.coverage.statements)),
            ("include=liability", INCLUDE_STATEMENTS_MAX, each.include_statements),
        ):
            found.append(most_of(f"{what}, {each.database}", most=most, measured=count, unit=" statements"))
    return found


def liability_text(figures: LiabilityFigures) -> str:
    """Return the figures for people."""
    return section(
        "Warranty and liability",
        ("database", "what", "ms", "statements"),
        (line for each in figures.databases for line in _lines_of(each)),
    )


def _lines_of(figures: LiabilityOnDatabase) -> Iterator[Sequence[str]]:
    coverage, charging = figures.coverage, figures.charging
    yield (
        figures.database,
        f"coverage, {WARRANTIES} warranties at depth {DEPTH}",
        coverage.ms().text(1),
        f"{max(coverage.statements)}",
    )
    yield (
        figures.database,
        f"back-charges over {figures.lines:,} cost lines, {len(SHARES_BP)} shares",
        charging.ms().text(0),
        f"{max(charging.statements)}",
    )
    yield figures.database, f"list of {TICKETS} tickets with liability", "", f"{figures.include_statements} more"


def _split_rate(splits: int) -> float:
    chance = random.Random(SEED)  # noqa: S311 - amounts, no secrets
    amounts = [chance.randint(-_AMOUNT_MAX, _AMOUNT_MAX) for _ in range(splits)]
    begin = process_time()
    for amount in amounts:
        split(amount, shares_bp=SHARES_BP)
    return splits / (process_time() - begin)


def _of_database(plan: Plan, name: str, *, lines: int) -> LiabilityOnDatabase:
    with empty_database(name, postgres_url=plan.postgres_url) as (url, folder):
        return asyncio.run(_measured(url, folder, name=name, lines=lines))


async def _measured(url: str, folder: Path, *, name: str, lines: int) -> LiabilityOnDatabase:
    async with bare_room(url, folder=folder, plugins=PLUGINS) as room:
        room.project = await furnish_project(room)
        item_id = await covered_item(room)
        ticket_id = await final_ticket(room)
        await copy_tickets(room, ticket_id)
        await spend(room, ticket_id, lines=lines)
        await room.settle()
        charging = Effort(seconds=[], statements=[])
        path = f"/tickets/{ticket_id}/liability/case/back-charges"
        made = await measured(room, charging, lambda: room.made(path))
        assert len(made["allocations"]) == lines * len(SHARES_BP), f"{len(made['allocations'])} allocations"
        return LiabilityOnDatabase(
            database=name,
            lines=lines,
            coverage=await _coverage(room, item_id),
            charging=charging,
            include_statements=await _include(room),
        )


async def _coverage(room: Stockroom, item_id: UUID) -> Effort:
    """Ask whether the item is covered, as other plugins do: without key, gate and JSON."""
    ctx, effort = system_ctx(room.app, "liability"), Effort(seconds=[], statements=[])
    for _ in range(CALLS):
        before, began = room.app.database.statements, perf_counter()
        found = await covering.of_equipment(ctx, item_id)
        effort.seconds.append(perf_counter() - began)
        effort.statements.append(room.app.database.statements - before)
        assert len(found.answers) == WARRANTIES, f"{len(found.answers)} answers"
    return effort


async def _include(room: Stockroom) -> int:
    """Return by how many statements a list is more that shows liability."""
    plain, more = Effort(seconds=[], statements=[]), Effort(seconds=[], statements=[])
    for _ in range(2):
        await measured(room, plain, lambda: _listed(room, {}))
        await measured(room, more, lambda: _listed(room, {"include": "liability"}))
    return more.statements[-1] - plain.statements[-1]


async def _listed(room: Stockroom, query: dict[str, str]) -> Row:
    answer = await room.client.get("/tickets", params={"limit": f"{TICKETS}", **query})
    assert answer.is_success, answer.text
    assert len(answer.json()["items"]) == TICKETS, answer.text
    return answer.json()


def main() -> None:
    """Print the figures of liability alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.liability", description=__doc__)
    parser.add_argument("--postgres", default=LOCAL_SERVER, help="a server on which databases may be made")
    parser.add_argument("--lines", type=int, default=LINES, help="how many cost lines are charged back")
    given = parser.parse_args()
    plan = Plan(postgres_url=given.postgres or None, output=Path())
    figures = liability_figures(plan, lines=given.lines, splits=SPLITS)
    print(f"splits over {len(SHARES_BP)} shares per second  {spread(figures.splits_per_second).text(0)}")
    for each in figures.databases:
        for line in _lines_of(each):
            print(", ".join(line))


if __name__ == "__main__":
    main()
