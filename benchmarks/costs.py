"""What costs take: adding a line, a statement of many lines, a list of tickets: `python -m benchmarks.costs`."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, Final, cast
from uuid import UUID

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - it has types, but no marker
from msgspec import Struct

from benchmarks.application import system_ctx
from benchmarks.budget import Budget, most_of
from benchmarks.databases import POSTGRES, empty_database, names_of_databases
from benchmarks.plan import LOCAL_SERVER, Plan
from benchmarks.ratios import Spread, spread
from benchmarks.references.costs import COST_MINOR, PRICE_MINOR, add_line
from benchmarks.settlement import Effort, measured
from benchmarks.stockroom import Row, Stockroom, bare_room
from benchmarks.tables import section
from wellkept_costs import plugin as costs
from wellkept_costs.schemas.lines import CostsLineCreate
from wellkept_costs.service.lines import add
from wellkept_sdk import RecordName
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.costs import CostKind

LINES: Final = 10_000
ADDITIONS: Final = 300
TICKETS: Final = 50
OF_HANDWRITTEN_MIN: Final = 0.40
DRAWING_STATEMENTS_MAX: Final = 6
INCLUDE_STATEMENTS_MAX: Final = 1
#: Of the request itself: the key of the caller.
_OF_REQUEST: Final = 1
_LINE, _TICKET = 91, 92
_RATE: Final = {
    "unit": "h",
    "unit_cost": {"amount_minor": COST_MINOR, "currency": "CNY"},
    "unit_price": {"amount_minor": PRICE_MINOR, "currency": "CNY"},
}
_PERIOD: Final = {"from_on": "2000-01-01", "to_on": "2100-01-01"}
_WORK: Final = CostsLineCreate(kind=CostKind.LABOUR, description="Work", quantity="1", unit="h")


class CostsOnDatabase(Struct, frozen=True, kw_only=True):
    """
    What one run finds out on one database.

    Args:
        database: its name.
        lines: that stand on the statement.
        added_ms: how long adding a line takes, round by round.
        handwritten_ms: the same of what is written by hand; empty where that does not run.
        drawing: the statement, with all its lines in the answer.
        include_statements: by how many statements a list of fifty tickets takes more that shows costs.
    """

    database: str
    lines: int
    added_ms: list[float]
    handwritten_ms: list[float]
    drawing: Effort
    include_statements: int

    def to_handwritten(self) -> Spread | None:
        """Return how much of its rate is reached, round by round."""
        if not self.handwritten_ms:
            return None
        return spread([hand / ours for hand, ours in zip(self.handwritten_ms, self.added_ms, strict=True)])


def costs_figures(plan: Plan, *, lines: int, additions: int) -> list[CostsOnDatabase]:
    """Return the figures of SQLite, and of PostgreSQL where there is a server."""
    found: list[CostsOnDatabase] = []
    for name in names_of_databases(plan.postgres_url):
        with empty_database(name, postgres_url=plan.postgres_url) as (url, folder):
            rounds = plan.stock_rounds
            found.append(asyncio.run(_of_database(url, folder, name, lines=lines, additions=additions, rounds=rounds)))
    return found


def costs_budgets(figures: Sequence[CostsOnDatabase]) -> Iterator[Budget]:
    """Return every budget of costs that a run can judge."""
    for each in figures:
        ratio = each.to_handwritten()
        if ratio is not None:
            yield Budget(
                what=f"cost lines/s, {each.database}",
                promised=f"≥ {OF_HANDWRITTEN_MIN:.2f} x hand-written",
                measured=f"{ratio.text()} x",
                kept=ratio.middle >= OF_HANDWRITTEN_MIN,
            )
        drawn = max(each.drawing.statements) - _OF_REQUEST
        for what, most, count in (
            (f"statement of {each.lines:,} cost lines", DRAWING_STATEMENTS_MAX, drawn),
            ("include=costs", INCLUDE_STATEMENTS_MAX, each.include_statements),
        ):
            yield most_of(f"{what}, {each.database}", most=most, measured=count, unit=" statements")


def costs_text(figures: Sequence[CostsOnDatabase]) -> str:
    """Return the figures for people."""
    return section(
        "Costs", ("database", "what", "ms", "statements"), (line for each in figures for line in _told(each))
    )


def _told(figures: CostsOnDatabase) -> Iterator[Sequence[str]]:
    yield figures.database, "adding a line", spread(figures.added_ms).text(2), ""
    if figures.handwritten_ms:
        yield figures.database, "the same by hand", spread(figures.handwritten_ms).text(2), ""
    drawing = figures.drawing
    yield figures.database, f"statement of {figures.lines:,} lines", drawing.ms().text(0), f"{max(drawing.statements)}"
    yield figures.database, f"list of {TICKETS} tickets with costs", "", f"{figures.include_statements} more"


async def _of_database(
    url: str, folder: Path, name: str, *, lines: int, additions: int, rounds: int
) -> CostsOnDatabase:
    async with bare_room(url, folder=folder, plugins=(costs,)) as room:
        ticket_id = await _served(room)
        added, by_hand = await _added(room, ticket_id, url if name == POSTGRES else None, additions, rounds)
        drawing = await _drawn(room, ticket_id, lines=lines)
        include = await _include(room, ticket_id)
        return CostsOnDatabase(
            database=name,
            lines=lines,
            added_ms=added,
            handwritten_ms=by_hand,
            drawing=drawing,
            include_statements=include,
        )


async def _served(room: Stockroom) -> str:
    """Return a ticket of a customer whose plan has rates."""
    await room.made("/service-plans", code="SERVED", name="Served", plugins={"costs": {"rates": {"labour": _RATE}}})
    await room.made("/customer-types", code="PLANT", name="Plant operators", default_plan_code="SERVED")
    customer = await room.made("/customers", code="CUST-1", name="Water works", customer_type="PLANT")
    said = {"customer_id": customer["id"], "kind": "plant"}
    room.project = await room.made("/projects", code="PRJ-1", name="Water works", **said)
    return await room.ticket()


async def _added(
    room: Stockroom, ticket: str, url: str | None, additions: int, rounds: int
) -> tuple[list[float], list[float]]:
    """Return the milliseconds of a line, ours and by hand, in turns."""
    ticket_id = TicketId(UUID(ticket))
    ctx = await system_ctx(room.app, "costs").for_record(RecordName.TICKET, ticket_id)
    connection: Any = None if url is None else await cast("Any", asyncpg).connect(url)
    ours, by_hand = list[float](), list[float]()
    await _milliseconds(lambda: add(ctx, ticket_id, _WORK), additions)
    for _ in range(rounds):
        ours.append(await _milliseconds(lambda: add(ctx, ticket_id, _WORK), additions))
        if connection is not None:
            by_hand.append(await _milliseconds(lambda: add_line(connection, ticket_id), additions))
    if connection is not None:
        await connection.close()
    return ours, by_hand


async def _milliseconds(call: Callable[[], Awaitable[object]], times: int) -> float:
    began = perf_counter()
    for _ in range(times):
        await call()
    return (perf_counter() - began) * 1_000 / times


async def _drawn(room: Stockroom, ticket: str, *, lines: int) -> Effort:
    """Draw up a statement of so many lines: what is there already, and copies."""
    [row] = await room.app.database.fetch("SELECT COUNT(*) AS there, MAX(number) AS latest FROM costs_line")
    [line] = await room.app.database.fetch("SELECT id FROM costs_line ORDER BY id LIMIT 1")
    missing = max(0, lines - row["there"])
    number = f"n + {row['latest']}"
    await room.copy("costs_line", missing, of={"id": str(line["id"])}, id=room.speech.id(_LINE, "n"), number=number)
    await room.settle()
    path = f"/tickets/{ticket}/transitions"
    await room.made(path, action="triage", grade=2)
    await room.made(path, action="start")
    await room.made(path, action="resolve", cause="A worn seal.", measure="A new seal.")
    await room.made(path, action="confirm", evidence={"kind": "phone", "contact_name": "Wang"})
    effort, body = Effort(seconds=[], statements=[]), {"customer_id": room.project["customer_id"], **_PERIOD}
    statement = await measured(room, effort, lambda: room.made("/costs/statements", **body))
    assert len(statement["lines"]) == row["there"] + missing, f"{len(statement['lines'])} lines"
    return effort


async def _include(room: Stockroom, ticket: str) -> int:
    """Return by how many statements a list is more that shows costs."""
    speech = room.speech
    seq, number = "n + 1000000", "'T-B-' || n"
    await room.copy("ticket", TICKETS, of={"id": ticket}, id=speech.id(_TICKET, "n"), number_seq=seq, number=number)
    plain, more = Effort(seconds=[], statements=[]), Effort(seconds=[], statements=[])
    for _ in range(2):
        await measured(room, plain, lambda: _listed(room, {}))
        await measured(room, more, lambda: _listed(room, {"include": "costs"}))
    return more.statements[-1] - plain.statements[-1]


async def _listed(room: Stockroom, query: dict[str, str]) -> Row:
    answer = await room.client.get("/tickets", params={"limit": f"{TICKETS}", **query})
    assert answer.is_success, answer.text
    assert len(answer.json()["items"]) == TICKETS, answer.text
    return answer.json()


def main() -> None:
    """Print the figures of costs alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.costs", description=__doc__)
    parser.add_argument("--postgres", default=LOCAL_SERVER, help="a server on which databases may be made")
    parser.add_argument("--lines", type=int, default=LINES, help="how many lines are settled")
    parser.add_argument("--additions", type=int, default=ADDITIONS, help="how many lines one time is the mean of")
    given = parser.parse_args()
    plan = Plan(postgres_url=given.postgres or None, output=Path())
    figures = costs_figures(plan, lines=given.lines, additions=given.additions)
    for each in figures:
        for line in _told(each):
            print(", ".join(line))
    for budget in costs_budgets(figures):
        print(f"{budget.what}: {budget.measured}, promised {budget.promised}")


if __name__ == "__main__":
    main()
