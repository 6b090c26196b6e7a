"""One supplier's parts beside ours at two places, made over the API, with plain models of what is there and owed."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import httpx

from settlement_books import Price, Settlement
from stock_books import Books, Json

LOTS: Sequence[str] = ("L1", "L2")
MAXIMUM = 60
CURRENCY = "CNY"
PAUSE_SECONDS = 0.1
PATIENCE_SECONDS = 60.0
REPLAYED = "Idempotency-Replayed"

_codes = count(1)


class Caller:
    """Sends each write with an Idempotency-Key of its own, again and again until it is answered."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        #: What was acknowledged: path, body, key and answer.
        self.acknowledged: list[tuple[str, Json, str, httpx.Response]] = []
        self.cut = 0
        self.waits = False

    async def send(self, path: str, body: Json, *, key: str | None = None) -> httpx.Response:
        key = key or uuid4().hex
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (answer := await self._answer(path, body, key)) is None:  # noqa: ASYNC110 - it is asked again
                await asyncio.sleep(PAUSE_SECONDS)
        if answer.is_success:
            self.acknowledged.append((path, body, key, answer))
        return answer

    async def repeat(self, place: int) -> None:
        """Send a write that was acknowledged again: the same answer, marked as such."""
        path, body, key, answer = self.acknowledged[place]
        again = await self.send(path, body, key=key)
        self.acknowledged.pop()
        assert (again.status_code, again.json()) == (answer.status_code, answer.json())
        assert again.headers[REPLAYED] == "true"

    async def made(self, path: str, body: Json) -> Json:
        answer = await self.send(path, body)
        assert answer.is_success, answer.text
        return answer.json()

    async def found(self, path: str, **query: Any) -> Json:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                try:
                    answer = await self.http.get(path, params=query)
                except httpx.TransportError:
                    await asyncio.sleep(PAUSE_SECONDS)
                    continue
                assert answer.status_code == 200, answer.text
                return answer.json()

    async def all(self, path: str, **query: Any) -> list[Json]:
        """Return every item of a list."""
        items: list[Json] = []
        page: Json = {"next_cursor": None}
        while True:
            cursor = {"cursor": page["next_cursor"]} if page["next_cursor"] else {}
            page = await self.found(path, limit=200, **query, **cursor)
            items += page["items"]
            if page["next_cursor"] is None:
                return items

    async def _answer(self, path: str, body: Json, key: str) -> httpx.Response | None:
        """Return the answer; None if there was none, or only that the first call is still under way."""
        self.waits = True
        try:
            answer = await self.http.post(path, json=body, headers={"Idempotency-Key": key})
        except httpx.ConnectError:
            return None
        except httpx.TransportError:
            self.cut += 1
            return None
        finally:
            self.waits = False
        if answer.status_code == 409 and answer.json()["code"] == "idempotency_in_progress":
            return None
        return answer


class StockWorld:
    """
    Two parts, at two places, for two tickets, under one agreement.

    Attributes:
        caller: sends all that is asked for.
        first_day: of the three days on which parts are used; the last has no price at first.
        today: has one.
    """

    def __init__(self, caller: Caller, *, today: date) -> None:
        self.caller = caller
        self.today = today
        self.first_day = today - timedelta(days=40)
        self.party = ""
        self.parts: list[str] = []
        self.places: list[str] = []
        self.tickets: list[str] = []
        self.agreement = ""
        self.books = Books(())
        self.settlement = Settlement("", ())

    async def open(self, project_id: str) -> None:
        """Make everything; both parts are on both shelves, ours and the supplier's."""
        number, made = f"{next(_codes)}-{uuid4().hex[:6]}", self.caller.made
        party = {"code": f"PARTY-{number}", "name": "Pump maker", "roles": ["supplier"]}
        self.party = (await made("/v1/parties", party))["id"]
        loose = {"code": f"OIL-{number}", "name": "Oil", "unit": "kg", "whole_units": False}
        tracked = {"code": f"SEAL-{number}", "name": "Seal", "unit": "ea", "tracking": "lot", "whole_units": False}
        self.parts = [(await made("/v1/inventory/parts", body))["id"] for body in (loose, tracked)]
        for place in range(2):
            body = {"code": f"L-{number}-{place}", "name": "Store", "kind": "warehouse"}
            self.places.append((await made("/v1/inventory/locations", body))["id"])
            ticket = {"title": "Pump trips", "channel": "phone", "project_id": project_id}
            self.tickets.append((await made("/v1/tickets", ticket))["id"])
        self.books = Books(self.places)
        await self._agree()

    def day(self, number: int) -> date:
        return self.first_day + timedelta(days=number)

    def moment(self, number: int) -> str:
        """Return one of four moments: on the first day, at its end, and at the beginnings of the next two."""
        time = ("T02:00:00Z", "T15:59:59Z", "T16:00:00Z", "T16:00:00Z")[number]
        return f"{self.day((0, 0, 0, 1)[number])}{time}"

    def lot(self, part: str, number: int) -> str | None:
        """Return a lot of the part that has lots."""
        return LOTS[number % 2] if part == self.parts[1] else None

    async def _agree(self) -> None:
        prices = [
            Price(part, first, last, minor)
            for part in self.parts
            for first, last, minor in ((self.day(0), self.day(2), 333), (self.today - timedelta(days=1), None, 500))
        ]
        body: Json = {
            "party_id": self.party,
            "currency": CURRENCY,
            "starts_on": self.day(-9).isoformat(),
            "items": [{"part_id": part, "maximum": f"{MAXIMUM}"} for part in self.parts],
            "prices": [price_body(each) for each in prices],
        }
        path = "/v1/consignment/agreements"
        self.agreement = (await self.caller.made(path, body))["id"]
        await self.caller.made(f"{path}/{self.agreement}/transitions", {"action": "activate"})
        self.settlement = Settlement(self.party, prices)


def price_body(price: Price) -> Json:
    """Return a price as the API takes it."""
    return {
        "part_id": price.part,
        "unit_price": money(price.minor),
        "valid_from": price.first.isoformat(),
        "valid_to": price.last and price.last.isoformat(),
    }


def money(minor: int) -> Json:
    """Return an amount."""
    return {"amount_minor": minor, "currency": CURRENCY}


async def project(caller: Caller, contract: Mapping[str, Mapping[str, Any]] | None = None) -> str:
    """Return a new project of a new customer; with terms by plugin, on a contract that has them."""
    number = f"{next(_codes)}-{uuid4().hex[:6]}"
    kind = await caller.made("/v1/customer-types", {"code": f"TYPE-{number}", "name": "Plant operators"})
    customer = {"code": f"CUST-{number}", "name": "Plant", "customer_type": kind["code"]}
    customer_id = (await caller.made("/v1/customers", customer))["id"]
    if contract is not None:
        plan = {"code": f"plan-{number}", "name": "Plan", "plugins": contract}
        await caller.made("/v1/service-plans", plan)
        terms = {"number": f"C-{number}", "plan_code": plan["code"], "starts_on": "2000-01-01"}
        await caller.made("/v1/contracts", {"customer_id": customer_id, **terms})
    body = {"code": f"PRJ-{number}", "name": "Plant", "customer_id": customer_id, "kind": "plant"}
    return (await caller.made("/v1/projects", body))["id"]
