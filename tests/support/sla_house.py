"""Wellkept with clocks: contracts with terms of every kind, and what people do with tickets, told in their words."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

import httpx

from fake_parties import FakeParties
from wellkept_calendars import plugin as calendars
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp
from wellkept_sla import plugin as sla

PARTIES: Final = FakeParties()

#: The preset of the deployment: plain hours.
PRESET: Final[Json] = {}
#: The same promises in working time.
BUSINESS: Final[Json] = {
    "clocks": {
        "response": {
            "kind": "sla",
            "measure": "response",
            "targets": {
                "1": {"kind": "business_time", "duration": "PT4H"},
                "2": {"kind": "business_time", "duration": "PT8H"},
                "3": {"kind": "business_time", "duration": "PT24H"},
            },
        },
        "resolution": {
            "kind": "sla",
            "measure": "resolution",
            "pauses_on": ["customer", "access", "weather", "scheduled"],
            "targets": {
                "1": {"kind": "business_time", "duration": "PT24H"},
                "2": {"kind": "business_time", "duration": "PT8H"},
                "3": {"kind": "business_time", "duration": "PT72H"},
            },
            "thresholds": {"half": {"percent": 50}, "three_quarters": {"percent": 75}},
        },
    }
}
#: Beside the preset a clock of our own house, one of a party and one that a milestone stops.
MANY_KINDS: Final[Json] = {
    "clocks": {
        "on_site": {
            "kind": "sla",
            "measure": "span",
            "starts_on": "opened",
            "stops_on": "milestone:on_site",
            "targets": {"1": {"kind": "elapsed", "duration": "PT8H"}},
        },
        "pump_supplier": {
            "kind": "uc",
            "measure": "holding",
            "party": "PUMPCO",
            "targets": {"1": {"kind": "elapsed", "duration": "PT6H"}},
        },
        "triage": {
            "kind": "ola",
            "measure": "span",
            "starts_on": "opened",
            "stops_on": "triaged",
            "targets": {"1": {"kind": "elapsed", "duration": "PT1H"}},
        },
    }
}


@asynccontextmanager
async def sla_app(dialect: Dialect, *, parties: bool = True, own: Json | None = None) -> AsyncGenerator[TestApp]:
    """
    Open Wellkept with calendars, sla and parties.

    Its contracts are `preset`, `business`, `many` and `bare`, and `own` under the terms of a test's own.
    """
    contracts: Json = {
        "preset": {"sla": PRESET},
        "business": {"sla": BUSINESS},
        "many": {"sla": MANY_KINDS if parties else PRESET},
        "bare": {},
        **({} if own is None else {"own": {"sla": own}}),
    }
    plugins = [calendars, sla, *([PARTIES] if parties else [])]
    PARTIES.involved.clear()
    app = TestApp(plugins=plugins, contracts=contracts, database=dialect)
    app.clock.set(moment("2026-01-01 09:00"))
    async with app:
        yield app


class Story:
    """One ticket, moved along by an admin; every moment is a wall time of Shanghai such as `2026-03-02 09:00`."""

    def __init__(self, app: TestApp, ticket: Json) -> None:
        self.app = app
        self.ticket = ticket

    @classmethod
    async def opened(cls, app: TestApp, at: str, *, contract: str = "preset", grade: int = 1, **values: Any) -> "Story":
        """Return a ticket that is recorded at a moment, and reported then unless the values say otherwise."""
        app.clock.set(moment(at))
        said = {"reported_at": iso(at), **values}
        return cls(app, await app.ticket(contract=contract, grade=grade, **said))

    @property
    def id(self) -> str:
        return self.ticket["id"]

    async def did(self, at: str, action: str, **fields: Any) -> httpx.Response:
        """Do an action at its moment."""
        self.app.clock.set(moment(at))
        said = {"cause": "worn", "measure": "replaced"} if action == "resolve" else {}
        answer = await self.app.client.post(f"{self.path}/transitions", json={"action": action, **said, **fields})
        assert answer.is_success, answer.text
        return answer

    async def get(self, path: str, client: httpx.AsyncClient | None = None, **query: Any) -> httpx.Response:
        """Ask for something of the ticket's clocks."""
        return await (client or self.app.client).get(f"{self.path}/sla/{path}", params=query)

    async def post(self, path: str, client: httpx.AsyncClient | None = None, **body: Any) -> httpx.Response:
        """Record something about the ticket's clocks."""
        return await (client or self.app.client).post(f"{self.path}/sla/{path}", json=body)

    async def clocks(self, **query: Any) -> dict[str, Json]:
        """Return the newest clock of each code."""
        answer = await self.get("clocks", **query)
        assert answer.is_success, answer.text
        return {clock["code"]: clock for clock in answer.json()["items"]}

    @property
    def path(self) -> str:
        return f"/v1/tickets/{self.id}"


async def partner_of(app: TestApp, party: Any) -> httpx.AsyncClient:
    """Return a client with the key of a party's account."""
    return await app.as_actor(Role.PARTNER, party_id=party.id)


async def customer_of(app: TestApp, ticket: Json) -> httpx.AsyncClient:
    """Return a client with the key of the customer whose ticket it is."""
    return await app.as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])


def moment(text: str) -> datetime:
    """Return a wall time of Shanghai."""
    return datetime.fromisoformat(f"{text}+08:00")


def iso(text: str) -> str:
    """Return a wall time of Shanghai as callers write it."""
    return moment(text).isoformat()


def mistakes(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return what a refusal finds wrong: pointer and code."""
    assert answer.status_code == 422, answer.text
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]
