from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from fake_parties import PUMPCO, VALVECO
from inventory_documents import ORDERS, arrived, asked, order_line, order_moved, order_of, ordered, price, receipt_line
from inventory_house import inventory_app, location, part
from wellkept_inventory.queries.orders import on_order
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


async def numbers(app: TestApp, **filters: Any) -> list[str]:
    answer = await app.client.get(ORDERS, params=filters)
    assert answer.status_code == 200, answer.text
    return [each["number"] for each in answer.json()["items"]]


class TestOrder:
    async def test_is_read_as_it_was_made(self, app: TestApp) -> None:
        bearing, seal, store = await part(app), await part(app, "SEAL", whole_units=False), await location(app)
        ticket = await app.ticket(contract="plain")

        answer = await asked(
            app,
            order_line(bearing, store, "2"),
            order_line(seal, store, "1.5", 333),
            expected_on="2026-03-04",
            reference="Q-17",
            emergency=True,
            ticket_id=ticket["id"],
        )

        assert answer.status_code == 201
        made = answer.json()
        assert (answer.headers["Location"], answer.headers["ETag"]) == (f"{ORDERS}/{made['id']}", '"1"')
        line = {"part_id": bearing["id"], "location_id": store["id"], "received": "0.000"}
        assert made == {
            "id": made["id"],
            "number": "PO-2026-000001",
            "party_id": str(PUMPCO.id),
            "status": "draft",
            "currency": "CNY",
            "expected_on": "2026-03-04",
            "reference": "Q-17",
            "emergency": True,
            "ticket_id": ticket["id"],
            "actor_id": made["actor_id"],
            "total": price(8200),
            "lines": [
                {**line, "id": made["lines"][0]["id"], "quantity": "2.000", "unit_price": price(3850)},
                {
                    **line,
                    "id": made["lines"][1]["id"],
                    "part_id": seal["id"],
                    "quantity": "1.500",
                    "unit_price": price(333),
                },
            ],
            "created_at": "2026-03-02T02:00:00Z",
            "updated_at": "2026-03-02T02:00:00Z",
            "version": 1,
        }
        assert await order_of(app, made) == made

    async def test_is_made_once_for_each_idempotency_key(self, app: TestApp) -> None:
        lines = [order_line(await part(app), await location(app), "1")]
        body = {"party_id": str(PUMPCO.id), "currency": "CNY", "lines": lines}

        answers = [await app.client.post(ORDERS, json=body, headers={"Idempotency-Key": "a"}) for _ in range(2)]

        assert answers[0].json() == answers[1].json()
        assert await numbers(app) == ["PO-2026-000001"]

    async def test_is_found_by_supplier_status_emergency_ticket_and_part(self, app: TestApp) -> None:
        bearing, seal, store = await part(app), await part(app, "SEAL"), await location(app)
        ticket = await app.ticket(contract="plain")
        await asked(app, order_line(bearing, store, "1"), expected_on="2026-04-01")
        await ordered(app, order_line(seal, store, "1"), emergency=True, ticket_id=ticket["id"])
        await asked(app, order_line(seal, store, "1"), party_id=str(VALVECO.id), expected_on="2026-03-01")
        first, second, third = "PO-2026-000001", "PO-2026-000002", "PO-2026-000003"

        assert await numbers(app) == [third, second, first]
        assert await numbers(app, party_id=str(VALVECO.id)) == [third]
        assert await numbers(app, status="ordered") == [second]
        assert await numbers(app, emergency=True) == [second]
        assert await numbers(app, emergency=False) == [third, first]
        assert await numbers(app, ticket_id=ticket["id"]) == [second]
        assert await numbers(app, part_id=seal["id"]) == [third, second]
        assert await numbers(app, sort="expected_on") == [third, first, second]

    async def test_is_listed_in_two_statements_more_or_fewer(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        for _ in range(3):
            await asked(app, order_line(bearing, store, "1"), order_line(bearing, store, "2"))
        sent: list[int] = []
        for limit in (1, 3):
            before = app.house.statements
            await app.client.get(ORDERS, params={"limit": limit})
            sent.append(app.house.statements - before)

        assert sent[0] == sent[1]

    async def test_is_made_and_seen_by_dispatchers(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        body = {"party_id": str(PUMPCO.id), "currency": "CNY", "lines": [order_line(bearing, store, "1")]}
        bound: dict[Role, Json] = {
            Role.CUSTOMER: {"customer_ids": [(await app.customer())["id"]]},
            Role.PARTNER: {"party_id": str(PUMPCO.id)},
        }
        answers: dict[Role, tuple[int, int]] = {}
        for role in (Role.DISPATCHER, Role.ENGINEER, Role.VIEWER, Role.CUSTOMER, Role.PARTNER):
            client = await app.as_actor(role, **bound.get(role, {}))
            made = await client.post(ORDERS, json=body)
            answers[role] = (made.status_code, (await client.get(ORDERS)).status_code)

        assert answers == {
            Role.DISPATCHER: (201, 200),
            Role.ENGINEER: (403, 403),
            Role.VIEWER: (403, 403),
            Role.CUSTOMER: (403, 403),
            Role.PARTNER: (403, 403),
        }


class TestOnOrder:
    async def test_is_what_was_placed_and_has_not_come(self, app: TestApp) -> None:
        bearing, store, van = await part(app), await location(app), await location(app, "VAN", kind="van")
        placed = await ordered(app, order_line(bearing, store, "5"), order_line(bearing, van, "1"))
        await ordered(app, order_line(bearing, store, "2"))
        await asked(app, order_line(bearing, store, "100"))
        closed = await ordered(app, order_line(bearing, store, "1000"))
        await order_moved(app, closed, "close")
        await arrived(app, placed, store, receipt_line(placed, "3"))
        ctx = await app.house.context("inventory", None)
        part_id = UUID(bearing["id"])

        waiting = await on_order(ctx, [part_id])
        shown = (await app.client.get(f"/v1/inventory/parts/{bearing['id']}/availability")).json()

        assert waiting == {(part_id, UUID(store["id"])): 4_000, (part_id, UUID(van["id"])): 1_000}
        assert await on_order(ctx, []) == {}
        assert shown["on_order"] == "5.000"
