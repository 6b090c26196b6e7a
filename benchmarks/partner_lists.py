"""What partners wait for the list of their tickets, beside our own staff: `python -m benchmarks.partner_lists`."""

import argparse
import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

import httpx
from msgspec import Struct
from msgspec.structs import replace

from benchmarks.application import application
from benchmarks.cases import Call, load_of_calls
from benchmarks.copies import copy, settle, speech_of
from benchmarks.databases import empty_database, fill, names_of_databases
from benchmarks.plan import LISTED_TICKETS, LOCAL_SERVER, PAGE_SIZE, PARTNER_TICKETS, Plan
from benchmarks.ratios import Spread, ratio, spread
from benchmarks.rounds import Figure, figure_of
from benchmarks.servers import KEY, Server, running, wellkept
from wellkept.app import Wellkept
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_parties import plugin as parties

#: Others take part in as many tickets as the one that asks, each in tickets of its own.
OTHER_PARTIES: Final = 99
_PATH: Final = f"/v1/tickets?limit={PAGE_SIZE}"
_TICKET, _PARTY, _OWN, _OTHERS = 5, 61, 62, 63


class Caller(StrEnum):
    """Who asks for the list."""

    STAFF = "staff"
    PARTNER = "partner"


class PartnerFigures(Struct, frozen=True, kw_only=True):
    """
    The first page of tickets on one database, asked for by one caller at a time.

    Args:
        database: its name.
        tickets: how many there are.
        involvements: in how many of them the partner takes part.
        figures: of each caller, round by round.
        statements: of one page, the one that finds the key included.
    """

    database: str
    tickets: int
    involvements: int
    figures: dict[Caller, list[Figure]]
    statements: dict[Caller, int]

    def to_staff(self, *, of: str = "p50_ms") -> Spread | None:
        """Return how many times longer the partner waits."""
        return ratio(self.figures[Caller.PARTNER], self.figures[Caller.STAFF], of=of)


class _Register(Struct, frozen=True, kw_only=True):
    """A database with tickets and those who take part: what callers show, and what a page costs them."""

    keys: Mapping[Caller, str]
    statements: dict[Caller, int]


def partner_figures(plan: Plan) -> list[PartnerFigures]:
    """Return the figures of SQLite, and of PostgreSQL where there is a server."""
    return [_of_database(plan, name) for name in names_of_databases(plan.postgres_url)]


def _of_database(plan: Plan, name: str) -> PartnerFigures:
    with ExitStack() as stack:
        url, folder = stack.enter_context(empty_database(name, postgres_url=plan.postgres_url))
        asyncio.run(fill(url, tickets=plan.listed_tickets))
        register = asyncio.run(_registered(url, folder, plan=plan))
        contender = wellkept(name, database_url=url, data_dir=folder, plugins=parties.manifest.name)
        server = stack.enter_context(running(contender))
        figures = {caller: list[Figure]() for caller in Caller}
        for _ in range(plan.rounds):
            for caller, found in figures.items():
                shown = _shown_to(server, register.keys[caller])
                load = load_of_calls([Call("GET", _PATH)], server=shown, connections=1, plan=plan)
                found.append(figure_of(load, server=shown))
    return PartnerFigures(
        database=name,
        tickets=plan.listed_tickets,
        involvements=plan.partner_tickets,
        figures=figures,
        statements=register.statements,
    )


def _shown_to(server: Server, key: str) -> Server:
    """Return the same server as the owner of a key calls it."""
    contender = replace(server.contender, headers=f"Authorization: Bearer {key}\r\n")
    return Server(contender, server.process, server.port, server.start_seconds)


async def _registered(url: str, folder: Path, *, plan: Plan) -> _Register:
    """Let parties take part in tickets, and see that the partner is shown its own ones, all of them and no others."""
    async with application(url, folder=folder, plugins=[parties]) as app:
        async with _client(app, KEY) as admin:
            party = await _made(admin, "/v1/parties", code="PUMPCO", name="Pump Co", roles=["supplier"])
            keys = {
                Caller.STAFF: await _key(admin, email="desk@bench.example", role="dispatcher"),
                Caller.PARTNER: await _key(admin, email="pump@bench.example", role="partner", party_id=party["id"]),
            }
            own = await _involve(app, admin, party["id"], plan=plan)
        seen = await _all_tickets(app, keys[Caller.PARTNER])
        assert sorted(seen) == sorted(own), f"the partner sees {len(seen)} tickets instead of its {len(own)}"
        return _Register(keys=keys, statements={caller: await _statements(app, keys[caller]) for caller in Caller})


async def _involve(app: Wellkept, admin: httpx.AsyncClient, party_id: str, *, plan: Plan) -> list[str]:
    """Let the partner and the others take part in tickets; return the ids of the partner's."""
    database = cast("SqliteEngine | PgEngine", app.database).for_maintenance()
    await database.open()
    try:
        [newest] = await database.fetch("SELECT id FROM ticket ORDER BY id DESC LIMIT 1")
        made = await _made(admin, f"/v1/tickets/{newest['id']}/parties", party_id=party_id, role="supplier")
        await _copy_parties(database, made, party_id=party_id, plan=plan)
        await settle(database)
        own = "SELECT record_id FROM parties_involvement WHERE party_id = ?"
        return [str(row["record_id"]) for row in await database.fetch(own, UUID(party_id))]
    finally:
        await database.close()


async def _copy_parties(
    database: SqliteEngine | PgEngine, involvement: dict[str, Any], *, party_id: str, plan: Plan
) -> None:
    """Spread the tickets of the partner evenly over all, and those of each other party beside them."""
    speech, of = speech_of(database), {"id": involvement["id"]}
    tickets, each, apart = plan.listed_tickets, plan.partner_tickets, plan.listed_tickets // plan.partner_tickets
    await copy(
        database,
        "parties_involvement",
        each - 1,
        of=of,
        id=speech.id(_OWN, "n"),
        record_id=speech.id(_TICKET, f"n * {apart}"),
    )
    await copy(
        database,
        "parties_party",
        OTHER_PARTIES,
        of={"id": party_id},
        id=speech.id(_PARTY, "n"),
        code="'PARTY-' || n",
    )
    other = f"((n - 1) / {each} + 1)"
    await copy(
        database,
        "parties_involvement",
        OTHER_PARTIES * each,
        of=of,
        id=speech.id(_OTHERS, "n"),
        party_id=speech.id(_PARTY, other),
        record_id=speech.id(_TICKET, f"(n % {each} * {apart} + {other}) % {tickets} + 1"),
    )


async def _all_tickets(app: Wellkept, key: str) -> list[str]:
    """Return the ids of all tickets that a caller is shown, page by page."""
    found, path = list[str](), _PATH
    async with _client(app, key) as client:
        while path:
            page = (await client.get(path)).raise_for_status().json()
            found += [ticket["id"] for ticket in page["items"]]
            path = f"{_PATH}&cursor={page['next_cursor']}" if page["next_cursor"] else ""
    return found


async def _statements(app: Wellkept, key: str) -> int:
    """Return the number of statements of the first page, once the process knows the caller."""
    async with _client(app, key) as client:
        await client.get(_PATH)
        before = app.database.statements
        page = (await client.get(_PATH)).raise_for_status().json()
        assert len(page["items"]) == PAGE_SIZE, f"a page of {len(page['items'])}"
        return app.database.statements - before


@asynccontextmanager
async def _client(app: Wellkept, key: str) -> AsyncGenerator[httpx.AsyncClient]:
    transport, headers = httpx.ASGITransport(app=cast("Any", app)), {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://bench", headers=headers, timeout=600) as client:
        yield client


async def _key(admin: httpx.AsyncClient, **account: str) -> str:
    """Return the key of a new account."""
    user = await _made(admin, "/v1/users", name=account["role"], **account)
    return (await _made(admin, "/v1/api-keys", name="Bench", user_id=user["id"]))["key"]


async def _made(client: httpx.AsyncClient, path: str, **body: object) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


def partner_lines(figures: PartnerFigures) -> Iterator[Sequence[str]]:
    """Return what each caller waits, for people."""
    for caller, found in figures.figures.items():
        fields = ("p50_ms", "p99_ms", "cpu_ms")
        times = [spread([getattr(figure, field) for figure in found]).text() for field in fields]
        yield figures.database, f"{figures.tickets:,}", caller, *times, str(figures.statements[caller])


def main() -> None:
    """Print the figures of partners' lists alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.partner_lists", description=__doc__)
    parser.add_argument("--postgres", default=LOCAL_SERVER, help="a server on which databases may be made")
    parser.add_argument("--tickets", type=int, default=LISTED_TICKETS, help="how many there are")
    given = parser.parse_args()
    plan = Plan(
        postgres_url=given.postgres or None,
        output=Path(),
        listed_tickets=given.tickets,
        partner_tickets=min(PARTNER_TICKETS, given.tickets),
    )
    for figures in partner_figures(plan):
        print(f"{figures.database}, {figures.involvements:,} of {figures.tickets:,} tickets")
        for _, _, caller, p50, p99, cpu, statements in partner_lines(figures):
            print(f"{caller:<12}{p50} ms, p99 {p99} ms, {cpu} ms of processor, {statements} statements")
        waits, works = figures.to_staff(), figures.to_staff(of="cpu_ms")
        print(f"{'ratio':<12}{waits.text() if waits else '?'} x, {works.text() if works else '?'} x of processor")


if __name__ == "__main__":
    main()
