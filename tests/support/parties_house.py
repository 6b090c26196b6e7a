"""Wellkept with parties, and what people do with them; every moment is in UTC, and nothing happens by itself."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count
from typing import Any, Final
from uuid import UUID

import httpx

from wellkept_parties import plugin as parties
from wellkept_parties.service import sweeping
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.testing import Json, TestApp

PARTIES: Final = "/v1/parties"
#: When the story of most tests begins: a Monday noon in Shanghai.
BEGINNING: Final = "2026-03-02T04:00:00Z"
CREDIT_CODE: Final = "914403001922038216"

_serial = count(1)


@asynccontextmanager
async def parties_app(
    dialect: Dialect, *others: Plugin, contracts: Json | None = None, **settings: Any
) -> AsyncGenerator[TestApp]:
    """Open Wellkept with parties, and with other plugins under contracts; under `patient`, tickets reopen for years."""
    plans = {"patient": {"core": {"reopen_within_days": 3_650}}, **(contracts or {})}
    app = TestApp(plugins=[parties, *others], contracts=plans, settings=settings, database=dialect)
    app.clock.set(moment(BEGINNING))
    async with app:
        yield app


def moment(text: str) -> datetime:
    """Return an aware moment."""
    return datetime.fromisoformat(text)


async def registered(app: TestApp, code: str | None = None, **values: Any) -> Json:
    """Return a new party, a supplier unless it is said to be something else."""
    code = code or f"PARTY-{next(_serial)}"
    return await app.created(PARTIES, {"code": code, "name": f"{code} Ltd", "roles": ["supplier"], **values})


async def involved(app: TestApp, path: str, party: Json, role: str = "supplier", **values: Any) -> Json:
    """Return the involvement of a party in a record such as `tickets/<id>`."""
    return await app.created(f"/v1/{path}/parties", {"party_id": party["id"], "role": role, **values})


async def asked_to_involve(
    app: TestApp, path: str, party: Json, role: str = "supplier", **values: Any
) -> httpx.Response:
    """Return the answer to the same, whatever it is."""
    return await app.client.post(f"/v1/{path}/parties", json={"party_id": party["id"], "role": role, **values})


async def moved(app: TestApp, party: Json, action: str, reason: str = "as agreed") -> httpx.Response:
    """Return the answer to an action on a party."""
    return await app.client.post(f"{PARTIES}/{party['id']}/transitions", json={"action": action, "reason": reason})


async def partner_of(app: TestApp, party: Json) -> httpx.AsyncClient:
    """Return a client with the key of a party's account."""
    return await app.as_actor(Role.PARTNER, party_id=party["id"])


async def did(app: TestApp, ticket: Json, action: str, **fields: Any) -> None:
    """Do an action to a ticket."""
    said = {"cause": "worn", "measure": "replaced"} if action == "resolve" else {}
    body = {"action": action, **said, **fields}
    answer = await app.client.post(f"/v1/tickets/{ticket['id']}/transitions", json=body)
    assert answer.is_success, answer.text


async def closed(app: TestApp, ticket: Json) -> None:
    """Take a ticket to its end."""
    await did(app, ticket, "resolve")
    await did(app, ticket, "confirm", evidence={"kind": "phone", "contact_name": "Li"})
    await did(app, ticket, "close")


async def swept(app: TestApp, at: str) -> None:
    """Let the daily job run at a moment."""
    app.clock.set(moment(at))
    await sweeping.end_due(await app.house.context("parties", None))


async def events(app: TestApp, prefix: str = "parties.") -> list[tuple[str, Json]]:
    """Return what was announced, in order: the type without the plugin's name, and the data."""
    rows = await app.house.fetch("SELECT type, data FROM event WHERE type LIKE ? ORDER BY seq", f"{prefix}%")
    return [(row["type"].removeprefix("parties."), row["data"]) for row in rows]


async def rows_of(app: TestApp, record_id: str) -> list[Json]:
    """Return the stored involvements of a record, in the order of recording."""
    return await app.house.fetch("SELECT * FROM parties_involvement WHERE record_id = ? ORDER BY id", UUID(record_id))


def mistakes(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return what a refusal finds wrong: pointer and code."""
    assert answer.status_code == 422, answer.text
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Return status and code of a refusal."""
    return answer.status_code, answer.json()["code"]
