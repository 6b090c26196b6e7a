"""What due clocks cost among few and among many that run: `python -m benchmarks.sweeps`."""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import cast

from msgspec import Struct

from benchmarks.databases import empty_database, names_of_databases
from benchmarks.open_clocks import CLOCKS_EACH, arm_hurried, fill, opened_models
from benchmarks.plan import LOCAL_SERVER, OPEN_CLOCKS, Plan
from benchmarks.promising import promising
from benchmarks.ratios import Spread, spread
from wellkept.app import Wellkept
from wellkept.platform.jobs.timers import timer_lanes
from wellkept.platform.jobs.worker import Worker
from wellkept.platform.plugin_host.seams.background import plugin_timers
from wellkept.platform.storage.engines import PgEngine, SqliteEngine, bind

#: Where few are open, these are so many times fewer.
FEW_SHARE = 100
MILLISECONDS = 1_000


class Sweep(Struct, frozen=True, kw_only=True):
    """
    One database of one size: a thousand clocks come due at once, and one worker does what is due.

    Args:
        open_clocks: that ran before.
        due: how many of them came due in each round.
        seconds: of each round, until all were written and announced.
        statements: that one due took, of each round.
    """

    open_clocks: int
    due: int
    seconds: list[float]
    statements: list[float]

    def ms_each(self) -> Spread:
        """Return the milliseconds of one due."""
        return spread([seconds / self.due * MILLISECONDS for seconds in self.seconds])


class SweepFigures(Struct, frozen=True, kw_only=True):
    """The same dues among few and among many open clocks, on one database."""

    database: str
    few: Sweep
    many: Sweep

    def growth(self) -> Spread:
        """Return how many times longer it takes among many, taken round by round."""
        return spread([many / few for many, few in zip(self.many.seconds, self.few.seconds, strict=True)])


class _Prepared(Struct):
    """A database in which clocks run, and the moment at which the hurried ones of them are due."""

    app: Wellkept
    sweep: Sweep
    at: datetime

    async def sweep_round(self, *, number: int) -> None:
        """Let the dues of a round come, and take the time of one worker."""
        bind(cast("SqliteEngine | PgEngine", self.app.database))
        due = self.sweep.due
        await arm_hurried(self.app, first=number * due + 1, last=(number + 1) * due)
        lanes = timer_lanes(plugin_timers(self.app.host.plugins.values()))
        before, began = self.app.database.statements, perf_counter()
        done = await Worker(lanes=lanes, clock=lambda: self.at).drain()
        self.sweep.seconds.append(perf_counter() - began)
        self.sweep.statements.append((self.app.database.statements - before) / due)
        assert done == due, f"{done} of {due} came due"
        [row] = await self.app.database.fetch("SELECT count(*) AS breaches FROM sla_breach")
        assert row["breaches"] == (number + 1) * due, f"{row['breaches']} breaches are not {number + 1} times {due}"


def sweep_figures(plan: Plan) -> list[SweepFigures]:
    """Return the figures of SQLite, and of PostgreSQL where there is a server."""
    return [_of_database(plan, name) for name in names_of_databases(plan.postgres_url)]


def _of_database(plan: Plan, name: str) -> SweepFigures:
    with ExitStack() as stack:
        sizes = (plan.open_clocks // FEW_SHARE, plan.open_clocks)
        places = [stack.enter_context(empty_database(name, postgres_url=plan.postgres_url)) for _ in sizes]
        few, many = asyncio.run(_in_turns(plan, list(zip(places, sizes, strict=True))))
    return SweepFigures(database=name, few=few, many=many)


async def _in_turns(plan: Plan, wanted: Sequence[tuple[tuple[str, Path], int]]) -> list[Sweep]:
    """Fill the databases, then sweep them in turns, so that what else the machine does meets both."""
    async with AsyncExitStack() as stack:
        prepared = list[_Prepared]()
        for (url, folder), open_clocks in wanted:
            app = await stack.enter_async_context(promising(url, folder=folder))
            prepared.append(await _filled(app, plan, tickets=open_clocks // CLOCKS_EACH))
        for number in range(plan.sweep_rounds):
            for one in prepared:
                await one.sweep_round(number=number)
        return [one.sweep for one in prepared]


async def _filled(app: Wellkept, plan: Plan, *, tickets: int) -> _Prepared:
    hurried = plan.due_clocks * plan.sweep_rounds
    soon, late = await opened_models(app)
    await fill(app, hurried=(soon, hurried), patient=(late, tickets - hurried))
    sweep = Sweep(open_clocks=tickets * CLOCKS_EACH, due=plan.due_clocks, seconds=[], statements=[])
    return _Prepared(app=app, sweep=sweep, at=soon.next_at + timedelta(seconds=1))


def main() -> None:
    """Print the figures of sweeps alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweeps", description=__doc__)
    parser.add_argument("--postgres", default=LOCAL_SERVER, help="a server on which databases may be made")
    parser.add_argument("--clocks", type=int, default=OPEN_CLOCKS, help="how many are open where there are many")
    given = parser.parse_args()
    plan = Plan(postgres_url=given.postgres or None, output=Path(), open_clocks=given.clocks)
    for figures in sweep_figures(plan):
        for sweep in (figures.few, figures.many):
            what = f"{figures.database}, {sweep.due:,} due of {sweep.open_clocks:,}"
            print(f"{what:<40}{sweep.ms_each().text()} ms each, {spread(sweep.statements).text(1)} statements each")
        print(f"{figures.database + ', growth':<40}{figures.growth().text()} x")


if __name__ == "__main__":
    main()
