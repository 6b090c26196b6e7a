"""What plugins per contract cost: dispatch, a cached activation, and opening tickets under a thousand contracts."""

from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any, cast
from uuid import UUID

import httpx
from msgspec import Struct

from benchmarks.databases import Stock
from benchmarks.servers import KEY
from benchmarks.seven_plugins import seven_plugins
from wellkept.activation import queries
from wellkept.app import Wellkept, build
from wellkept.platform.auth.service.bootstrap import bootstrap
from wellkept.platform.observability.logs import configure
from wellkept.platform.plugin_host.calling import calls
from wellkept.platform.plugin_host.occasion import Occasion
from wellkept.platform.settings import LogFormat, LogLevel, Settings
from wellkept_sdk.actor import SYSTEM
from wellkept_sdk.hooks import TicketHooks
from wellkept_sdk.hooks.tickets import OpenedTicket
from wellkept_sdk.ids import TicketId
from wellkept_sdk.now import now
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.records.tickets import TicketRecord

PLANS = 10
OPENS = 20
MICROSECONDS = 1_000_000
CREATED = 201


class ActivationFigures(Struct, frozen=True, kw_only=True):
    """
    What one run finds out.

    Args:
        plans: how many there are.
        contracts: how many there are.
        tickets: how many were there before.
        dispatch_over_direct_us: microseconds of calling one hook of seven plugins beyond calling the seven functions.
        cached_activation_us: microseconds of finding what serves a ticket whose activation this process knows.
        statements_of_open: of each opened ticket, every one under another contract, once their plans are known.
    """

    plans: int
    contracts: int
    tickets: int
    dispatch_over_direct_us: list[float]
    cached_activation_us: list[float]
    statements_of_open: list[int]


async def activation_figures(
    url: str, *, stock: Stock, folder: Path, rounds: int, calls_each: int
) -> ActivationFigures:
    """
    Return the figures.

    Args:
        url: a database that is filled.
        stock: what is in it.
        folder: for files.
        rounds: how often each time is taken.
        calls_each: how many calls one time is the mean of.
    """
    configure(log_format=LogFormat.JSON, log_level=LogLevel.ERROR)
    app = build(Settings(database_url=url, data_dir=str(folder)), plugins=seven_plugins())
    async with app.lifespan():
        await bootstrap(configured_key=KEY)
        tickets = await _count(app, "ticket")
        async with _client(app) as client:
            await _agree(client)
            places = list(islice(dict(stock.places).items(), 2 * OPENS))
            opened = [await _open(app, client, project, item) for project, item in places]
        ticket = await app.host.tickets_verbs(SYSTEM).get(TicketId(UUID(opened[-1][0])))
        return ActivationFigures(
            plans=PLANS,
            contracts=await _count(app, "contract"),
            tickets=tickets,
            dispatch_over_direct_us=[await _dispatch(app, ticket, calls_each) for _ in range(rounds)],
            cached_activation_us=[await _cached(ticket, calls_each) for _ in range(rounds)],
            # The first half meets every plan for the first time.
            statements_of_open=[statements for _, statements in opened[OPENS:]],
        )


def _client(app: Wellkept) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {KEY}"}
    transport = httpx.ASGITransport(app=cast("Any", app))
    return httpx.AsyncClient(transport=transport, base_url="http://bench", headers=headers)


async def _agree(client: httpx.AsyncClient) -> None:
    """Make ten plans, and give every project a contract under one of them."""
    names = [plugin.manifest.name for plugin in seven_plugins()]
    for number in range(PLANS):
        core = {"reopen_within_days": 30 + number}
        body = {"code": f"PLAN-{number}", "name": "Plan", "plugins": {"core": core, **{name: {} for name in names}}}
        await _created(client, "/v1/service-plans", body)
    number = 0
    cursor: str | None = None
    while number == 0 or cursor is not None:
        page = (
            await client.get("/v1/projects", params={"limit": 200, **({"cursor": cursor} if cursor else {})})
        ).json()
        for project in page["items"]:
            body = {
                "number": f"K-{number}",
                "customer_id": project["customer_id"],
                "project_id": project["id"],
                "plan_code": f"PLAN-{number % PLANS}",
                "starts_on": "2025-01-01",
            }
            await _created(client, "/v1/contracts", body)
            number += 1
        cursor = page["next_cursor"]


async def _created(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == CREATED, answer.text
    return answer.json()


async def _open(app: Wellkept, client: httpx.AsyncClient, project: UUID, item: UUID) -> tuple[str, int]:
    """Open a ticket and return its id with the number of statements that it took."""
    before = app.database.statements
    report = {"title": "Pump trips", "project_id": str(project), "equipment_id": str(item), "channel": "phone"}
    ticket = await _created(client, "/v1/tickets", report)
    return ticket["id"], app.database.statements - before


async def _count(app: Wellkept, table: str) -> int:
    (row,) = await app.database.fetch(f"SELECT count(*) AS n FROM {table}")  # noqa: S608 - our own names
    return row["n"]


async def _dispatch(app: Wellkept, ticket: TicketRecord, repeats: int) -> float:
    active = await queries.of_ticket(ticket.activation_id)
    occasion = Occasion(actor=SYSTEM, at=now(), active=active, record=RecordRef(RecordName.TICKET, ticket.id))
    event = OpenedTicket(ticket=ticket)
    functions = [(plugin.ticket_opened, calls.context_of(name, occasion)) for name, plugin in _listeners(app)]
    async with app.database.transaction():
        begin = perf_counter()
        for _ in range(repeats):
            for function, ctx in functions:
                await function(ctx, event)
        directly = perf_counter() - begin
        begin = perf_counter()
        for _ in range(repeats):
            await calls.apply(TicketHooks.ticket_opened, occasion, event)
        dispatched = perf_counter() - begin
    return (dispatched - directly) / repeats * MICROSECONDS


def _listeners(app: Wellkept) -> list[tuple[str, Any]]:
    return list(app.host.plugins.items())


async def _cached(ticket: TicketRecord, repeats: int) -> float:
    begin = perf_counter()
    for _ in range(repeats):
        await queries.of_ticket(ticket.activation_id)
    return (perf_counter() - begin) / repeats * MICROSECONDS
