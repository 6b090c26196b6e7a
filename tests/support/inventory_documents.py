"""Stocktakes and purchase orders, told in the words of those who make them."""

from typing import Any, Final

import httpx

from fake_parties import PUMPCO
from inventory_house import posted
from wellkept_sdk.testing import Json, TestApp

COUNTS: Final = "/v1/inventory/counts"
ORDERS: Final = "/v1/inventory/purchase-orders"
#: The id of nothing and nobody.
UNKNOWN: Final = "00000000-0000-7000-8000-000000000009"


async def count_begun(app: TestApp, place: Json, **values: Any) -> Json:
    """Return a new count at a place."""
    return await app.created(COUNTS, {"location_id": place["id"], **values})


async def entered(app: TestApp, count: Json, *entries: Json, client: httpx.AsyncClient | None = None) -> httpx.Response:
    """Enter figures of a count."""
    return await (client or app.client).post(f"{COUNTS}/{count['id']}/entries", json={"entries": list(entries)})


def found(part: Json, counted: str, **values: Any) -> Json:
    """Return an entry."""
    return {"part_id": part["id"], "counted": counted, **values}


async def count_ended(
    app: TestApp,
    count: Json,
    action: str,
    *,
    client: httpx.AsyncClient | None = None,
    if_match: str | None = None,
    **said: Any,
) -> httpx.Response:
    """Post, approve or cancel a count."""
    headers = {} if if_match is None else {"If-Match": if_match}
    path = f"{COUNTS}/{count['id']}/transitions"
    return await (client or app.client).post(path, json={"action": action, **said}, headers=headers)


async def count_lines(app: TestApp, count: Json, **filters: Any) -> list[Json]:
    """Return the lines of a count."""
    answer = await app.client.get(f"{COUNTS}/{count['id']}/lines", params=filters)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def price(amount_minor: int, currency: str = "CNY") -> Json:
    """Return the price of one unit."""
    return {"amount_minor": amount_minor, "currency": currency}


def order_line(part: Json, place: Json, quantity: str, amount_minor: int = 3850, **values: Any) -> Json:
    """Return a line of an order."""
    said = {"part_id": part["id"], "location_id": place["id"], "quantity": quantity, "unit_price": price(amount_minor)}
    return {**said, **values}


async def asked(app: TestApp, *lines: Json, **values: Any) -> httpx.Response:
    """Ask for an order."""
    body = {"party_id": str(PUMPCO.id), "currency": "CNY", "lines": list(lines), **values}
    return await app.client.post(ORDERS, json=body)


async def order_moved(app: TestApp, order: Json, action: str, **options: Any) -> httpx.Response:
    """Place, close or cancel an order."""
    return await app.client.post(f"{ORDERS}/{order['id']}/transitions", json={"action": action}, **options)


async def ordered(app: TestApp, *lines: Json, **values: Any) -> Json:
    """Return an order that is placed."""
    answer = await asked(app, *lines, **values)
    assert answer.status_code == 201, answer.text
    return (await order_moved(app, answer.json(), "order")).json()


async def order_of(app: TestApp, order: Json) -> Json:
    """Return an order as it is now."""
    answer = await app.client.get(f"{ORDERS}/{order['id']}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def receipt_line(order: Json, quantity: str, number: int = 0, **values: Any) -> Json:
    """Return a line of a receipt for a line of an order."""
    line = order["lines"][number]
    return {"part_id": line["part_id"], "quantity": quantity, "purchase_order_line_id": line["id"], **values}


async def arrived(app: TestApp, order: Json, place: Json, *lines: Json) -> httpx.Response:
    """Receive parts for an order."""
    return await posted(app, kind="receipt", location_id=place["id"], purchase_order_id=order["id"], lines=list(lines))


async def events(app: TestApp, kind: str) -> list[Json]:
    """Return what was announced of one kind."""
    answer = await app.client.get("/v1/events", params={"type": kind})
    return [each["data"] for each in answer.json()["items"]]
