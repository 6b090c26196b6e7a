"""A database full of running clocks: two tickets are opened over HTTP, and the database itself copies them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import httpx
from msgspec import Struct

from benchmarks.fill import Speech
from benchmarks.servers import KEY
from wellkept.app import Wellkept
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.engines import PgEngine, SqliteEngine
from wellkept_sdk.db.database import Dialect

CLOCKS_EACH = 4
HURRIED, PATIENT = 1, 2
_LONG = {"kind": "elapsed", "duration": "P90D"}
_TARGETS = {str(PATIENT): _LONG, str(HURRIED): _LONG}
#: Four clocks that all run from the opening; of a hurried ticket the response is due first, in working hours.
CLOCKS: Mapping[str, Mapping[str, Any]] = {
    "response": {
        "kind": "sla",
        "measure": "response",
        "targets": {**_TARGETS, str(HURRIED): {"kind": "business_time", "duration": "PT4H"}},
    },
    "resolution": {"kind": "sla", "measure": "resolution", "targets": _TARGETS},
    "repair": {"kind": "ola", "measure": "span", "targets": _TARGETS, "starts_on": "opened", "stops_on": "resolved"},
    "arrival": {
        "kind": "ola",
        "measure": "span",
        "targets": _TARGETS,
        "starts_on": "opened",
        "stops_on": "milestone:on_site",
    },
}
_TICKET, _ROW, _FACT, _TIMER, _FIRST_CLOCK = 5, 21, 22, 23, 24


class Model(Struct, frozen=True, kw_only=True):
    """An open ticket that is copied, and the next moment at which something happens to its clocks."""

    id: UUID
    next_at: datetime


async def opened_models(app: Wellkept) -> tuple[Model, Model]:
    """Open one ticket that is due within days and one that is due in months; return both."""
    transport = httpx.ASGITransport(app=cast("Any", app))
    headers = {"Authorization": f"Bearer {KEY}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://bench/v1", headers=headers) as client:
        report = {"title": "Pump trips", "project_id": await _project(client), "channel": "phone"}
        hurried, patient = [await _made(client, "/tickets", {**report, "grade": grade}) for grade in (HURRIED, PATIENT)]
    return await _model(app, hurried), await _model(app, patient)


async def fill(app: Wellkept, *, hurried: tuple[Model, int], patient: tuple[Model, int]) -> None:
    """
    Write copies of both models, and take the models out of the sweeps; nobody waits for a copy yet.

    Args:
        app: on the database.
        hurried: the model and how many copies, numbered from 1.
        patient: the same, numbered on.
    """
    database = cast("SqliteEngine | PgEngine", app.database).for_maintenance()
    await database.open()
    try:
        speech = Speech(postgres=database.dialect is Dialect.POSTGRES)
        await database.execute("DELETE FROM timer")
        offset = 0
        for model, count in (hurried, patient):
            for table, of, overrides in await _copied(database, model, speech=speech, offset=offset):
                columns = await _columns(database, table)
                values = ", ".join(overrides.get(column, f"model.{column}") for column in columns)
                await database.execute(
                    f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} AS model"  # noqa: S608 - our own names
                    f" CROSS JOIN {speech.series(count)} WHERE {of}"
                )
            offset += count
        await _arm(database, speech=speech, first=hurried[1] + 1, last=offset)
        await database.execute("VACUUM ANALYZE" if speech.postgres else "ANALYZE")
    finally:
        await database.close()


async def arm_hurried(app: Wellkept, *, first: int, last: int) -> None:
    """Let the hurried copies of these numbers come due at their moment."""
    await _arm(app.database, speech=Speech(postgres=app.database.dialect is Dialect.POSTGRES), first=first, last=last)


async def _arm(database: Database, *, speech: Speech, first: int, last: int) -> None:
    number = f"(n + {first - 1})"
    ticket = speech.id(_TICKET, number)
    await database.execute(
        "INSERT INTO timer (id, plugin, kind, record_id, due_at, next_at, state, attempts)"  # noqa: S608 - our own words
        f" SELECT {speech.id(_TIMER, number)}, 'sla', 'clock', {ticket}, standing.next_at, standing.next_at, 'ready', 0"
        f" FROM {speech.series(last - first + 1)} JOIN sla_ticket AS standing ON standing.ticket_id = {ticket}"
    )


async def _copied(
    database: SqliteEngine | PgEngine, model: Model, *, speech: Speech, offset: int
) -> Sequence[tuple[str, str, Mapping[str, str]]]:
    """Return each table whose rows are copied: its name, which row, and what its copy has instead."""
    number = f"(n + {offset})"
    ticket = speech.id(_TICKET, number)
    of_ticket = f"model.ticket_id = {speech.id_of(str(model.id))}"
    clocks = await database.fetch("SELECT id, code FROM sla_clock WHERE ticket_id = ? ORDER BY due_at, code", model.id)
    ids = {row["code"]: speech.id(_FIRST_CLOCK + place, number) for place, row in enumerate(clocks)}
    own = {
        "id": ticket,
        # The models have the first numbers.
        "number_seq": f"{number} + 1000",
        "number": f"'T-' || ({number} + 1000)",
    }
    return [
        ("ticket", f"model.id = {speech.id_of(str(model.id))}", own),
        (
            "sla_ticket",
            of_ticket,
            {"id": speech.id(_ROW, number), "ticket_id": ticket, "first_due_clock_id": ids[clocks[0]["code"]]},
        ),
        ("sla_fact", of_ticket, {"id": speech.id(_FACT, number), "ticket_id": ticket}),
        *(
            ("sla_clock", f"{of_ticket} AND model.code = '{code}'", {"id": id_of, "ticket_id": ticket})
            for code, id_of in ids.items()
        ),
    ]


async def _columns(database: SqliteEngine | PgEngine, table: str) -> list[str]:
    row = await database.fetch_one(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 - our own names
    assert row is not None
    return list(row)


async def _model(app: Wellkept, ticket: dict[str, Any]) -> Model:
    row = await app.database.fetch_one("SELECT next_at FROM sla_ticket WHERE ticket_id = ?", UUID(ticket["id"]))
    assert row is not None, "A ticket under promised times has clocks."
    return Model(id=UUID(ticket["id"]), next_at=row["next_at"])


async def _project(client: httpx.AsyncClient) -> str:
    """Make a project whose tickets get the clocks, and return its id."""
    plan = {"code": "SWEPT", "name": "Swept", "plugins": {"sla": {"clocks": CLOCKS}}}
    await _made(client, "/service-plans", plan)
    kind = {"code": "PLANT", "name": "Plant operators", "default_plan_code": "SWEPT"}
    await _made(client, "/customer-types", kind)
    customer = await _made(client, "/customers", {"code": "CUST-1", "name": "Water works", "customer_type": "PLANT"})
    project = {"code": "PRJ-1", "name": "Water works", "customer_id": customer["id"], "kind": "plant"}
    return (await _made(client, "/projects", project))["id"]


async def _made(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()
