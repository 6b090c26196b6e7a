"""Wellkept with warranties, cases and back-charges, and what people do with them; all amounts are in CNY."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx

from fake_costs import FakeCosts
from parties_house import moment, registered
from wellkept_liability import plugin as liability
from wellkept_parties import plugin as parties
from wellkept_sdk.db import Dialect
from wellkept_sdk.manifest import ActivationLevel
from wellkept_sdk.plugin import Plugin
from wellkept_sdk.testing import Json, TestApp

COSTS: Final = FakeCosts()
#: Ten o'clock of a Monday in Shanghai.
NOW: Final = "2026-03-02T02:00:00Z"


@asynccontextmanager
async def liability_app(
    dialect: Dialect,
    *others: Plugin,
    costs: Plugin = COSTS,
    terms: Mapping[str, Json] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> AsyncGenerator[TestApp]:
    """
    Open Wellkept with parties, costs and liability; it is 10 o'clock of 2 March 2026 in Shanghai.

    Args:
        dialect: on which database.
        others: more plugins, active under every contract but `bare`.
        costs: the plugin of that name; a fake one that keeps lines in memory.
        terms: by contract, the terms of liability; `plain` has the default ones, `bare` has no liability.
        settings: of the deployment.
    """
    by_contract = [each.manifest for each in others if each.manifest.activation is ActivationLevel.CONTRACT]
    more: Json = {"costs": {}, **{manifest.name: {} for manifest in by_contract}}
    contracts: dict[str, Json] = {
        "plain": {"liability": {}, **more},
        "bare": {},
        **{name: {"liability": said, **more} for name, said in (terms or {}).items()},
    }
    COSTS.known.clear()
    app = TestApp(
        plugins=[parties, costs, *others, liability], contracts=contracts, database=dialect, settings=settings
    )
    app.clock.set(moment(NOW))
    async with app:
        yield app


async def site(app: TestApp, *, contract: str = "plain", **values: Any) -> Json:
    """Return a new project in Shanghai, accepted on 2024-03-01 unless `accepted_on` says otherwise."""
    place = {"region_code": "310101", "time_zone": "Asia/Shanghai", **values.pop("site", {})}
    return await app.project(contract=contract, **{"accepted_on": "2024-03-01", "site": place, **values})


async def party(app: TestApp, code: str, *roles: str) -> Json:
    """Return a new party with these roles, a supplier without any."""
    return await registered(app, code, roles=list(roles or ("supplier",)))


def promise(**values: Any) -> Json:
    """Return the body of a warranty that we gave for two years of everything electrical, from the acceptance on."""
    return {
        "scope": "electrical",
        "side": "given",
        "start_rule": "acceptance",
        "length": {"kind": "calendar", "years": 2},
        **values,
    }


async def asked_to_promise(app: TestApp, project: Json, **values: Any) -> httpx.Response:
    """Return the answer to the making of a warranty, whatever it is."""
    return await app.client.post(f"/v1/projects/{project['id']}/liability/warranty-terms", json=promise(**values))


async def promised(app: TestApp, project: Json, **values: Any) -> Json:
    """Return a new warranty of a project."""
    answer = await asked_to_promise(app, project, **values)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def promises(app: TestApp, project: Json) -> list[Json]:
    """Return the warranties of a project in the order of recording."""
    answer = await app.client.get(f"/v1/projects/{project['id']}/liability/warranty-terms", params={"limit": 200})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def coverage(app: TestApp, record: Json, *, of: str = "tickets", **query: Any) -> Json:
    """Return whether something is covered."""
    answer = await app.client.get(f"/v1/{of}/{record['id']}/liability/coverage", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def finding(*shares: Json, **values: Any) -> Json:
    """Return the body of a case or of a version."""
    cause = {"code": "design", "text": "Seal groove too shallow", "method": "joint inspection"}
    return {"cause": cause, "basis": "expertise", "shares": list(shares), **values}


async def asked_to_find(app: TestApp, ticket: Json, *shares: Json, **values: Any) -> httpx.Response:
    """Return the answer to the opening of a ticket's case, whatever it is."""
    return await app.client.post(f"/v1/tickets/{ticket['id']}/liability/case", json=finding(*shares, **values))


async def found(app: TestApp, ticket: Json, *shares: Json, **values: Any) -> Json:
    """Return a new case of a ticket."""
    answer = await asked_to_find(app, ticket, *shares, **values)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def done(app: TestApp, ticket: Json, action: str, **values: Any) -> httpx.Response:
    """Return the answer to an action on a ticket's case."""
    path = f"/v1/tickets/{ticket['id']}/liability/case/transitions"
    return await app.client.post(path, json={"action": action, **values})
