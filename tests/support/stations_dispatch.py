"""Stations, engineers and tickets for those who ask who should go."""

from typing import Any, Final
from uuid import UUID

import httpx

from stations_house import PUDONG, account, engineer, placed_project, station
from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.records.references import RecordName, RecordRef
from wellkept_sdk.testing import Json, TestApp
from wellkept_stations.tables import StationsCertificate, StationsEngineer, StationsSkill

_ACCOUNT: Final = (
    "INSERT INTO user_account (id, created_at, updated_at, version, email, name, role, party_id, customer_ids, active)"
    " SELECT ?, created_at, updated_at, version, ?, name, role, party_id, customer_ids, active FROM user_account"
    " WHERE id = ?"
)


async def shanghai(app: TestApp, code: str = "SH", **values: Any) -> Json:
    """Return a station that covers Shanghai, where it stands."""
    body = {"location": {"region_code": "310115", **PUDONG}, "coverage": [region("310000")], **values}
    return await station(app, code, **body)


def region(code: str) -> Json:
    """Return the rule of an area that covers a region."""
    return {"kind": "region", "region_code": code}


async def member(app: TestApp, of: Json, code: str, **values: Any) -> tuple[httpx.AsyncClient, Json]:
    """Return the client and the record of a new engineer with an account of his own."""
    client, user_id = await account(app)
    return client, await engineer(app, of["id"], code, user_id=user_id, **values)


async def pump(app: TestApp, *, contract: str = "plain", **values: Any) -> Json:
    """Return new equipment at People's Square."""
    return await app.equipment(project_id=(await placed_project(app, contract=contract))["id"], **values)


async def matter(app: TestApp, item: Json, **values: Any) -> Json:
    """Return a new ticket of equipment."""
    return await app.ticket(project_id=item["project_id"], equipment_id=item["id"], **values)


async def moved(client: httpx.AsyncClient, ticket: Json, action: str, **fields: Any) -> httpx.Response:
    """Return the answer to an action on a ticket."""
    return await client.post(f"/v1/tickets/{ticket['id']}/transitions", json={"action": action, **fields})


async def resolved(client: httpx.AsyncClient, ticket: Json) -> None:
    """Resolve a ticket."""
    answer = await moved(client, ticket, "resolve", cause="A worn seal.", measure="Replaced it.")
    assert answer.is_success, answer.text


async def candidates(app: TestApp, ticket: Json, **params: Any) -> Json:
    """Return who comes into question for a ticket."""
    answer = await app.client.get(f"/v1/tickets/{ticket['id']}/stations/candidates", params=params)
    assert answer.is_success, answer.text
    return answer.json()


async def rejected(app: TestApp, ticket: Json, **params: Any) -> dict[str, list[str]]:
    """Return by the code of each candidate why he cannot be sent, in their order."""
    found = (await candidates(app, ticket, **params))["candidates"]
    return {one["code"]: [each["code"].removeprefix("stations.filter.") for each in one["rejections"]] for one in found}


async def assignment(client: httpx.AsyncClient, ticket: Json, **body: Any) -> httpx.Response:
    """Return the answer to sending somebody."""
    return await client.post(f"/v1/tickets/{ticket['id']}/stations/assignment", json=body)


async def seen(app: TestApp, ticket: Json) -> Json:
    """Return a ticket as it stands."""
    return (await app.client.get(f"/v1/tickets/{ticket['id']}")).json()


async def ctx_of(app: TestApp, ticket: Json) -> Ctx:
    """Return the plugin's context for a ticket, as the system."""
    return await app.house.context("stations", RecordRef(RecordName.TICKET, TicketId(UUID(ticket["id"]))))


async def crowd(app: TestApp, of: Json, *, size: int, **values: Any) -> None:
    """Let a station have many engineers, each with a skill, a certificate and an account of his own."""
    _, model = await account(app)
    ctx = await app.house.context("stations", None)
    numbered = [(f"E-{number:05}", uuid7(), uuid7()) for number in range(size)]
    async with app.house.transaction():
        for code, user_id, _ in numbered:
            await app.house.fetch(_ACCOUNT, user_id, f"{code}@example.com", UUID(model))
        engineer_rows = [
            {
                "id": engineer_id,
                "user_id": user_id,
                "code": code,
                "name": code,
                "station_id": UUID(of["id"]),
                "kind": "engineer",
                "max_open_tickets": 10,
                "daily_minutes": 480,
                "status": "active",
                **values,
            }
            for code, user_id, engineer_id in numbered
        ]
        ids = [engineer_id for _, _, engineer_id in numbered]
        await ctx.db.insert_many(StationsEngineer, engineer_rows)
        skill = {"code": "hydraulics", "level": 3}
        await ctx.db.insert_many(StationsSkill, [{"engineer_id": each, **skill} for each in ids])
        await ctx.db.insert_many(StationsCertificate, [{"engineer_id": each, "code": "crane"} for each in ids])
