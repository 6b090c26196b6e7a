"""How many issues a second are taken from one shelf and from a thousand: `python -m benchmarks.stock_issues`."""

import argparse
import asyncio
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks.cases import Call, load_of_calls
from benchmarks.databases import SQLITE, empty_database, names_of_databases
from benchmarks.plan import LOCAL_SERVER, Plan
from benchmarks.ratios import Spread, ratio, spread
from benchmarks.rounds import Figure, figure_of
from benchmarks.servers import Contender, Server, reference, running, wellkept
from benchmarks.stockroom import PLUGINS, Row, Stockroom, id_of, stockroom

CALLERS = 16
KEYS = 1_000
REFERENCE = "UPDATE + INSERT"
_PART, _BALANCE, _VALUE = 31, 32, 33


class Issuing(StrEnum):
    """From where is taken."""

    HOT = "one key"  #: All callers want the same of ours.
    SPREAD = "1,000 keys"  #: Each time another part of ours.
    SUPPLIERS = "one key of a supplier"  #: All callers want the same of a supplier's.


class IssueFigures(Struct, frozen=True, kw_only=True):
    """
    Issues on one database.

    Args:
        database: its name.
        figures: of each case, by server, round by round.
        statements: that one issue takes, of ours and of a supplier's stock.
    """

    database: str
    figures: dict[Issuing, dict[str, list[Figure]]]
    statements: dict[Issuing, int]

    def to_reference(self, case: Issuing) -> Spread | None:
        """Return the ratio to what is written by hand, round by round; None where that does not run."""
        by_server = self.figures[case]
        if REFERENCE not in by_server:
            return None
        return ratio(by_server[self.database], by_server[REFERENCE], of="requests_per_second")

    def to_ours(self) -> Spread | None:
        """Return the ratio of a supplier's stock to our own."""
        [suppliers, ours] = [self.figures[case][self.database] for case in (Issuing.SUPPLIERS, Issuing.HOT)]
        return ratio(suppliers, ours, of="requests_per_second")


class _Shelves(Struct, frozen=True):
    """What there is to take: parts by case, for which tickets, from which place."""

    parts: Mapping[Issuing, Sequence[str]]
    tickets: Sequence[str]
    place: str
    statements: dict[Issuing, int]

    def calls(self, case: Issuing) -> list[Call]:
        """Return the requests of a case, neighbours about other tickets."""
        parts = self.parts[case]
        return [
            self._call(self.tickets[number % len(self.tickets)], parts[number % len(parts)])
            for number in range(max(len(parts), len(self.tickets)))
        ]

    def _call(self, ticket_id: str, part_id: str) -> Call:
        body = {"location_id": self.place, "lines": [{"part_id": part_id, "quantity": "1"}]}
        return Call("POST", f"/v1/tickets/{ticket_id}/inventory/issues", msgspec.json.encode(body).decode())


def issue_figures(plan: Plan) -> list[IssueFigures]:
    """Return the figures of SQLite, and of PostgreSQL where there is a server."""
    return [_of_database(plan, name) for name in names_of_databases(plan.postgres_url)]


def _of_database(plan: Plan, name: str) -> IssueFigures:
    with ExitStack() as stack:
        url, folder = stack.enter_context(empty_database(name, postgres_url=plan.postgres_url))
        shelves = asyncio.run(_filled(url, folder, tickets=plan.issue_tickets))
        names = ",".join(plugin.manifest.name for plugin in PLUGINS)
        contenders = [wellkept(name, database_url=url, data_dir=folder, plugins=names)]
        contenders += [] if name == SQLITE else [reference(REFERENCE, module="stock", database_url=url)]
        figures = _measured(contenders, shelves, plan=plan)
    return IssueFigures(database=name, figures=figures, statements=shelves.statements)


def _measured(
    contenders: Sequence[Contender], shelves: _Shelves, *, plan: Plan
) -> dict[Issuing, dict[str, list[Figure]]]:
    figures: dict[Issuing, dict[str, list[Figure]]] = {case: {} for case in Issuing}
    with ExitStack() as serving:
        servers = [serving.enter_context(running(contender)) for contender in contenders]
        for _ in range(plan.stock_rounds):
            for case in Issuing:
                for server in servers if case is not Issuing.SUPPLIERS else servers[:1]:
                    found = figures[case].setdefault(server.contender.name, [])
                    found.append(_figure(case, server, shelves, plan=plan))
    return figures


def _figure(case: Issuing, server: Server, shelves: _Shelves, *, plan: Plan) -> Figure:
    load = load_of_calls(shelves.calls(case), server=server, connections=CALLERS, plan=plan)
    return figure_of(load, server=server)


async def _filled(url: str, folder: Path, *, tickets: int) -> _Shelves:
    async with stockroom(url, folder=folder) as room:
        ours, theirs = await room.part("P-OURS"), await room.part("P-THEIRS")
        await room.receive(ours)
        await room.agree(theirs)
        await _copies(room, ours)
        served = [await room.ticket() for _ in range(tickets)]
        statements = {
            Issuing.HOT: await _statements(room, served[0], ours),
            Issuing.SUPPLIERS: await _statements(room, served[0], theirs),
        }
        await room.settle()
        copies = await room.app.database.fetch("SELECT id FROM inventory_part WHERE code LIKE 'P-0%' ORDER BY id")
        parts = {
            Issuing.HOT: [ours["id"]],
            Issuing.SPREAD: [str(row["id"]) for row in copies],
            Issuing.SUPPLIERS: [theirs["id"]],
        }
        assert len(copies) == KEYS
        return _Shelves(parts, served, room.place["id"], statements)


async def _copies(room: Stockroom, model: Row) -> None:
    """Give the stock of a part to a thousand others."""
    speech, of = room.speech, {"part_id": model["id"]}
    part = speech.id(_PART, "n")
    await room.copy("inventory_part", KEYS, of={"id": model["id"]}, id=part, code="'P-0' || n")
    where = {**of, "location_id": room.place["id"]}
    await room.copy("inventory_balance", KEYS, of=where, id=speech.id(_BALANCE, "n"), part_id=part)
    await room.copy("inventory_value", KEYS, of=of, id=speech.id(_VALUE, "n"), part_id=part)


async def _statements(room: Stockroom, ticket_id: str, part: Row) -> int:
    """Return the number of statements of an issue, the key's included, once the process knows the contract."""
    await room.issue(ticket_id, part)
    before = room.app.database.statements
    await room.issue(ticket_id, part)
    count = room.app.database.statements - before
    [row] = await room.app.database.fetch("SELECT count(*) AS moves FROM inventory_move WHERE part_id = ?", id_of(part))
    assert row["moves"] == 1 + 2, "a receipt and two issues"
    return count


def main() -> None:
    """Print the figures of issues alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stock_issues", description=__doc__)
    parser.add_argument("--postgres", default=LOCAL_SERVER, help="a server on which databases may be made")
    given = parser.parse_args()
    for figures in issue_figures(Plan(postgres_url=given.postgres or None, output=Path())):
        for case, by_server in figures.figures.items():
            for server, rounds in by_server.items():
                rate = spread([figure.requests_per_second for figure in rounds])
                cpu = spread([figure.cpu_ms for figure in rounds])
                print(f"{case:<24}{server:<18}{rate.text(0)} issues/s, {cpu.text()} ms of processor each")
            to_reference = figures.to_reference(case)
            if to_reference is not None:
                print(f"{case:<24}{'ratio':<18}{to_reference.text()} x")
        to_ours = figures.to_ours()
        print(f"{'supplier to ours':<24}{figures.database:<18}{to_ours.text() if to_ours else 'not measured'} x")
        print(f"{'statements':<24}{figures.database:<18}{dict(figures.statements)}")


if __name__ == "__main__":
    main()
