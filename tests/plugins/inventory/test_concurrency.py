"""Callers at the same time: each piece goes to one of them, and the others are told that it is gone."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from inventory_house import (
    balances,
    integrity,
    inventory_app,
    issued,
    line,
    location,
    moved,
    part,
    posted,
    received,
    taken_back,
)
from wellkept_inventory.tables import InventoryPart
from wellkept_sdk.testing import TestApp, dialects

CALLERS = 50


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


class TestTheLastPieces:
    async def test_go_to_so_many_callers_as_there_are_pieces(self, app: TestApp) -> None:
        bearing, store, van = await part(app), await location(app), await location(app, "VAN-1", kind="van")
        ticket, other = await app.ticket(contract="plain"), await app.ticket(contract="plain")
        await received(app, bearing, store, "6", 1000)

        few = await asyncio.gather(
            *(issued(app, (ticket, other)[number % 2], store, line(bearing, "1")) for number in range(6)),
            *(moved(app, bearing, store, van, "1") for _ in range(6)),
        )
        assert Counter(answer.status_code for answer in few) == {201: 6, 409: 6}
        await received(app, bearing, store, "1", 1000)
        last = await asyncio.gather(*(issued(app, ticket, store, line(bearing, "1")) for _ in range(CALLERS)))

        assert Counter(answer.status_code for answer in last) == {201: 1, 409: CALLERS - 1}
        assert {answer.json()["code"] for answer in [*few, *last] if answer.status_code == 409} == {
            "inventory.stock.insufficient"
        }
        assert await balances(app, location_id=store["id"]) == []
        told = await integrity(app)
        assert (told["balanced"], told["moves"]) == (True, 9)

    async def test_of_a_serial_number_are_one(self, app: TestApp) -> None:
        pump, store, other = (
            await part(app, "P-5", tracking="serial"),
            await location(app),
            await location(app, "WUHAN"),
        )
        ticket = await app.ticket(contract="plain")
        receipts = await asyncio.gather(
            *(
                app.client.post(
                    "/v1/inventory/postings",
                    json={
                        "kind": "receipt",
                        "location_id": place["id"],
                        "lines": [line(pump, "1", serial="SN-1")],
                    },
                )
                for place in (store, other) * 4
            )
        )
        [lies] = await balances(app, serial="SN-1")
        place = store if lies["location_id"] == store["id"] else other
        issues = await asyncio.gather(*(issued(app, ticket, place, line(pump, "1", serial="SN-1")) for _ in range(8)))

        assert Counter(answer.status_code for answer in receipts) == {201: 1, 409: 7}
        assert {answer.json().get("code") for answer in receipts} == {None, "inventory.serial.in_stock"}
        assert Counter(answer.status_code for answer in issues) == {201: 1, 409: 7}
        assert (await integrity(app))["balanced"]

    async def test_move_in_both_directions_without_waiting_in_a_circle(self, app: TestApp) -> None:
        parts = [await part(app, f"P-{number}") for number in range(3)]
        places = [await location(app, f"L-{number}") for number in range(3)]
        for each in parts:
            for place in places:
                await received(app, each, place, "5")

        def swap(number: int) -> dict[str, object]:
            ways = [places[number % 3], places[(number + 1) % 3]]
            source, target = ways if number % 2 else ways[::-1]
            return {
                "kind": "transfer",
                "from_location_id": source["id"],
                "to_location_id": target["id"],
                "lines": [line(parts[(number + step) % 3], "1") for step in range(3)],
            }

        answers = await asyncio.gather(
            *(app.client.post("/v1/inventory/postings", json=swap(number)) for number in range(16))
        )

        assert {answer.status_code for answer in answers} <= {201, 409}
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {
            "inventory.stock.insufficient"
        }
        assert (await integrity(app))["balanced"]

    async def test_are_taken_back_once(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        receipt = await received(app, bearing, store, "6", 1000)

        answers = await asyncio.gather(*(taken_back(app, receipt) for _ in range(8)))

        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}
        assert {answer.json().get("code") for answer in answers} == {None, "inventory.posting.already_reversed"}
        assert await balances(app) == []

    async def test_never_come_into_a_place_that_is_archived_meanwhile(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        ctx = await app.house.context("inventory", None)
        async with ctx.db.transaction():
            await ctx.db.locked(InventoryPart, UUID(bearing["id"]))
            receipt = asyncio.create_task(
                posted(app, kind="receipt", location_id=store["id"], lines=[line(bearing, "1")])
            )
            await asyncio.sleep(0.3)
            archiving = asyncio.create_task(
                app.client.patch(f"/v1/inventory/locations/{store['id']}", json={"archived": True})
            )
            await asyncio.sleep(0.3)
        came_in, archived = (await receipt).status_code == 201, (await archiving).status_code == 200

        assert came_in is not archived
        assert bool(await balances(app, location_id=store["id"])) is came_in
