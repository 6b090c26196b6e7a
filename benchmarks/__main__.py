"""`make bench`: measure, write the report, and say how the budgets stand."""

import argparse
import asyncio
import os
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.activations import ActivationFigures, activation_figures
from benchmarks.agreement import require_agreement
from benchmarks.calendars import calendar_figures
from benchmarks.costs import costs_figures
from benchmarks.databases import answers, fill, postgres_database, sqlite_url
from benchmarks.footprint import footprint
from benchmarks.importing import import_incidents, replay_incidents
from benchmarks.knowledge import knowledge_figures
from benchmarks.liability import liability_figures
from benchmarks.partner_lists import partner_figures
from benchmarks.plan import LOCAL_SERVER, Plan, short
from benchmarks.report import write
from benchmarks.results import FASTAPI, HANDWRITTEN, OURS, OURS_ON_SQLITE, Results, budgets
from benchmarks.rounds import measure
from benchmarks.servers import Contender, reference, running, wellkept
from benchmarks.sla import sla_figures
from benchmarks.statements import statements_of_calls
from benchmarks.stations import station_figures
from benchmarks.stock import stock_figures
from benchmarks.surroundings import surroundings
from benchmarks.surveys import survey_figures
from benchmarks.sweeps import sweep_figures
from benchmarks.tables import VERDICTS

FOLDER = Path(__file__).parent


def main() -> None:
    """Run the bench as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a minute or two: shows that all works, measures nothing")
    parser.add_argument("--output", type=Path, default=FOLDER, help="folder of REPORT.md and report.json")
    parser.add_argument(
        "--postgres",
        default=os.environ.get("WELLKEPT_TEST_POSTGRES_URL", LOCAL_SERVER),
        help="a server on which databases may be made; without one there are no ratios",
    )
    given = parser.parse_args()
    url = given.postgres if asyncio.run(answers(given.postgres)) else None
    plan = short(postgres_url=url, output=given.output) if given.short else Plan(postgres_url=url, output=given.output)
    results = run(plan)
    path = write(results, plan.output)
    for budget in budgets(results):
        print(f"{budget.what:<44}{budget.promised:<26}{budget.measured:<48}{VERDICTS[budget.kept]}")
    print(f"\nAll figures: {path}")


def run(plan: Plan) -> Results:
    """Return what one run finds out."""
    about = surroundings(plan)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        embedded = wellkept(OURS_ON_SQLITE, database_url=sqlite_url(folder), data_dir=folder)
        stock = asyncio.run(fill(sqlite_url(folder), tickets=plan.tickets))
        ours, references = embedded, list[Contender]()
        url = ""
        if plan.postgres_url is not None:
            url = stack.enter_context(postgres_database(plan.postgres_url))
            asyncio.run(fill(url, tickets=plan.tickets))
            ours = wellkept(OURS, database_url=url, data_dir=folder)
            references = [
                ours,
                reference(HANDWRITTEN, module="handwritten", database_url=url),
                reference(FASTAPI, module="fastapi_sqlalchemy", database_url=url),
            ]
        with ExitStack() as serving:
            compared = [serving.enter_context(running(contender)) for contender in references]
            if compared:
                require_agreement(compared, stock=stock, postgres_url=url)
            figures = measure([*compared, serving.enter_context(running(embedded))], stock=stock, plan=plan)
        return Results(
            surroundings=about,
            figures=figures,
            statements=asyncio.run(statements_of_calls(ours, stock=stock)),
            footprint=footprint(ours, stock=stock, plan=plan),
            activations=_activations(plan),
            calendars=calendar_figures(rounds=plan.rounds, calls_each=plan.calls_each),
            sla=sla_figures(rounds=plan.rounds, calls_each=plan.folds_each),
            sweeps=sweep_figures(plan),
            partners=partner_figures(plan),
            stock=stock_figures(plan),
            stations=station_figures(plan),
            knowledge=knowledge_figures(plan),
            surveys=survey_figures(plan),
            costs=costs_figures(plan, lines=plan.costs_lines, additions=plan.costs_additions),
            liability=liability_figures(plan, lines=plan.liability_lines, splits=plan.liability_splits),
            incident_import=import_incidents() if plan.imports else None,
            incident_replay=replay_incidents() if plan.imports else None,
        )


def _activations(plan: Plan) -> ActivationFigures:
    """Return what plugins per contract cost, measured in a database of their own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        server = plan.postgres_url
        url = sqlite_url(folder) if server is None else stack.enter_context(postgres_database(server))
        stock = asyncio.run(fill(url, tickets=plan.tickets_under_contract))
        return asyncio.run(
            activation_figures(url, stock=stock, folder=folder, rounds=plan.rounds, calls_each=plan.calls_each)
        )


if __name__ == "__main__":
    main()
