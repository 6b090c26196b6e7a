"""Wellkept with stations, engineers and tickets to send them to, told in their words."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

from fake_parties import FakeParties
from wellkept_calendars import plugin as calendars
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp
from wellkept_stations import plugin as stations

PARTIES: Final = FakeParties()
#: Ten o'clock of a Monday in Shanghai.
NOW: Final = "2026-03-02T02:00:00Z"
PEOPLES_SQUARE: Final[Json] = {"longitude": 121.4737, "latitude": 31.2304}
PUDONG: Final[Json] = {"longitude": 121.5447, "latitude": 31.2215}
SUZHOU: Final[Json] = {"longitude": 120.5853, "latitude": 31.2989}


@asynccontextmanager
async def stations_app(
    dialect: Dialect,
    *,
    terms: Mapping[str, Json] | None = None,
    plugins: tuple[Any, ...] = (),
    settings: Mapping[str, Any] | None = None,
) -> AsyncGenerator[TestApp]:
    """
    Open Wellkept with calendars, parties and stations.

    Args:
        dialect: on which database.
        terms: by contract, the terms of stations; `plain` has the default ones, `bare` has no stations.
        plugins: more of them.
        settings: of the deployment.
    """
    extra: Json = {each.manifest.name: {} for each in plugins}
    contracts: dict[str, Json] = {
        "plain": {"stations": {}, **extra},
        "bare": {},
        **{name: {"stations": said, **extra} for name, said in (terms or {}).items()},
    }
    PARTIES.involved.clear()
    app = TestApp(
        plugins=[calendars, PARTIES, stations, *plugins], contracts=contracts, database=dialect, settings=settings
    )
    app.clock.set(datetime.fromisoformat(NOW))
    async with app:
        yield app


async def station(app: TestApp, code: str = "SH", **values: Any) -> Json:
    """Return a new station."""
    body = {"code": code, "name": f"Station {code}", "kind": "station", "time_zone": "Asia/Shanghai", **values}
    return await app.created("/v1/stations", body)


async def account(app: TestApp, role: Role = Role.ENGINEER, **values: Any) -> tuple[Any, str]:
    """Return a client of a new account, and the account's id."""
    client = await app.as_actor(role, **values)
    return client, (await client.get("/v1/me")).json()["id"]


async def engineer(app: TestApp, station_id: str, code: str = "ZW", **values: Any) -> Json:
    """Return a new engineer of a new account, unless `user_id` names one."""
    if "user_id" not in values:
        _, values["user_id"] = await account(app)
    body = {"code": code, "name": f"Engineer {code}", "station_id": station_id, "kind": "engineer", **values}
    return await app.created("/v1/stations/engineers", body)


async def placed_project(app: TestApp, *, contract: str = "plain", customer_id: str | None = None, **site: Any) -> Json:
    """Return a new project in Shanghai, at People's Square unless `site` names another place."""
    place = {"region_code": "310101", "time_zone": "Asia/Shanghai", **PEOPLES_SQUARE}
    owner = {} if customer_id is None else {"customer_id": customer_id}
    return await app.project(contract=contract, site={**place, **site}, **owner)


def told_wrong(answer: Any) -> list[tuple[str, str]]:
    """Return what a refusal finds wrong: pointer and code."""
    assert answer.status_code in {409, 422}, answer.text
    return [(each["pointer"], each["code"]) for each in answer.json().get("errors", [])]


async def refusing(app: TestApp, path: str, body: Json) -> list[tuple[str, str]]:
    """Return what an admin's POST is refused for."""
    return told_wrong(await app.client.post(path, json=body))


async def patched(app: TestApp, path: str, **changes: Any) -> Any:
    """Return the answer to an admin's PATCH."""
    return await app.client.patch(path, json=changes)
