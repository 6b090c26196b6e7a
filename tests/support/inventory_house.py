"""Wellkept with spare parts, and what people do with them, told in their words."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

import httpx

from fake_parties import FakeParties
from wellkept_inventory import plugin as inventory
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp

PARTIES: Final = FakeParties()
NOW: Final = "2026-03-02T02:00:00Z"


@asynccontextmanager
async def inventory_app(
    dialect: Dialect,
    *,
    terms: Mapping[str, Json] | None = None,
    plugins: tuple[Any, ...] = (),
    settings: Mapping[str, Any] | None = None,
) -> AsyncGenerator[TestApp]:
    """
    Open Wellkept with inventory and parties; it is 10 o'clock of 2 March 2026 in Shanghai.

    Args:
        dialect: on which database.
        terms: by contract, the terms of inventory; `plain` has the default ones, `bare` has no inventory.
        plugins: more of them, such as one that knows consignment.
        settings: of the deployment.
    """
    extra: Json = {each.manifest.name: {} for each in plugins}
    contracts: dict[str, Json] = {
        "plain": {"inventory": {}, **extra},
        "bare": {},
        **{name: {"inventory": said, **extra} for name, said in (terms or {}).items()},
    }
    app = TestApp(plugins=[PARTIES, inventory, *plugins], contracts=contracts, database=dialect, settings=settings)
    app.clock.set(datetime.fromisoformat(NOW))
    async with app:
        yield app


async def part(app: TestApp, code: str = "BRG-6204", **values: Any) -> Json:
    """Return a new part."""
    return await app.created("/v1/inventory/parts", {"code": code, "name": code, "unit": "ea", **values})


async def location(app: TestApp, code: str = "NANJING", **values: Any) -> Json:
    """Return a new warehouse, or another kind of place."""
    return await app.created("/v1/inventory/locations", {"code": code, "name": code, "kind": "warehouse", **values})


async def posted(app: TestApp, **body: Any) -> httpx.Response:
    """Ask for a posting."""
    return await app.client.post("/v1/inventory/postings", json=body)


async def received(
    app: TestApp, part: Json, location: Json, quantity: str, cost_minor: int | None = None, **line: Any
) -> Json:
    """Return the posting by which our own stock has come in, at a cost in CNY if one is named."""
    priced = {} if cost_minor is None else {"unit_cost": {"amount_minor": cost_minor, "currency": "CNY"}}
    said = {"part_id": part["id"], "quantity": quantity, **priced, **line}
    answer = await posted(app, kind="receipt", location_id=location["id"], lines=[said])
    assert answer.status_code == 201, answer.text
    return answer.json()


async def moved(app: TestApp, part: Json, source: Json, target: Json, quantity: str, **line: Any) -> httpx.Response:
    """Ask for a transfer of one line."""
    said = {"part_id": part["id"], "quantity": quantity, **line}
    return await posted(app, kind="transfer", from_location_id=source["id"], to_location_id=target["id"], lines=[said])


def refusals(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return what a refusal finds wrong: pointer and code."""
    assert answer.status_code in {409, 422}, answer.text
    return [(each["pointer"], each["code"]) for each in answer.json().get("errors", [])]


async def balances(app: TestApp, **query: Any) -> list[Json]:
    """Return what lies where; `include_virtual=True` for the other side of it too."""
    answer = await app.client.get("/v1/inventory/balances", params={"limit": 200, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def integrity(app: TestApp) -> Json:
    """Return what the books say of themselves."""
    answer = await app.client.get("/v1/inventory/integrity")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def issued(app: TestApp, ticket: Json, location: Json, *lines: Json, **values: Any) -> httpx.Response:
    """Ask for parts for a ticket."""
    body = {"location_id": location["id"], "lines": list(lines), **values}
    return await app.client.post(f"/v1/tickets/{ticket['id']}/inventory/issues", json=body)


async def returned(app: TestApp, ticket: Json, *lines: Json, **values: Any) -> httpx.Response:
    """Bring parts back from a ticket."""
    body = {"lines": list(lines), **values}
    return await app.client.post(f"/v1/tickets/{ticket['id']}/inventory/returns", json=body)


async def taken_back(app: TestApp, posting: Json, **values: Any) -> httpx.Response:
    """Ask for the reversal of a posting."""
    body = {"reason": "A mistake.", **values}
    return await app.client.post(f"/v1/inventory/postings/{posting['id']}/reversal", json=body)


def line(part: Json, quantity: str, **values: Any) -> Json:
    """Return a line of a body."""
    return {"part_id": part["id"], "quantity": quantity, **values}


async def policy(app: TestApp, part: Json, location: Json, **values: Any) -> Json:
    """Return a new policy of a part at a place."""
    said = {"part_id": part["id"], "location_id": location["id"], **values}
    return await app.created("/v1/inventory/policies", said)


async def suggested(app: TestApp, **query: Any) -> list[Json]:
    """Return what should be transferred or ordered."""
    answer = await app.client.get("/v1/inventory/suggestions", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]
