"""`make bench`: measure, write the report, and say how the budgets stand."""

import argparse
import asyncio
import os
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.agreement import require_agreement
from benchmarks.databases import answers, fill, postgres_database, sqlite_url
from benchmarks.footprint import footprint
from benchmarks.importing import import_incidents
from benchmarks.plan import Plan, short
from benchmarks.report import VERDICTS, write
from benchmarks.results import FASTAPI, HANDWRITTEN, OURS, OURS_ON_SQLITE, Results, budgets
from benchmarks.rounds import measure
from benchmarks.servers import Contender, reference, running, wellkept
from benchmarks.statements import statements_of_calls
from benchmarks.surroundings import surroundings

LOCAL_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
FOLDER = Path(__file__).parent


def main() -> None:
    """Run the bench as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--short", action="store_true", help="half a minute: shows that all works, measures nothing")
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
        print(f"{budget.what:<26}{budget.promised:<24}{budget.measured:<24}{VERDICTS[budget.kept]}")
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
            incident_import=import_incidents() if plan.imports else None,
        )


if __name__ == "__main__":
    main()
