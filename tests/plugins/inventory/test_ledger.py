"""The ledger through the API: what moves, what it is worth, and what takes it back."""

from collections.abc import AsyncIterator

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
    refusals,
    returned,
    taken_back,
)
from wellkept_inventory.rules.keys import VIRTUAL_LOCATIONS
from wellkept_sdk.errors import Conflict
from wellkept_sdk.services.stock import LocationKind
from wellkept_sdk.testing import Json, TestApp, dialects

SUPPLIER = str(VIRTUAL_LOCATIONS[LocationKind.SUPPLIER])
CONSUMED = str(VIRTUAL_LOCATIONS[LocationKind.CONSUMED])
SCRAPPED = str(VIRTUAL_LOCATIONS[LocationKind.SCRAPPED])


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


async def by_location(app: TestApp) -> dict[str, str]:
    """Return the quantity at each place, virtual ones among them."""
    return {each["location_id"]: each["quantity"] for each in await balances(app, include_virtual=True)}


async def worth(app: TestApp) -> list[Json]:
    """Return what our stock is worth."""
    return (await app.client.get("/v1/inventory/valuation")).json()["total"]


class TestDoubleEntry:
    async def test_every_move_is_in_two_balances(self, app: TestApp) -> None:
        bearing, store, van = await part(app), await location(app), await location(app, "VAN-1", kind="van")
        ticket = await app.ticket(contract="plain")
        await received(app, bearing, store, "10")

        issue = await issued(app, ticket, store, line(bearing, "3"))
        transfer = await moved(app, bearing, store, van, "2")

        assert (issue.status_code, transfer.status_code) == (201, 201), issue.text
        assert await by_location(app) == {
            SUPPLIER: "-10.000",
            store["id"]: "5.000",
            van["id"]: "2.000",
            CONSUMED: "3.000",
        }
        assert await integrity(app) == {"balanced": True, "negative": 0, "differences": [], "moves": 3}

    async def test_a_short_line_refuses_the_whole_posting(self, app: TestApp) -> None:
        bearing, seal, store = await part(app), await part(app, "SEAL-9"), await location(app)
        await received(app, bearing, store, "10")
        await received(app, seal, store, "1")

        answer = await posted(
            app,
            kind="scrap",
            location_id=store["id"],
            reason="Rusty.",
            lines=[line(bearing, "3"), line(seal, "1.500"), line(seal, "2")],
        )
        too_much = await posted(
            app, kind="scrap", location_id=store["id"], reason="Rusty.", lines=[line(bearing, "3"), line(seal, "2")]
        )

        assert refusals(answer) == [("/lines/1/quantity", "inventory.quantity.not_whole")]
        assert too_much.status_code == 409
        assert refusals(too_much) == [("/lines/1/quantity", "inventory.stock.insufficient")]
        shown = too_much.json()
        assert (shown["part_id"], shown["requested"], shown["available"]) == (seal["id"], "2.000", "1.000")
        assert (await integrity(app))["moves"] == 2

    async def test_the_same_key_and_body_twice_is_one_posting(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        body = {"kind": "receipt", "location_id": store["id"], "lines": [line(bearing, "5")]}

        answers = [
            await app.client.post("/v1/inventory/postings", json=body, headers={"Idempotency-Key": "delivery-4711"})
            for _ in range(2)
        ]

        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        assert await by_location(app) == {SUPPLIER: "-5.000", store["id"]: "5.000"}

    async def test_rows_are_never_changed_or_deleted(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await received(app, bearing, store, "5")
        ticket = await app.ticket(contract="plain")
        await issued(app, ticket, store, line(bearing, "1"))

        for statement in (
            "UPDATE inventory_move SET quantity_milli = 1",
            "UPDATE inventory_move SET equipment_id = NULL",
            "DELETE FROM inventory_move",
            "UPDATE inventory_posting SET reason = 'another'",
            f"UPDATE inventory_posting SET ticket_id = '{ticket['id']}'",
            "DELETE FROM inventory_posting",
        ):
            with pytest.raises(Conflict):
                await app.house.fetch(statement)
        await app.house.fetch("UPDATE inventory_posting SET ticket_id = NULL")

        assert (await integrity(app))["moves"] == 2


class TestWorth:
    async def test_a_moving_average_leaves_nothing_behind(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        ticket = await app.ticket(contract="plain")
        await received(app, bearing, store, "3", 1000)
        await received(app, bearing, store, "1", 1001)

        values: list[int] = []
        for _ in range(4):
            answer = await issued(app, ticket, store, line(bearing, "1"))
            values.append(answer.json()["moves"][0]["value"]["amount_minor"])

        assert values == [1000, 1000, 1001, 1000]
        assert await worth(app) == []
        assert (await integrity(app))["balanced"]

    async def test_is_the_standard_cost_where_no_cost_is_named(self, app: TestApp) -> None:
        seal = await part(app, "SEAL-9", standard_cost={"amount_minor": 333, "currency": "CNY"}, whole_units=False)
        unpriced, store = await part(app, "RAG"), await location(app)

        posting = await received(app, seal, store, "2.500")
        free = await received(app, unpriced, store, "7")

        assert posting["moves"][0]["value"] == {"amount_minor": 833, "currency": "CNY"}
        assert (free["moves"][0]["unit_cost"], free["moves"][0]["value"]) == (None, None)
        shown = (await app.client.get("/v1/inventory/valuation", params={"location_id": store["id"]})).json()
        assert {item["part_id"]: (item["quantity"], item["value"]) for item in shown["items"]} == {
            seal["id"]: ("2.500", {"amount_minor": 833, "currency": "CNY"}),
            unpriced["id"]: ("7.000", None),
        }
        assert shown["total"] == [{"amount_minor": 833, "currency": "CNY"}]

    async def test_is_in_one_currency_while_there_is_stock(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        await received(app, bearing, store, "2")
        dollars: Json = {"unit_cost": {"amount_minor": 500, "currency": "USD"}}

        first = await received(app, bearing, store, "2", 1000)
        refused = await posted(app, kind="receipt", location_id=store["id"], lines=[{**line(bearing, "1"), **dollars}])
        await posted(app, kind="scrap", location_id=store["id"], reason="Flood.", lines=[line(bearing, "4")])
        again = await received(app, bearing, store, "1", **dollars)

        assert first["moves"][0]["value"] == {"amount_minor": 2000, "currency": "CNY"}
        assert refusals(refused) == [("/lines/0/unit_cost", "inventory.cost.currency_mixed")]
        assert again["moves"][0]["value"] == {"amount_minor": 500, "currency": "USD"}
        assert await worth(app) == [{"amount_minor": 500, "currency": "USD"}]
        assert (await integrity(app))["balanced"]

    async def test_beyond_what_can_be_kept_is_refused(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        dear = {"unit_cost": {"amount_minor": 2**53 - 1, "currency": "CNY"}}

        answer = await posted(app, kind="receipt", location_id=store["id"], lines=[{**line(bearing, "2"), **dear}])

        assert refusals(answer) == [("/lines/0/unit_cost", "too_large")]


class TestReversal:
    async def test_needs_the_stock_to_be_there_and_happens_once(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        ticket = await app.ticket(contract="plain")
        receipt = await received(app, bearing, store, "5", 1000)
        await issued(app, ticket, store, line(bearing, "4"))

        gone = await taken_back(app, receipt)
        back = await returned(app, ticket, line(bearing, "4", condition="unused"))
        done = await taken_back(app, receipt, reason="Wrong delivery note.")
        again = await taken_back(app, receipt)
        of_reversal = await taken_back(app, done.json())

        assert (gone.status_code, gone.json()["code"]) == (409, "inventory.stock.insufficient")
        assert (gone.json()["requested"], gone.json()["available"]) == ("5.000", "1.000")
        assert back.status_code == 201, back.text
        assert done.status_code == 201, done.text
        assert (again.status_code, again.json()["code"]) == (409, "inventory.posting.already_reversed")
        assert (of_reversal.status_code, of_reversal.json()["code"]) == (409, "inventory.posting.not_reversible")
        assert await balances(app) == []
        assert await worth(app) == []
        read = (await app.client.get(f"/v1/inventory/postings/{receipt['id']}")).json()
        assert read["reversed_by_id"] == done.json()["id"]
        assert done.json()["reverses_id"] == receipt["id"]
        assert done.json()["moves"][0]["value"] == receipt["moves"][0]["value"]
        assert (await integrity(app))["balanced"]

    async def test_of_an_issue_brings_its_own_value_back_unless_something_was_returned(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        ticket = await app.ticket(contract="plain")
        await received(app, bearing, store, "2", 1000)
        first = (await issued(app, ticket, store, line(bearing, "1"))).json()
        second = (await issued(app, ticket, store, line(bearing, "1"))).json()
        await received(app, bearing, store, "1", 3000)

        unused = (
            await returned(app, ticket, line(bearing, "1", issue_move_id=second["moves"][0]["id"], condition="unused"))
        ).json()
        refused = await taken_back(app, second)
        done = await taken_back(app, first)
        undone = await taken_back(app, unused)
        then = await taken_back(app, second)

        assert (refused.status_code, refused.json()["code"]) == (409, "inventory.posting.not_reversible")
        assert done.json()["moves"][0]["value"] == {"amount_minor": 1000, "currency": "CNY"}
        assert (undone.status_code, then.status_code) == (201, 201), then.text
        assert await worth(app) == [{"amount_minor": 5000, "currency": "CNY"}]
        uses = (await app.client.get(f"/v1/tickets/{ticket['id']}/inventory/uses")).json()
        assert [use for use in uses["items"] if use["net"] != "0.000"] == []
        assert (await integrity(app))["balanced"]

    async def test_happens_after_the_posting_and_not_in_the_future(self, app: TestApp) -> None:
        bearing, store = await part(app), await location(app)
        receipt = await received(app, bearing, store, "5")

        before = await taken_back(app, receipt, occurred_at="2026-03-02T01:59:59Z")
        future = await taken_back(app, receipt, occurred_at="2026-03-02T02:00:01Z")
        unknown = await taken_back(app, {"id": store["id"]})

        assert refusals(before) == [("/occurred_at", "too_small")]
        assert refusals(future) == [("/occurred_at", "inventory.posting.in_future")]
        assert (unknown.status_code, unknown.json()["code"]) == (404, "inventory.posting.not_found")
