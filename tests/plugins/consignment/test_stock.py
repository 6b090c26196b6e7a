"""Suppliers' stock comes in under an agreement, goes back, and is bought."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from consignment_house import acted, consignment_app, owed, own_received, shelf
from inventory_house import integrity, line, part, posted, refusals, returned
from inventory_tickets import UNKNOWN
from parties_house import moment
from wellkept_sdk.testing import TestApp, dialects

CONSUMED = "01990000-0000-7000-8000-000000000a02"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


class TestReceipt:
    async def test_needs_an_agreement_for_part_day_and_status(self, app: TestApp) -> None:
        pump = await shelf(app, quantity=None, ends_on="2026-03-02")
        other = await part(app, "OTHER")
        of_other = {"lines": [line(other, "1")], "occurred_at": "2026-01-02T00:00:00Z"}
        unknown = {"lines": [line({"id": UNKNOWN}, "0")], "occurred_at": "2026-01-02T00:00:00Z"}
        by_inventory = await posted(
            app,
            kind="receipt",
            location_id=pump.place["id"],
            stock_owner_id=pump.party["id"],
            lines=[line(pump.part, "1")],
        )

        answers = [
            await pump.receive("1"),
            await pump.receive("1", **of_other),
            await pump.receive("1", **unknown),
            await pump.receive("1", agreement_id=UNKNOWN),
            await pump.receive("1", occurred_at="2026-04-01T00:00:00Z"),
            await pump.receive("1", location_id=UNKNOWN, occurred_at="2026-01-02T00:00:00Z"),
        ]
        allowed = await pump.receive("1", occurred_at="2026-03-01T15:59:59Z", reference="DN-1")
        assert (await acted(app, pump.agreement, "suspend")).status_code == 201
        suspended = await pump.receive("1", occurred_at="2026-01-02T00:00:00Z")

        assert [(answer.status_code, answer.json()["code"]) for answer in (by_inventory, answers[0], suspended)] == [
            (409, "consignment.agreement.none")
        ] * 3
        assert [refusals(answer) for answer in answers[1:4]] == [
            [("/lines/0/part_id", "consignment.item.unknown")],
            [("/lines/0/part_id", "unknown_reference"), ("/lines/0/quantity", "too_small")],
            [("/agreement_id", "unknown_reference")],
        ]
        assert answers[4].status_code == 409
        assert (answers[5].status_code, refusals(answers[5])) == (422, [("/location_id", "unknown_reference")])
        assert allowed.status_code == 201, allowed.text
        assert (allowed.json()["kind"], allowed.json()["reference"]) == ("receipt", "DN-1")
        [move] = allowed.json()["moves"]
        assert (move["stock_owner_id"], move["quantity"], move["value"]) == (pump.party["id"], "1.000", None)

    async def test_stays_within_the_maximum_with_many_at_once(self, app: TestApp) -> None:
        pump = await shelf(app, quantity="4")
        items = [{"part_id": pump.part["id"], "minimum": "2", "maximum": "10"}]
        path = f"/v1/consignment/agreements/{pump.agreement['id']}"
        assert (await app.client.patch(path, json={"items": items})).is_success

        answers = await asyncio.gather(*(pump.receive("2") for _ in range(5)))

        assert sorted(answer.status_code for answer in answers) == [201, 201, 201, 409, 409]
        codes = {answer.json()["code"] for answer in answers if answer.status_code == 409}
        assert codes == {"consignment.stock.above_maximum"}
        [shown] = await pump.stock()
        assert (shown["quantity"], shown["minimum"], shown["maximum"]) == ("10.000", "2.000", "10.000")


class TestStock:
    async def test_is_shown_with_its_age_in_local_days(self, app: TestApp) -> None:
        pump = await shelf(app, quantity=None)
        app.clock.set(moment("2026-03-31T16:30:00Z"))
        assert (await pump.receive("3")).status_code == 201
        app.clock.set(moment("2026-04-30T15:59:59Z"))

        [shown] = await pump.stock(part_id=pump.part["id"], location_id=pump.place["id"])

        assert (shown["quantity"], shown["agreement_id"]) == ("3.000", pump.agreement["id"])
        assert (shown["minimum"], shown["maximum"], shown["lot"]) == (None, None, None)
        assert (shown["received_on"], shown["age_days"]) == ("2026-04-01", 29)
        assert await pump.stock(agreement_id=pump.agreement["id"]) == [shown]
        assert await pump.stock(agreement_id=UNKNOWN) == []
        assert await pump.stock(location_id=UNKNOWN) == []


class TestReturn:
    async def test_from_a_ticket_waits_until_consignment_serves_it_again(self, app: TestApp) -> None:
        pump = await shelf(app)
        project = await app.project()
        terms = {"customer_id": project["customer_id"], "starts_on": "2020-01-01"}
        contract = await app.created("/v1/contracts", {"number": "C-1", "plan_code": "plain", **terms})
        ticket = await app.ticket(project_id=project["id"])
        await pump.use(ticket, "2")
        path = f"/v1/contracts/{contract['id']}"
        assert (await app.client.patch(path, json={"ends_on": "2026-01-01"})).is_success
        await app.created("/v1/contracts", {"number": "C-2", "plan_code": "bare", **terms, "starts_on": "2026-01-01"})
        assert (await app.client.post(f"/v1/tickets/{ticket['id']}/activation", json={})).is_success

        refused = await returned(app, ticket, line(pump.part, "2", condition="unused"))

        assert (refused.status_code, refused.json()["code"]) == (409, "inventory.stock_owner.not_allowed")
        assert owed(await pump.lines()) == [("withdrawal", "2.000", 5000)]

    async def test_owes_nothing_and_takes_the_suppliers_own_only(self, app: TestApp) -> None:
        pump = await shelf(app, quantity="3")
        await own_received(app, pump, "5", 1000)
        assert (await acted(app, pump.agreement, "end")).status_code == 201

        given = await pump.give_back("2", reference="RMA-1")
        more = await pump.give_back("2")

        assert given.status_code == 201, given.text
        assert given.json()["kind"] == "supplier_return"
        assert (more.status_code, more.json()["code"]) == (409, "inventory.stock.insufficient")
        assert await pump.lines() == []
        assert [each["quantity"] for each in await pump.stock()] == ["1.000"]


class TestBuyOut:
    async def test_makes_it_ours_at_what_is_owed(self, app: TestApp) -> None:
        pump = await shelf(app, prices=((2500, "2026-01-01"), (2600, "2026-02-01")))

        bought = await pump.buy_out("3", occurred_at="2026-02-02T00:00:00Z")

        assert bought.status_code == 201, bought.text
        assert owed(bought.json()["lines"]) == [("buy_out", "3.000", 7800)]
        assert bought.json()["lines"] == await pump.lines()
        assert bought.json()["postings"] == [bought.json()["posting"]]
        worth = (await app.client.get("/v1/inventory/valuation")).json()
        assert worth["total"] == [{"amount_minor": 7800, "currency": "CNY"}]
        assert [each["quantity"] for each in worth["foreign"]] == ["7.000"]
        assert (await integrity(app))["balanced"]

    async def test_goes_through_lots_as_they_came_and_not_beyond(self, app: TestApp) -> None:
        pump = await shelf(app, quantity=None, part_values={"tracking": "lot"})
        for lot in ("B-1", "B-2"):
            answer = await pump.receive("2", lines=[line(pump.part, "2", lot=lot)])
            app.clock.advance(timedelta(seconds=1))
            assert answer.status_code == 201, answer.text

        bought = await pump.buy_out("3")
        named = await pump.buy_out("1", lines=[line(pump.part, "1", lot="B-1")])
        nothing = await pump.buy_out("1", lines=[line(pump.part, "0")])

        assert bought.status_code == 201, bought.text
        assert sorted((each["lot"], each["quantity"]) for each in await pump.lines()) == [
            ("B-1", "2.000"),
            ("B-2", "1.000"),
        ]
        assert len(bought.json()["postings"]) == 2
        assert (named.status_code, named.json()["code"]) == (409, "inventory.stock.insufficient")
        assert refusals(nothing) == [("/lines/0/quantity", "too_small")]

    async def test_of_more_than_there_is_changes_nothing(self, app: TestApp) -> None:
        pump = await shelf(app, quantity="2")

        refused = await pump.buy_out("1", lines=[line(pump.part, "1"), line(pump.part, "2")])

        assert (refused.status_code, refused.json()["code"]) == (409, "inventory.stock.insufficient")
        assert await pump.lines() == []
        assert [each["quantity"] for each in await pump.stock()] == ["2.000"]

    async def test_of_what_the_ledger_does_not_know_points_at_what_was_said(self, app: TestApp) -> None:
        pump = await shelf(app)
        whole, half = line(pump.part, "1"), line(pump.part, "1.5")

        broken = await pump.buy_out("1", lines=[whole, half])
        named = await pump.buy_out("1", lines=[whole, {**whole, "lot": "B-1"}, {**whole, "serial": "S-1"}])
        nowhere = [
            await pump.buy_out("1", location_id=UNKNOWN),
            await pump.give_back("1", lines=[whole, whole], location_id=UNKNOWN),
        ]
        virtual = [await ask("1", location_id=CONSUMED) for ask in (pump.receive, pump.give_back, pump.buy_out)]

        assert (broken.status_code, refusals(broken)) == (422, [("/lines/1/quantity", "inventory.quantity.not_whole")])
        assert (named.status_code, refusals(named)) == (
            422,
            [("/lines/1/lot", "inventory.lot.unexpected"), ("/lines/2/serial", "inventory.lot.unexpected")],
        )
        assert [(each.status_code, refusals(each)) for each in nowhere] == [
            (422, [("/location_id", "unknown_reference")])
        ] * 2
        assert [refusals(each) for each in virtual] == [[("/location_id", "inventory.location.not_real")]] * 3
        assert await pump.lines() == []
        assert [each["quantity"] for each in await pump.stock()] == ["10.000"]
