"""What people do with the money of cases, as calls of the API; all amounts are in CNY."""

from typing import Any, Final

import httpx

from inventory_tickets import id_of
from liability_house import COSTS, done, found
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.costs import CostLine
from wellkept_sdk.testing import Json, TestApp

BACK_CHARGES: Final = "/v1/liability/back-charges"
#: A million yuan.
PRICE: Final = {"amount_minor": 100_000_000, "currency": "CNY"}


def yuan(amount_minor: int) -> Json:
    """Return an amount."""
    return {"amount_minor": amount_minor, "currency": "CNY"}


def share(role: str, share_bp: int, party: Json | None = None) -> Json:
    """Return a share of a case."""
    return {"role": role, "share_bp": share_bp, **({} if party is None else {"party_id": party["id"]})}


async def final_case(app: TestApp, ticket: Json, *shares: Json) -> Json:
    """Return a case of a ticket whose shares were proposed, decided by an arbitrator, and are final."""
    await found(app, ticket, *shares)
    for action, said in (
        ("propose", {}),
        ("arbitrate", {"decided_by": "Court of arbitration", "decision": "As proposed.", "shares": list(shares)}),
        ("finalise", {}),
    ):
        answer = await done(app, ticket, action, **said)
        assert answer.status_code == 201, answer.text
    return answer.json()


def spent(ticket: Json, *costs_minor: int, price_minor: int | None = None) -> list[CostLine]:
    """Return the lines of what was spent on a ticket; the price is the cost, unless it says otherwise."""
    ticket_id = TicketId(id_of(ticket))
    return [COSTS.spent(ticket_id, cost_minor, price_minor=price_minor) for cost_minor in costs_minor]


async def asked_to_charge(app: TestApp, ticket: Json) -> httpx.Response:
    """Return the answer to a call for back-charges, whatever it is."""
    return await app.client.post(f"/v1/tickets/{ticket['id']}/liability/case/back-charges", json={})


async def charged(app: TestApp, ticket: Json) -> Json:
    """Return what a call for back-charges has made."""
    answer = await asked_to_charge(app, ticket)
    assert answer.is_success, answer.text
    return answer.json()


async def allocations(app: TestApp, ticket: Json, *, client: httpx.AsyncClient | None = None) -> list[Json]:
    """Return what shares come to, line by line, all pages."""
    caller, cursor = client or app.client, None
    items: list[Json] = []
    while True:
        query = {"limit": 200} if cursor is None else {"limit": 200, "cursor": cursor}
        answer = await caller.get(f"/v1/tickets/{ticket['id']}/liability/case/allocations", params=query)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items, cursor = [*items, *page["items"]], page["next_cursor"]
        if cursor is None:
            return items


async def back_charges(app: TestApp, *, client: httpx.AsyncClient | None = None, **query: Any) -> list[Json]:
    """Return back-charges, the latest first."""
    answer = await (client or app.client).get(BACK_CHARGES, params={"limit": 200, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def moved(
    app: TestApp, back_charge: Json, action: str, *, client: httpx.AsyncClient | None = None, **values: Any
) -> httpx.Response:
    """Return the answer to an action on a back-charge."""
    body = {"action": action, **values}
    return await (client or app.client).post(f"{BACK_CHARGES}/{back_charge['id']}/transitions", json=body)


async def issued(app: TestApp, back_charge: Json, **values: Any) -> Json:
    """Return a back-charge that was issued."""
    answer = await moved(app, back_charge, "issue", **values)
    assert answer.status_code == 201, answer.text
    return answer.json()


def amounts(made: list[Json]) -> list[int]:
    """Return the amounts of allocations or back-charges, in minor units."""
    return [each["amount"]["amount_minor"] for each in made]


def retentions_of(project: Json) -> str:
    """Return the path of a project's retentions."""
    return f"/v1/projects/{project['id']}/liability/retentions"


async def asked_to_withhold(app: TestApp, project: Json, **values: Any) -> httpx.Response:
    """Return the answer to holding back 3 % of a million yuan for two years, whatever it is."""
    body = {"direction": "held_from_us", "settlement_price": PRICE, "rate_bp": 300, "months": 24, **values}
    return await app.client.post(retentions_of(project), json=body)


async def withheld(app: TestApp, project: Json, **values: Any) -> Json:
    """Return a new retention of a project."""
    answer = await asked_to_withhold(app, project, **values)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def retention(app: TestApp, kept: Json, *, client: httpx.AsyncClient | None = None) -> Json:
    """Return a retention as it is now."""
    answer = await (client or app.client).get(f"/v1/projects/{kept['project_id']}/liability/retentions/{kept['id']}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def deducted(app: TestApp, kept: Json, amount_minor: int, **values: Any) -> httpx.Response:
    """Return the answer to a deduction."""
    path = f"/v1/projects/{kept['project_id']}/liability/retentions/{kept['id']}/deductions"
    return await app.client.post(path, json={"amount": yuan(amount_minor), "reason": "Repaired by us.", **values})


async def stepped(app: TestApp, kept: Json, action: str, **values: Any) -> httpx.Response:
    """Return the answer to a step of the release."""
    path = f"/v1/projects/{kept['project_id']}/liability/retentions/{kept['id']}/transitions"
    return await app.client.post(path, json={"action": action, **values})
