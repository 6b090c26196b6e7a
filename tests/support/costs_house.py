"""Wellkept with costs, and what people spend on tickets, told in their words; all amounts are in CNY."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

import httpx

from wellkept_costs import plugin as costs
from wellkept_sdk import ActivationLevel
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp

#: Ten o'clock of a Monday in Shanghai.
NOW: Final = "2026-03-02T02:00:00Z"
TODAY: Final = "2026-03-02"
#: What an hour and a kilometre cost and are priced at.
RATES: Final[Json] = {
    "labour": {
        "unit": "h",
        "unit_cost": {"amount_minor": 12000, "currency": "CNY"},
        "unit_price": {"amount_minor": 30000, "currency": "CNY"},
    },
    "travel": {
        "unit": "km",
        "unit_cost": {"amount_minor": 120, "currency": "CNY"},
        "unit_price": {"amount_minor": 200, "currency": "CNY"},
    },
}
HOURS: Final[Json] = {"hours": {"kind_of_cost": "labour", "unit": "h", "quantity": "40", "period": "year"}}


@asynccontextmanager
async def costs_app(
    dialect: Dialect,
    *,
    terms: Mapping[str, Json] | None = None,
    plugins: tuple[Any, ...] = (),
    settings: Mapping[str, Any] | None = None,
) -> AsyncGenerator[TestApp]:
    """
    Open Wellkept with costs.

    Args:
        dialect: on which database.
        terms: by contract, the terms of costs; `plain` has rates, `bare` has no costs.
        plugins: more of them.
        settings: of the deployment.
    """
    extra: Json = {each.manifest.name: {} for each in plugins if each.manifest.activation is ActivationLevel.CONTRACT}
    contracts: dict[str, Json] = {
        "plain": {"costs": {"currency": "CNY", "rates": RATES}, **extra},
        "bare": extra,
        **{name: {"costs": said, **extra} for name, said in (terms or {}).items()},
    }
    app = TestApp(plugins=[*plugins, costs], contracts=contracts, database=dialect, settings=settings)
    app.clock.set(datetime.fromisoformat(NOW))
    async with app:
        yield app


def cny(amount_minor: int) -> Json:
    """Return an amount."""
    return {"amount_minor": amount_minor, "currency": "CNY"}


def spent(quantity: str = "1", **values: Any) -> Json:
    """Return the body of a line: an hour's labour at the rates of the contract."""
    return {"kind": "labour", "description": "On-site diagnosis", "quantity": quantity, "unit": "h", **values}


def path(ticket: Json, what: str = "lines") -> str:
    """Return the path of a ticket's costs."""
    return f"/v1/tickets/{ticket['id']}/costs/{what}"


async def adding(app: TestApp, ticket: Json, quantity: str = "1", **values: Any) -> httpx.Response:
    """Ask for a line."""
    return await app.client.post(path(ticket), json=spent(quantity, **values))


async def added(app: TestApp, ticket: Json, quantity: str = "1", **values: Any) -> Json:
    """Return a line that was added."""
    answer = await adding(app, ticket, quantity, **values)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def reversing(app: TestApp, line: Json) -> httpx.Response:
    """Ask for the reversal of a line."""
    where = f"/v1/tickets/{line['ticket_id']}/costs/lines/{line['id']}/reversal"
    return await app.client.post(where, json={"reason": "Booked twice."})


async def reversed_line(app: TestApp, line: Json) -> Json:
    """Return the reversal of a line."""
    answer = await reversing(app, line)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def correcting(app: TestApp, line: Json, **values: Any) -> httpx.Response:
    """Ask for the correction of a line."""
    where = f"/v1/tickets/{line['ticket_id']}/costs/lines/{line['id']}/correction"
    return await app.client.post(where, json={"reason": "Counted wrongly.", **values})


async def corrected(app: TestApp, line: Json, **values: Any) -> Json:
    """Return the correction of a line: its reversal, and the line instead."""
    answer = await correcting(app, line, **values)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def lines(app: TestApp, ticket: Json, **query: Any) -> list[Json]:
    """Return the lines of a ticket in the order of recording."""
    answer = await app.client.get(path(ticket), params={"limit": 200, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def summary(app: TestApp, ticket: Json) -> Json:
    """Return what a ticket comes to."""
    answer = await app.client.get(path(ticket, "summary"))
    assert answer.status_code == 200, answer.text
    return answer.json()


def borne(lines: list[Json]) -> list[tuple[str, str, int]]:
    """Return quantity, who bears it, and price of lines."""
    return [(each["quantity"], each["covered_by"], each["price"]["amount_minor"]) for each in lines]


def mistakes(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return what a refusal finds wrong: pointer and code."""
    assert answer.status_code == 422, answer.text
    return [(each["pointer"], each["code"]) for each in answer.json()["errors"]]


async def transitioned(app: TestApp, ticket: Json, action: str, **values: Any) -> None:
    """Do an action to a ticket."""
    answer = await app.client.post(f"/v1/tickets/{ticket['id']}/transitions", json={"action": action, **values})
    assert answer.status_code == 201, answer.text


async def resolved(app: TestApp, ticket: Json) -> None:
    """Do what it takes until a ticket is resolved."""
    await transitioned(app, ticket, "triage", grade=2)
    await transitioned(app, ticket, "start")
    await transitioned(app, ticket, "resolve", cause="A worn bearing.", measure="A new bearing.")


async def confirmed(app: TestApp, ticket: Json) -> None:
    """Do what it takes until the customer has confirmed a ticket."""
    await resolved(app, ticket)
    await transitioned(app, ticket, "confirm", evidence={"kind": "phone", "contact_name": "Wang Fang"})


MARCH: Final[Json] = {"from_on": "2026-03-01", "to_on": "2026-04-01"}


async def drafting(app: TestApp, customer_id: str, **values: Any) -> httpx.Response:
    """Ask for a statement of March."""
    return await app.client.post("/v1/costs/statements", json={"customer_id": customer_id, **MARCH, **values})


async def drafted(app: TestApp, customer_id: str, **values: Any) -> Json:
    """Return a statement of March that was drawn up."""
    answer = await drafting(app, customer_id, **values)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def moving(
    app: TestApp, statement: Json, action: str, *, client: httpx.AsyncClient | None = None, **values: Any
) -> httpx.Response:
    """Ask for an action on a statement, as an admin unless another client is given."""
    where = f"/v1/costs/statements/{statement['id']}/transitions"
    return await (client or app.client).post(where, json={"action": action, **values})


async def moved(app: TestApp, statement: Json, action: str, **values: Any) -> Json:
    """Return a statement after an action."""
    answer = await moving(app, statement, action, **values)
    assert answer.status_code == 201, answer.text
    return answer.json()


def settled(statement: Json) -> list[int]:
    """Return the amounts of a statement's lines."""
    assert statement["total"]["amount_minor"] == sum(each["amount"]["amount_minor"] for each in statement["lines"])
    return [each["amount"]["amount_minor"] for each in statement["lines"]]


async def served(app: TestApp, project: Json, *quantities: str) -> Json:
    """Return a confirmed ticket on which so many hours were charged."""
    ticket = await app.ticket(project_id=project["id"])
    for quantity in quantities:
        await added(app, ticket, quantity)
    await confirmed(app, ticket)
    return ticket
