"""Receipts, transfers, scrap and returns to suppliers: what they do, and what they refuse; the lists that show them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from fake_parties import BLOCKED, PUMPCO, VALVECO
from inventory_house import balances, inventory_app, line, location, moved, part, posted, received, refusals
from wellkept_inventory.rules.keys import VIRTUAL_LOCATIONS
from wellkept_sdk.actor import Role
from wellkept_sdk.services.stock import LocationKind
from wellkept_sdk.testing import Json, TestApp, dialects

UNKNOWN = "01990000-0000-7000-8000-00000000dead"
SUPPLIER = str(VIRTUAL_LOCATIONS[LocationKind.SUPPLIER])


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


async def arrived(app: TestApp, place: Json, *lines: Json, **values: Any) -> httpx.Response:
    """Ask for a receipt."""
    return await posted(app, kind="receipt", location_id=place["id"], lines=list(lines), **values)


async def moves(app: TestApp, **query: Any) -> list[Json]:
    """Return what has moved, newest first."""
    answer = await app.client.get("/v1/inventory/moves", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


class TestLots:
    async def test_come_in_with_their_expiry_and_go_first_expired_first_out(self, app: TestApp) -> None:
        grease = await part(app, "GREASE", tracking="lot", whole_units=False, shelf_life_days=365)
        store, van = await location(app, time_zone="Asia/Shanghai"), await location(app, "VAN-1", kind="van")

        shelf = await arrived(app, store, line(grease, "5", lot="二号"), occurred_at="2026-03-01T23:30:00Z")
        named = await arrived(app, store, line(grease, "2", lot="B-17", expires_on="2026-12-31"))
        differs = await arrived(app, store, line(grease, "1", lot="B-17", expires_on="2027-01-01"))
        moving = await moved(app, grease, store, van, "2.500")
        missing = await arrived(app, store, line(grease, "1"))
        unknown = await moved(app, grease, store, van, "1", lot="B-18")

        assert (shelf.status_code, named.status_code, moving.status_code) == (201, 201, 201), shelf.text
        assert {each["lot"]: each["expires_on"] for each in await balances(app)} == {
            "二号": "2027-03-02",
            "B-17": "2026-12-31",
        }
        assert [(move["lot"], move["quantity"]) for move in moving.json()["moves"]] == [
            ("B-17", "2.000"),
            ("二号", "0.500"),
        ]
        assert refusals(differs) == [("/lines/0/expires_on", "inventory.lot.expiry_differs")]
        assert refusals(missing) == [("/lines/0/lot", "inventory.lot.required")]
        assert refusals(unknown) == [("/lines/0/lot", "inventory.lot.unknown")]
        assert [each["quantity"] for each in await balances(app, lot="二号", location_id=van["id"])] == ["0.500"]
        assert [move["kind"] for move in await moves(app, lot="B-17")] == ["transfer", "receipt"]

    async def test_learn_their_expiry_later(self, app: TestApp) -> None:
        grease, store = await part(app, "GREASE", tracking="lot"), await location(app)

        await received(app, grease, store, "1", lot="B-17")
        await received(app, grease, store, "1", lot="B-17", expires_on="2026-12-31")

        assert [each["expires_on"] for each in await balances(app)] == ["2026-12-31"]


class TestSerialNumbers:
    async def test_stand_for_one_piece_at_one_place(self, app: TestApp) -> None:
        pump, store, other = (
            await part(app, "P-5", tracking="serial"),
            await location(app),
            await location(app, "WUHAN"),
        )
        await received(app, pump, store, "1", serial="SN-1")

        elsewhere = await arrived(app, other, line(pump, "1", serial="SN-1"), stock_owner_id=str(PUMPCO.id))
        twice = await arrived(app, store, line(pump, "1", serial="SN-2"), line(pump, "1", serial="SN-2"))
        two = await arrived(app, store, line(pump, "2", serial="SN-3"), line(pump, "1"))
        unnamed = await moved(app, pump, store, other, "1")
        moving = await moved(app, pump, store, other, "1", serial="SN-1")
        scrapped = await posted(
            app, kind="scrap", location_id=other["id"], reason="Cracked.", lines=[line(pump, "1", serial="SN-1")]
        )
        again = await arrived(app, store, line(pump, "1", serial="SN-1"))

        assert refusals(elsewhere) == [("/lines/0/serial", "inventory.serial.in_stock")]
        assert refusals(twice) == [("/lines/0/serial", "inventory.serial.in_stock")]
        assert refusals(two) == [
            ("/lines/0/quantity", "inventory.serial.one_each"),
            ("/lines/1/serial", "inventory.lot.required"),
        ]
        assert refusals(unnamed) == [("/lines/0/serial", "inventory.lot.required")]
        assert [answer.status_code for answer in (moving, scrapped, again)] == [201, 201, 201]
        assert [each["location_id"] for each in await balances(app, serial="SN-1")] == [store["id"]]


class TestPartiesStock:
    async def test_keeps_its_owner_wherever_it_goes(self, app: TestApp) -> None:
        bearing, store, van = await part(app), await location(app), await location(app, "VAN-1", kind="van")
        await arrived(app, store, line(bearing, "4"), stock_owner_id=str(PUMPCO.id))
        await received(app, bearing, store, "1", 500)

        mixed = await moved(app, bearing, store, van, "3")
        ours = await moved(app, bearing, store, van, "1", stock_owner_id=None)
        scrapped = await posted(
            app,
            kind="scrap",
            location_id=store["id"],
            reason="Rusty.",
            lines=[line(bearing, "1", stock_owner_id=str(PUMPCO.id))],
        )
        to_another = await posted(
            app,
            kind="supplier_return",
            location_id=van["id"],
            party_id=str(VALVECO.id),
            lines=[line(bearing, "1", stock_owner_id=str(PUMPCO.id))],
        )
        returned = await posted(
            app, kind="supplier_return", location_id=van["id"], party_id=str(PUMPCO.id), lines=[line(bearing, "3")]
        )

        assert [(each["stock_owner_id"], each["quantity"]) for each in mixed.json()["moves"]] == [
            (None, "1.000"),
            (str(PUMPCO.id), "2.000"),
        ]
        assert ours.json()["code"] == "inventory.stock.insufficient"
        assert refusals(scrapped) == [("/lines/0/stock_owner_id", "inventory.stock_owner.not_allowed")]
        assert refusals(to_another) == [("/lines/0/stock_owner_id", "inventory.stock_owner.not_allowed")]
        assert [each["stock_owner_id"] for each in returned.json()["moves"]] == [None, str(PUMPCO.id)]
        assert returned.json()["party_id"] == str(PUMPCO.id)
        assert await balances(app, stock_owner_id="own") == []
        assert [each["quantity"] for each in await balances(app, stock_owner_id=str(PUMPCO.id))] == ["2.000"]
        shown = (await app.client.get("/v1/inventory/valuation")).json()
        assert (shown["items"], shown["total"]) == ([], [])
        assert [(each["stock_owner_id"], each["quantity"]) for each in shown["foreign"]] == [(str(PUMPCO.id), "2.000")]


class TestRefusals:
    async def test_of_quantities(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        wrong = {
            "zero": "0",
            "below zero": "-1",
            "four decimals": "0.0005",
            "exponent": "1e3",
            "not a number": "NaN",
            "ten digits": "1234567890",
            "JSON number": 5,
        }

        answers = {
            name: refusals(await arrived(app, store, {"part_id": bearing["id"], "quantity": quantity}))
            for name, quantity in wrong.items()
        }

        assert answers == {
            "zero": [("/lines/0/quantity", "too_small")],
            "below zero": [("/lines/0/quantity", "too_small")],
            "four decimals": [("/lines/0/quantity", "pattern")],
            "exponent": [("/lines/0/quantity", "pattern")],
            "not a number": [("/lines/0/quantity", "pattern")],
            "ten digits": [("/lines/0/quantity", "pattern")],
            "JSON number": [("/lines/0/quantity", "type")],
        }
        assert await moves(app) == []

    async def test_of_what_is_not_there_or_not_in_use(self, app: TestApp) -> None:
        bearing, store, old = await part(app), await location(app), await location(app, "OLD")
        await app.client.patch(f"/v1/inventory/locations/{old['id']}", json={"archived": True})
        blocked = await part(app, "OLD-1")
        await app.client.patch(f"/v1/inventory/parts/{blocked['id']}", json={"status": "blocked"})
        unknown = {"id": UNKNOWN}
        said: dict[str, tuple[httpx.Response, list[tuple[str, str]]]] = {
            "part": (
                await arrived(app, store, line(bearing, "1"), line(unknown, "1")),
                [("/lines/1/part_id", "unknown_reference")],
            ),
            "place": (await arrived(app, unknown, line(bearing, "1")), [("/location_id", "unknown_reference")]),
            "virtual place": (
                await arrived(app, {"id": SUPPLIER}, line(bearing, "1")),
                [("/location_id", "inventory.location.not_real")],
            ),
            "archived place": (
                await arrived(app, old, line(bearing, "1")),
                [("/location_id", "inventory.location.archived")],
            ),
            "blocked part": (
                await arrived(app, store, line(blocked, "1")),
                [("/lines/0/part_id", "inventory.part.not_active")],
            ),
            "party": (
                await arrived(app, store, line(bearing, "1"), party_id=UNKNOWN),
                [("/party_id", "unknown_reference")],
            ),
            "owner": (
                await arrived(app, store, line(bearing, "1"), stock_owner_id=UNKNOWN),
                [("/stock_owner_id", "unknown_reference")],
            ),
            "same place": (
                await moved(app, bearing, store, store, "1"),
                [("/to_location_id", "inventory.transfer.same_location")],
            ),
            "future": (
                await arrived(app, store, line(bearing, "1"), occurred_at="2026-03-02T02:00:01Z"),
                [("/occurred_at", "inventory.posting.in_future")],
            ),
            "cost of a party's": (
                await arrived(
                    app,
                    store,
                    line(bearing, "1", unit_cost={"amount_minor": 1, "currency": "CNY"}),
                    stock_owner_id=str(BLOCKED.id),
                ),
                [("/lines/0/unit_cost", "unexpected")],
            ),
            "expiry": (
                await arrived(app, store, line(bearing, "1", expires_on="2027-01-01")),
                [("/lines/0/expires_on", "unexpected")],
            ),
            "order line": (
                await arrived(app, store, line(bearing, "1", purchase_order_line_id=UNKNOWN)),
                [("/lines/0/purchase_order_line_id", "inventory.order.line_mismatch")],
            ),
            "no order line": (
                await arrived(app, store, line(bearing, "1"), purchase_order_id=UNKNOWN),
                [("/lines/0/purchase_order_line_id", "inventory.order.line_mismatch")],
            ),
            "lot": (
                await arrived(app, store, line(bearing, "1", lot="B-17")),
                [("/lines/0/lot", "inventory.lot.unexpected")],
            ),
        }

        assert {name: refusals(answer) for name, (answer, _) in said.items()} == {
            name: expected for name, (_, expected) in said.items()
        }
        assert await moves(app) == []

    async def test_of_who_may_not(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        viewer, engineer = await app.as_actor(Role.VIEWER), await app.as_actor(Role.ENGINEER)
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[(await app.customer())["id"]])
        body = {"kind": "receipt", "location_id": store["id"], "lines": [line(bearing, "1")]}

        answers = {
            "viewer moves": (await viewer.post("/v1/inventory/postings", json=body)).status_code,
            "viewer reads": (await viewer.get("/v1/inventory/balances")).status_code,
            "engineer moves": (await engineer.post("/v1/inventory/postings", json=body)).status_code,
            "engineer audits": (await engineer.get("/v1/inventory/integrity")).status_code,
            "customer reads": (await customer.get("/v1/inventory/moves")).status_code,
        }

        assert answers == {
            "viewer moves": 403,
            "viewer reads": 200,
            "engineer moves": 201,
            "engineer audits": 403,
            "customer reads": 403,
        }


class TestLists:
    async def test_show_what_is_asked_for_page_by_page(self, app: TestApp) -> None:
        bearing, seal = await part(app), await part(app, "SEAL-9")
        store, van = await location(app), await location(app, "VAN-1", kind="van")
        await received(app, bearing, store, "5")
        app.clock.advance(timedelta(minutes=1))
        await received(app, seal, store, "5", 250)
        app.clock.advance(timedelta(minutes=1))
        await moved(app, bearing, store, van, "5")

        first = (await app.client.get("/v1/inventory/moves", params={"limit": 2})).json()
        rest = (await app.client.get("/v1/inventory/moves", params={"limit": 2, "cursor": first["next_cursor"]})).json()
        walked = [(each["number"], each["kind"]) for each in first["items"] + rest["items"]]

        assert walked == [
            ("ST-2026-000003", "transfer"),
            ("ST-2026-000002", "receipt"),
            ("ST-2026-000001", "receipt"),
        ]
        assert rest["next_cursor"] is None
        assert first["items"][1]["value"] == {"amount_minor": 1250, "currency": "CNY"}
        assert [each["part_id"] for each in await moves(app, part_id=seal["id"])] == [seal["id"]]
        assert [each["number"] for each in await moves(app, location_id=van["id"])] == ["ST-2026-000003"]
        assert len(await moves(app, kind="receipt", stock_owner_id="own")) == 2
        assert len(await moves(app, occurred_from="2026-03-02T02:01:00Z", occurred_to="2026-03-02T02:02:00Z")) == 1
        assert await moves(app, ticket_id=UNKNOWN) == []
        assert [each["quantity"] for each in await balances(app, location_id=store["id"])] == ["5.000"]
        assert len(await balances(app, location_id=store["id"], include_zero=True)) == 2
        assert await balances(app, alert="low") == []
        wrong = await app.client.get("/v1/inventory/balances", params={"stock_owner_id": "theirs"})
        assert wrong.status_code == 422

    async def test_say_where_the_books_contradict_each_other(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await received(app, bearing, store, "5", 100)
        await app.house.fetch("UPDATE inventory_balance SET quantity_milli = 4000 WHERE real")
        await app.house.fetch("UPDATE inventory_value SET value_minor = -1")

        told = (await app.client.get("/v1/inventory/integrity")).json()

        assert (told["balanced"], told["negative"], told["moves"]) == (False, 1, 1)
        assert [(each["book"], each["booked"], each["expected"]) for each in told["differences"]] == [
            ("moves", "4.000", "5.000"),
            ("value", "5.000", "4.000"),
        ]
