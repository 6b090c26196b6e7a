"""What questions cost in a ledger of few and of many moves: `python -m benchmarks.stock_ledger`."""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from msgspec import Struct

from benchmarks.cases import Call, load_of_calls
from benchmarks.databases import SQLITE, empty_database, names_of_databases
from benchmarks.plan import LOCAL_SERVER, MOVES, MOVES_ON_SQLITE, PAGE_SIZE, Plan
from benchmarks.ratios import Spread, ratio, spread
from benchmarks.rounds import Figure, figure_of
from benchmarks.servers import Server, running, wellkept
from benchmarks.stockroom import PLUGINS, Stockroom, stockroom

#: Where moves are few, they are so many times fewer, and so are the parts.
FEW_SHARE = 100
MOVES_PER_PART = 2_000
MOVES_PER_POSTING = 100
PLACES = 20
#: Parts that are asked for, spread over all of them.
ASKED = 50
_MINUTES_APART = 9
_PART, _PLACE, _BALANCE, _VALUE, _POSTING, _MOVE = 31, 32, 33, 34, 35, 36


class Asking(StrEnum):
    """A question."""

    BALANCE = "balances of a part"
    SHELF = "balances of a place"
    AVAILABILITY = "availability of a part"
    MOVES_OF_PART = "moves of a part"
    MOVES_OF_PLACE = "moves of a place"
    MOVES = "all moves"

    def path(self, part_id: UUID, location_id: UUID) -> str:
        """Return what is asked about a part or a place."""
        page = f"limit={PAGE_SIZE}"
        paths = {
            Asking.BALANCE: f"balances?part_id={part_id}&{page}",
            Asking.SHELF: f"balances?location_id={location_id}&{page}",
            Asking.AVAILABILITY: f"parts/{part_id}/availability",
            Asking.MOVES_OF_PART: f"moves?part_id={part_id}&{page}",
            Asking.MOVES_OF_PLACE: f"moves?location_id={location_id}&{page}",
            Asking.MOVES: f"moves?{page}",
        }
        return f"/v1/inventory/{paths[self]}"


class LedgerFigures(Struct, frozen=True, kw_only=True):
    """
    The same questions on one database, asked one after the other.

    Args:
        database: its name.
        few: how many moves there are where there are few.
        many: and where there are many.
        figures: of each question, in the ledger of few and in that of many, round by round.
    """

    database: str
    few: int
    many: int
    figures: dict[Asking, tuple[list[Figure], list[Figure]]]

    def growth(self, question: Asking, *, of: str = "p50_ms") -> Spread | None:
        """Return how many times longer a question takes among many."""
        few, many = self.figures[question]
        return ratio(many, few, of=of)


class _Ledger(Struct, frozen=True):
    """A database with moves: where it is and what can be asked about."""

    url: str
    folder: Path
    parts: Sequence[UUID]
    places: Sequence[UUID]

    def calls(self, question: Asking) -> list[Call]:
        """Return a question about each of some parts and places."""
        places = (self.places[number % len(self.places)] for number in range(len(self.parts)))
        return [Call("GET", question.path(part, place)) for part, place in zip(self.parts, places, strict=True)]


def ledger_figures(plan: Plan) -> list[LedgerFigures]:
    """Return the figures of SQLite, and of PostgreSQL where there is a server."""
    moves = dict.fromkeys(names_of_databases(plan.postgres_url), plan.moves) | {SQLITE: plan.moves_on_sqlite}
    return [_of_database(plan, name, many=many) for name, many in moves.items()]


def _of_database(plan: Plan, name: str, *, many: int) -> LedgerFigures:
    sizes = (max(many // FEW_SHARE, MOVES_PER_PART), many)
    with ExitStack() as stack:
        places = [stack.enter_context(empty_database(name, postgres_url=plan.postgres_url)) for _ in sizes]
        ledgers = [asyncio.run(_filled(url, folder, moves)) for (url, folder), moves in zip(places, sizes, strict=True)]
        plugins = ",".join(plugin.manifest.name for plugin in PLUGINS)
        servers = [
            stack.enter_context(
                running(wellkept(name, database_url=ledger.url, data_dir=ledger.folder, plugins=plugins))
            )
            for ledger in ledgers
        ]
        figures = {question: _in_turns(question, servers, ledgers, plan=plan) for question in Asking}
    return LedgerFigures(database=name, few=sizes[0], many=many, figures=figures)


def _in_turns(
    question: Asking, servers: Sequence[Server], ledgers: Sequence[_Ledger], *, plan: Plan
) -> tuple[list[Figure], list[Figure]]:
    few, many = list[Figure](), list[Figure]()
    for _ in range(plan.stock_rounds):
        for server, ledger, found in zip(servers, ledgers, (few, many), strict=True):
            load = load_of_calls(ledger.calls(question), server=server, connections=1, plan=plan)
            found.append(figure_of(load, server=server))
    return few, many


async def _filled(url: str, folder: Path, moves: int) -> _Ledger:
    async with stockroom(url, folder=folder) as room:
        model = await room.part("MODEL")
        await room.receive(model)
        await room.issue(await room.ticket(), model)
        await _copy_stock(room, model["id"], parts=moves // MOVES_PER_PART)
        await _copy_moves(room, model["id"], moves=moves)
        await room.settle()
        parts = await room.app.database.fetch("SELECT id FROM inventory_part WHERE code LIKE 'P-%' ORDER BY id")
        places = await room.app.database.fetch("SELECT id FROM inventory_location WHERE code LIKE 'S-%' ORDER BY id")
    step = max(1, len(parts) // ASKED)
    return _Ledger(url, folder, [row["id"] for row in parts[::step]], [row["id"] for row in places])


async def _copy_stock(room: Stockroom, model: str, *, parts: int) -> None:
    """Put each of many parts into each of the places."""
    speech, of = room.speech, {"part_id": model}
    place = room.place["id"]
    await room.copy("inventory_part", parts, of={"id": model}, id=speech.id(_PART, "n"), code="'P-' || n")
    await room.copy("inventory_location", PLACES, of={"id": place}, id=speech.id(_PLACE, "n"), code="'S-' || n")
    await room.copy(
        "inventory_balance",
        parts * PLACES,
        of={**of, "location_id": place},
        id=speech.id(_BALANCE, "n"),
        part_id=speech.id(_PART, f"(n - 1) / {PLACES} + 1"),
        location_id=speech.id(_PLACE, f"n % {PLACES} + 1"),
    )
    await room.copy("inventory_value", parts, of=of, id=speech.id(_VALUE, "n"), part_id=speech.id(_PART, "n"))


async def _copy_moves(room: Stockroom, model: str, *, moves: int) -> None:
    """Write receipts of a hundred parts each, one every few minutes until now."""
    speech, parts, postings = room.speech, moves // MOVES_PER_PART, moves // MOVES_PER_POSTING
    [receipt] = await room.app.database.fetch("SELECT id FROM inventory_posting WHERE kind = 'receipt'")
    at = room.ago(f"({postings} - n) * {_MINUTES_APART}")
    await room.copy(
        "inventory_posting",
        postings,
        of={"id": str(receipt["id"])},
        id=speech.id(_POSTING, "n"),
        number_seq="n + 1000",
        number="'ST-B-' || n",
        occurred_at=at,
        recorded_at=at,
    )
    posting = f"((n - 1) / {MOVES_PER_POSTING} + 1)"
    await room.copy_bare(
        "inventory_move",
        moves,
        of={"posting_id": str(receipt["id"]), "part_id": model},
        id=speech.id(_MOVE, "n"),
        posting_id=speech.id(_POSTING, posting),
        position=f"(n - 1) % {MOVES_PER_POSTING}",
        part_id=speech.id(_PART, f"n % {parts} + 1"),
        to_location_id=speech.id(_PLACE, f"(n / {parts}) % {PLACES} + 1"),
        recorded_at=room.ago(f"({postings} - {posting}) * {_MINUTES_APART}"),
    )


def main() -> None:
    """Print the figures of ledgers alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stock_ledger", description=__doc__)
    parser.add_argument("--postgres", default=LOCAL_SERVER, help="a server on which databases may be made")
    parser.add_argument("--moves", type=int, default=MOVES, help="how many there are where there are many")
    parser.add_argument("--moves-on-sqlite", type=int, default=MOVES_ON_SQLITE, help="the same on SQLite")
    given = parser.parse_args()
    plan = Plan(
        postgres_url=given.postgres or None,
        output=Path(),
        moves=given.moves,
        moves_on_sqlite=given.moves_on_sqlite,
    )
    for figures in ledger_figures(plan):
        print(f"{figures.database}, {figures.many:,} moves to {figures.few:,}")
        for question, (few, many) in figures.figures.items():
            small, large = (spread([figure.p50_ms for figure in found]) for found in (few, many))
            growth, tail = figures.growth(question), figures.growth(question, of="p99_ms")
            print(f"{question:<24}{small.text()} ms to {large.text()} ms", end="")
            print(f", p50 {growth.text() if growth else '?'} x, p99 {tail.text() if tail else '?'} x")


if __name__ == "__main__":
    main()
