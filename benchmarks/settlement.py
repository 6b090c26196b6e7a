"""What it takes to settle many withdrawals on one statement: `python -m benchmarks.settlement`."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from msgspec import Struct

from benchmarks.databases import empty_database, names_of_databases
from benchmarks.plan import LOCAL_SERVER, Plan
from benchmarks.ratios import Spread, spread
from benchmarks.stockroom import MONTH, USED_AT, Row, Stockroom, stockroom

STATEMENT_LINES: Final = 100_000
#: Pages that are answered, and how long they are.
PAGES_MAX: Final = 100
PAGE: Final = 200
MILLISECONDS: Final = 1_000
_STATEMENTS: Final = "/consignment/statements"
_EVIDENCE: Final = {"kind": "email", "contact_name": "Li"}
_LINE, _MOVE = 41, 42


class Effort(Struct, frozen=True, kw_only=True):
    """What a call has taken, of each time that it was made: the key's statement is one of them."""

    seconds: list[float]
    statements: list[int]

    def ms(self) -> Spread:
        """Return the milliseconds of one call."""
        return spread([seconds * MILLISECONDS for seconds in self.seconds])


class SettlementFigures(Struct, frozen=True, kw_only=True):
    """
    A statement of many withdrawals on one database.

    Args:
        database: its name.
        lines: that stand on it.
        drawing: making the statement, filled.
        issuing: letting the supplier see it.
        reading: one page of its lines.
        answering: confirming the lines of that page.
    """

    database: str
    lines: int
    drawing: Effort
    issuing: Effort
    reading: Effort
    answering: Effort


def settlement_figures(plan: Plan) -> list[SettlementFigures]:
    """Return the figures of SQLite, and of PostgreSQL where there is a server."""
    return [_of_database(plan, name) for name in names_of_databases(plan.postgres_url)]


def _of_database(plan: Plan, name: str) -> SettlementFigures:
    with empty_database(name, postgres_url=plan.postgres_url) as (url, folder):
        return asyncio.run(_settled(url, folder, name=name, plan=plan))


async def _settled(url: str, folder: Path, *, name: str, plan: Plan) -> SettlementFigures:
    lines = plan.statement_lines
    async with stockroom(url, folder=folder) as room:
        agreement = await _used(room, lines=lines)
        drawing, issuing, reading, answering = (Effort(seconds=[], statements=[]) for _ in range(4))
        body = {"agreement_id": agreement["id"], "period_from": MONTH[0], "period_to": MONTH[1]}
        path = await _drawn(room, drawing, body, lines=lines)
        for _ in range(plan.stock_rounds - 1):
            # Lines of a cancelled statement are free for the next.
            await room.made(f"{path}/transitions", action="cancel", reason="Once more.")
            path = await _drawn(room, drawing, body, lines=lines)
        await measured(room, issuing, lambda: room.made(f"{path}/transitions", action="issue"))
        await _answered(room, path, reading=reading, answering=answering)
    return SettlementFigures(
        database=name, lines=lines, drawing=drawing, issuing=issuing, reading=reading, answering=answering
    )


async def _drawn(room: Stockroom, effort: Effort, body: Row, *, lines: int) -> str:
    """Draw up the statement, and return its path."""
    statement = await measured(room, effort, lambda: room.made(_STATEMENTS, **body))
    assert statement["line_count"] == lines, statement
    return f"{_STATEMENTS}/{statement['id']}"


async def measured(room: Stockroom, effort: Effort, call: Callable[[], Awaitable[Row]]) -> Row:
    """Make a call, note its effort, and return what came of it."""
    before, began = room.app.database.statements, perf_counter()
    found = await call()
    effort.seconds.append(perf_counter() - began)
    effort.statements.append(room.app.database.statements - before)
    return found


async def _answered(room: Stockroom, path: str, *, reading: Effort, answering: Effort) -> None:
    """Confirm a statement page by page."""
    query: dict[str, Any] = {"limit": PAGE}
    for _ in range(PAGES_MAX):
        page = await measured(room, reading, lambda query=query: _page(room, f"{path}/lines", query))
        answers = [{"statement_line_id": each["id"], "answer": "confirmed"} for each in page["items"]]
        said = {"answers": answers, "evidence": _EVIDENCE}
        await measured(room, answering, lambda said=said: room.made(f"{path}/answers", **said))
        if page["next_cursor"] is None:
            return
        query = {"limit": PAGE, "cursor": page["next_cursor"]}


async def _page(room: Stockroom, path: str, query: dict[str, Any]) -> Row:
    answer = await room.client.get(path, params=query)
    assert answer.is_success, answer.text
    return answer.json()


async def _used(room: Stockroom, *, lines: int) -> Row:
    """Return an agreement under which so many withdrawals are to be settled: one of them real, the others copies."""
    part = await room.part("P-THEIRS")
    agreement = await room.agree(part)
    await room.issue(await room.ticket(), part, occurred_at=USED_AT)
    speech = room.speech
    await room.copy(
        "consignment_line",
        lines - 1,
        of={"agreement_id": agreement["id"]},
        id=speech.id(_LINE, "n"),
        move_id=speech.id(_MOVE, "n"),
    )
    await room.settle()
    return agreement


def main() -> None:
    """Print the figures of settlements alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.settlement", description=__doc__)
    parser.add_argument("--postgres", default=LOCAL_SERVER, help="a server on which databases may be made")
    parser.add_argument("--lines", type=int, default=STATEMENT_LINES, help="how many withdrawals are settled")
    given = parser.parse_args()
    for figures in settlement_figures(
        Plan(postgres_url=given.postgres or None, output=Path(), statement_lines=given.lines)
    ):
        for what in ("drawing", "issuing", "reading", "answering"):
            effort: Effort = getattr(figures, what)
            counts = f"{min(effort.statements)} to {max(effort.statements)} statements"
            print(f"{figures.database}, {figures.lines:,} lines, {what:<12}{effort.ms().text(1)} ms, {counts}")


if __name__ == "__main__":
    main()
