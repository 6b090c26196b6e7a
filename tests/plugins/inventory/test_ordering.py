from asyncio import gather
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from fake_parties import PUMPCO, VALVECO
from inventory_documents import (
    ORDERS,
    UNKNOWN,
    arrived,
    asked,
    events,
    order_line,
    order_moved,
    order_of,
    ordered,
    receipt_line,
)
from inventory_house import balances, inventory_app, location, part, posted, refusals, taken_back
from wellkept_inventory.service import ordering
from wellkept_sdk.db import Dialect
from wellkept_sdk.quantity import milli_of
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


class TestTransition:
    async def test_places_an_order_and_tells(self, app: TestApp) -> None:
        made = (await asked(app, order_line(await part(app), await location(app), "2"))).json()

        answer = await order_moved(app, made, "order", headers={"If-Match": '"1"'})

        assert (answer.status_code, answer.json()["status"], answer.headers["ETag"]) == (201, "ordered", '"2"')
        assert await events(app, "inventory.order.placed") == [
            {
                "purchase_order_id": made["id"],
                "number": "PO-2026-000001",
                "party_id": str(PUMPCO.id),
                "status": "ordered",
            }
        ]

    async def test_is_refused_where_the_status_does_not_allow_it(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        placed = await ordered(app, order_line(bearing, store, "2"))
        await arrived(app, placed, store, receipt_line(placed, "1"))

        again, cancelled = await order_moved(app, placed, "order"), await order_moved(app, placed, "cancel")
        closed = await order_moved(app, placed, "close")
        late = await order_moved(app, placed, "close")

        assert again.json()["code"] == cancelled.json()["code"] == late.json()["code"] == "inventory.order.wrong_state"
        assert (again.json()["order_status"], late.json()["order_status"]) == ("part_received", "closed")
        assert (closed.status_code, closed.json()["status"]) == (201, "closed")

    async def test_is_refused_for_an_old_version_an_unknown_order_and_an_unknown_action(self, app: TestApp) -> None:
        placed = await ordered(app, order_line(await part(app), await location(app), "2"))

        assert (await order_moved(app, placed, "close", headers={"If-Match": '"1"'})).status_code == 412
        assert (await order_moved(app, {"id": UNKNOWN}, "close")).json()["code"] == "inventory.order.not_found"
        assert (await app.client.get(f"{ORDERS}/{UNKNOWN}")).json()["code"] == "inventory.order.not_found"
        assert refusals(await order_moved(app, placed, "receive")) == [("/action", "not_a_choice")]

    async def test_does_not_place_a_draft_whose_part_is_not_bought_any_more(self, app: TestApp) -> None:
        bearing = await part(app)
        made = (await asked(app, order_line(bearing, await location(app), "2"))).json()
        await app.client.patch(f"/v1/inventory/parts/{bearing['id']}", json={"status": "blocked"})

        answer = await order_moved(app, made, "order")

        assert (answer.status_code, answer.json()["code"]) == (409, "inventory.part.not_active")
        assert answer.json()["part_id"] == bearing["id"]
        assert await events(app, "inventory.order.placed") == []


class TestReceipt:
    async def test_counts_what_came_until_everything_has(self, app: TestApp) -> None:
        bearing, store = await part(app, tracking="lot"), await location(app)
        placed = await ordered(app, order_line(bearing, store, "5"))

        first = await arrived(app, placed, store, receipt_line(placed, "2", lot="L1"))
        after_first = await order_of(app, placed)
        rest = [receipt_line(placed, "1", lot="L1"), receipt_line(placed, "2", lot="L2")]
        await arrived(app, placed, store, *rest)
        after_all = await order_of(app, placed)

        assert first.status_code == 201, first.text
        assert (after_first["status"], after_first["lines"][0]["received"]) == ("part_received", "2.000")
        assert (after_all["status"], after_all["lines"][0]["received"]) == ("received", "5.000")
        assert [each["quantity"] for each in await balances(app)] == ["3.000", "2.000"]
        told = await events(app, "inventory.order.received")
        assert [each["status"] for each in told] == ["part_received", "received"]

    async def test_is_refused_beyond_what_was_ordered_and_nothing_moves(self, app: TestApp) -> None:
        store = await location(app)
        placed = await ordered(app, order_line(await part(app), store, "2"))

        answer = await arrived(app, placed, store, receipt_line(placed, "1"), receipt_line(placed, "2"))

        assert answer.status_code == 409
        assert refusals(answer) == [("/lines/1/purchase_order_line_id", "inventory.order.over_received")]
        assert (answer.json()["requested"], answer.json()["open"]) == ("2.000", "1.000")
        assert await balances(app) == []
        assert (await order_of(app, placed))["lines"][0]["received"] == "0.000"

    async def test_of_two_at_once_counts_the_one_that_fits(self, app: TestApp) -> None:
        store = await location(app)
        placed = await ordered(app, order_line(await part(app), store, "3"))

        answers = await gather(*(arrived(app, placed, store, receipt_line(placed, "2")) for _ in range(2)))

        assert sorted(answer.status_code for answer in answers) == [201, 409]
        assert (await order_of(app, placed))["lines"][0]["received"] == "2.000"

    async def test_is_refused_for_another_part_place_or_order(self, app: TestApp) -> None:
        bearing, seal = await part(app), await part(app, "SEAL")
        store, van = await location(app), await location(app, "VAN", kind="van")
        placed = await ordered(app, order_line(bearing, store, "2"))
        mismatch = [("/lines/0/purchase_order_line_id", "inventory.order.line_mismatch")]

        other_part = await arrived(app, placed, store, receipt_line(placed, "1", part_id=seal["id"]))
        other_place = await arrived(app, placed, van, receipt_line(placed, "1"))
        unknown_line = await arrived(app, placed, store, receipt_line(placed, "1", purchase_order_line_id=UNKNOWN))
        unknown_order = await arrived(app, {"id": UNKNOWN}, store, receipt_line(placed, "1"))

        other_supplier = await posted(
            app,
            kind="receipt",
            location_id=store["id"],
            party_id=str(VALVECO.id),
            purchase_order_id=placed["id"],
            lines=[receipt_line(placed, "1")],
        )

        assert refusals(other_part) == refusals(other_place) == refusals(unknown_line) == mismatch
        assert refusals(other_supplier) == [("/party_id", "inventory.order.line_mismatch")]
        assert refusals(unknown_order) == [("/purchase_order_id", "unknown_reference")]

    async def test_is_refused_for_an_order_that_the_supplier_does_not_have(self, app: TestApp) -> None:
        store = await location(app)
        made = (await asked(app, order_line(await part(app), store, "2"))).json()

        as_draft = await arrived(app, made, store, receipt_line(made, "1"))
        await order_moved(app, made, "cancel")
        cancelled = await arrived(app, made, store, receipt_line(made, "1"))

        assert [(answer.status_code, answer.json()["order_status"]) for answer in (as_draft, cancelled)] == [
            (409, "draft"),
            (409, "cancelled"),
        ]
        assert as_draft.json()["code"] == cancelled.json()["code"] == "inventory.order.wrong_state"


class TestReceiptTakenBack:
    async def test_is_awaited_again(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        placed = await ordered(app, order_line(bearing, store, "2"))
        await arrived(app, placed, store, receipt_line(placed, "2"))

        await taken_off(app, placed, "1.000")

        assert [(await order_of(app, placed))[name] for name in ("status", "version")] == ["part_received", 4]
        assert (await order_of(app, placed))["lines"][0]["received"] == "1.000"
        await taken_off(app, placed, "1.000")
        assert (await order_of(app, placed))["status"] == "ordered"

    async def test_follows_the_reversal_of_a_receipt_so_that_it_can_come_again(self, app: TestApp) -> None:
        store = await location(app)
        placed = await ordered(app, order_line(await part(app), store, "5"))
        wrong = (await arrived(app, placed, store, receipt_line(placed, "5"))).json()

        assert (await taken_back(app, wrong)).status_code == 201

        now = await order_of(app, placed)
        assert (now["status"], now["lines"][0]["received"]) == ("ordered", "0.000")
        assert (await arrived(app, placed, store, receipt_line(placed, "5"))).status_code == 201
        assert (await taken_back(app, wrong)).json()["code"] == "inventory.posting.already_reversed"
        assert (await order_of(app, placed))["status"] == "received"

    async def test_does_not_open_what_is_closed(self, app: TestApp) -> None:
        store = await location(app)
        placed = await ordered(app, order_line(await part(app), store, "2"))
        await arrived(app, placed, store, receipt_line(placed, "2"))
        await order_moved(app, placed, "close")

        await taken_off(app, placed, "2.000")

        now = await order_of(app, placed)
        assert (now["status"], now["lines"][0]["received"]) == ("closed", "0.000")


async def taken_off(app: TestApp, order: Json, quantity: str) -> None:
    ctx, line = await app.house.context("inventory", None), order["lines"][0]
    async with app.house.transaction():
        undone = [(UUID(line["part_id"]), UUID(line["location_id"]), milli_of(quantity))]
        await ordering.take_back(ctx, UUID(order["id"]), undone)
