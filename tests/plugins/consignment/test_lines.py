"""What is owed by use and by loss, and what comes back."""

from collections.abc import AsyncIterator
from random import Random

import pytest

from consignment_house import (
    Shelf,
    charged,
    claimed,
    consignment_app,
    lines,
    owed,
    own_received,
    shelf,
    stand_on_statement,
)
from inventory_house import integrity, issued, line, returned, taken_back
from inventory_tickets import told
from wellkept_sdk.testing import Json, TestApp, dialects

JANUARY_20 = "2026-01-20T02:00:00Z"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    plans: dict[str, Json] = {
        "first_theirs": {"inventory": {"stock_owner_policy": "consignment_first"}, "consignment": {}},
        "of_valveco": {"inventory": {}, "consignment": {"suppliers": ["VALVECO"]}},
    }
    async with consignment_app(request.param, contracts=plans) as app:
        yield app


async def worth(app: TestApp) -> tuple[Json, Json]:
    answer = await app.client.get("/v1/inventory/valuation")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"], answer.json()["total"]


class TestUse:
    async def test_is_owed_and_its_arrival_is_not(self, app: TestApp) -> None:
        pump = await shelf(app)
        ticket = await app.ticket(contract="plain")
        before, value = await pump.lines(), await worth(app)

        await pump.use(ticket, "4", at=JANUARY_20)

        assert before == []
        [made] = await pump.lines()
        assert (made["kind"], made["quantity"]) == ("withdrawal", "4.000")
        assert made["amount"] == {"amount_minor": 10000, "currency": "CNY"}
        assert (made["price_on"], made["price_version"], made["statement_id"]) == ("2026-01-20", 1, None)
        assert (made["ticket_id"], made["occurred_at"]) == (ticket["id"], JANUARY_20)
        assert [each["quantity"] for each in await pump.stock()] == ["6.000"]
        assert await worth(app) == value == ([], [])
        assert [each["amount"] for each in await told(app, "consignment.line.recorded")] == [made["amount"]]
        assert await charged(app, ticket) == [10000]

    @pytest.mark.parametrize(
        ("at", "minor"), [("2026-01-31T15:59:59Z", 2500), ("2026-01-31T16:00:00Z", 2600)], ids=["before", "after"]
    )
    async def test_costs_what_holds_on_its_local_day(self, app: TestApp, at: str, minor: int) -> None:
        pump = await shelf(app, prices=((2500, "2026-01-01"), (2600, "2026-02-01")))

        await pump.use(await app.ticket(contract="plain"), "1", at=at)

        assert owed(await pump.lines()) == [("withdrawal", "1.000", minor)]

    @pytest.mark.parametrize(("contract", "quantity"), [("plain", "2.000"), ("first_theirs", "3.000")])
    async def test_of_both_owners_owes_the_suppliers_part(self, app: TestApp, contract: str, quantity: str) -> None:
        pump = await shelf(app, quantity="3")
        await own_received(app, pump, "2", 1000)

        posting = await pump.use(await app.ticket(contract=contract), "4")

        assert sorted(move["stock_owner_id"] is None for move in posting["moves"]) == [False, True]
        assert [(each["kind"], each["quantity"]) for each in await pump.lines()] == [("withdrawal", quantity)]

    async def test_without_any_price_waits_for_one(self, app: TestApp) -> None:
        pump = await shelf(app, prices=())
        ticket = await app.ticket(contract="plain")
        await pump.use(ticket, "4", at=JANUARY_20)
        await pump.bring_back(ticket, "1")
        unpriced = await pump.lines()

        elsewhere = await pump.price(9900, "2026-02-01")
        first = await pump.price(2500, "2026-01-20", "2026-01-21")
        second = await pump.price(2600, "2026-01-20")

        assert owed(unpriced) == [("withdrawal", "4.000", None), ("reversal", "-1.000", None)]
        assert unpriced[0]["unit_price"] is None
        assert [(each["priced"], each["corrections"]) for each in (elsewhere, first, second)] == [
            (0, 0),
            (2, 0),
            (0, 2),
        ]
        assert owed(await pump.lines()) == [
            ("withdrawal", "4.000", 10000),
            ("reversal", "-1.000", -2500),
            ("correction", "0.000", 400),
            ("correction", "0.000", -100),
        ]
        assert len(await told(app, "consignment.line.priced")) == 2
        assert await charged(app, ticket) == [7800]

    async def test_is_only_of_suppliers_whom_the_contract_names(self, app: TestApp) -> None:
        pump, valve = await shelf(app), await shelf(app, "VALVECO")
        ticket = await app.ticket(contract="of_valveco")

        refused = await issued(app, ticket, pump.place, line(pump.part, "1", stock_owner_id=pump.party["id"]))
        await valve.use(ticket, "1")

        assert (refused.status_code, refused.json()["code"]) == (409, "inventory.stock_owner.not_allowed")
        assert owed(await lines(app)) == [("withdrawal", "1.000", 2500)]

    async def test_needs_consignment_in_the_contract(self, app: TestApp) -> None:
        pump = await shelf(app)
        ticket = await app.ticket(contract="bare")

        refused = await issued(app, ticket, pump.place, line(pump.part, "1"))
        asked = await app.client.get(f"/v1/tickets/{ticket['id']}/consignment/lines")

        assert (refused.status_code, refused.json()["code"]) == (409, "inventory.stock.insufficient")
        assert (asked.status_code, asked.json()["code"]) == (404, "plugin_inactive")
        assert "consignment" not in (await app.client.get(f"/v1/tickets/{ticket['id']}")).json()["extensions"]

    async def test_twice_with_one_key_is_one_line(self, app: TestApp) -> None:
        pump = await shelf(app)
        ticket = await app.ticket(contract="plain")
        body = {"location_id": pump.place["id"], "lines": [line(pump.part, "1")]}
        path, headers = f"/v1/tickets/{ticket['id']}/inventory/issues", {"Idempotency-Key": "issue-1"}

        answers = [await app.client.post(path, json=body, headers=headers) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [201, 201]
        assert owed(await pump.lines()) == [("withdrawal", "1.000", 2500)]
        shown = (await app.client.get(f"/v1/tickets/{ticket['id']}/consignment/lines")).json()
        assert [each["id"] for each in shown["items"]] == [each["id"] for each in await pump.lines()]
        ticket_read = (await app.client.get(f"/v1/tickets/{ticket['id']}")).json()
        assert ticket_read["extensions"]["consignment"] == {"supplier_parts": True}


class TestReturn:
    async def test_of_parts_loses_no_cent(self, app: TestApp) -> None:
        oil = await shelf(app, prices=((333, "2026-01-01"),), part_values={"unit": "kg", "whole_units": False})
        ticket = await app.ticket(contract="plain")
        await oil.use(ticket, "1.5")

        await oil.bring_back(ticket, "0.5")
        await oil.bring_back(ticket, "1")

        assert owed(await oil.lines()) == [
            ("withdrawal", "1.500", 500),
            ("reversal", "-0.500", -167),
            ("reversal", "-1.000", -333),
        ]
        assert await charged(app, ticket) == []

    async def test_comes_back_at_the_price_of_the_use(self, app: TestApp) -> None:
        pump = await shelf(app, prices=((2500, "2026-01-01"), (3000, "2026-02-01")))
        ticket = await app.ticket(contract="plain")
        await pump.use(ticket, "2", at=JANUARY_20)
        used = await pump.lines()
        statement_id = await stand_on_statement(app, pump, used, status="agreed")

        await pump.bring_back(ticket, "1")

        settled, back = await pump.lines()
        assert settled == {**used[0], "statement_id": statement_id}
        assert owed([back]) == [("reversal", "-1.000", -2500)]
        assert (back["price_on"], back["corrects_line_id"], back["statement_id"]) == ("2026-01-20", used[0]["id"], None)
        assert [each["id"] for each in await pump.lines(settled=False)] == [back["id"]]

    async def test_of_a_use_whose_price_was_corrected_and_that_was_claimed_leaves_nothing(self, app: TestApp) -> None:
        pump = await shelf(app, prices=((2500, "2026-01-01"),))
        ticket = await app.ticket(contract="plain")
        await pump.use(ticket, "3", at=JANUARY_20)
        [used] = await pump.lines()
        assert (await claimed(app, used, "0.33")).status_code == 201
        await pump.price(1111, "2026-01-20")

        await pump.bring_back(ticket, "1")
        await pump.bring_back(ticket, "2")

        made = owed(await pump.lines())
        assert made[:4] == [
            ("withdrawal", "3.000", 7500),
            ("claim", "0.000", -2475),
            ("correction", "0.000", -4167),
            ("claim", "0.000", 1375),
        ]
        assert sum(minor or 0 for _, _, minor in made) == 0
        assert await charged(app, ticket) == []

    async def test_that_is_taken_back_is_owed_again(self, app: TestApp) -> None:
        pump = await shelf(app)
        ticket = await app.ticket(contract="plain")
        await pump.use(ticket, "3")
        posting = await pump.bring_back(ticket, "1")

        assert (await taken_back(app, posting)).status_code == 201
        await pump.bring_back(ticket, "3")

        assert owed(await pump.lines()) == [
            ("withdrawal", "3.000", 7500),
            ("reversal", "-1.000", -2500),
            ("withdrawal", "1.000", 2500),
            ("reversal", "-3.000", -7500),
        ]
        assert await charged(app, ticket) == []

    async def test_by_reversal_of_the_issue_is_whole(self, app: TestApp) -> None:
        pump = await shelf(app)
        ticket = await app.ticket(contract="plain")
        posting = await pump.use(ticket, "3")

        assert (await taken_back(app, posting)).status_code == 201

        assert owed(await pump.lines()) == [("withdrawal", "3.000", 7500), ("reversal", "-3.000", -7500)]
        assert [each["quantity"] for each in await pump.stock()] == ["10.000"]


class TestLoss:
    @pytest.mark.parametrize(("loss_rule", "minor"), [("us", 5000), ("supplier", 0)])
    async def test_of_a_count_is_borne_as_agreed(self, app: TestApp, loss_rule: str, minor: int) -> None:
        pump = await shelf(app, loss_rule=loss_rule)
        value = await worth(app)

        await counted(app, pump, "8")

        assert owed(await pump.lines()) == [("loss", "2.000", minor)]
        corrections = (await pump.price(2600, "2026-01-01"))["corrections"]
        assert corrections == (1 if loss_rule == "us" else 0)
        assert await worth(app) == value

    async def test_that_is_found_again_owes_nothing_more(self, app: TestApp) -> None:
        pump = await shelf(app)
        await counted(app, pump, "12")
        assert await pump.lines() == []

    async def test_is_none_where_what_was_found_is_taken_back(self, app: TestApp) -> None:
        pump = await shelf(app)
        await counted(app, pump, "12")
        moves = (await app.client.get("/v1/inventory/moves", params={"kind": "count"})).json()["items"]
        surplus = {"id": moves[0]["posting_id"]}

        assert (await taken_back(app, surplus)).status_code == 201

        assert await pump.lines() == []
        assert [each["quantity"] for each in await pump.stock()] == ["10.000"]

    async def test_by_scrap_comes_back_with_its_reversal(self, app: TestApp) -> None:
        pump = await shelf(app, loss_rule="supplier")
        body = {
            "kind": "scrap",
            "location_id": pump.place["id"],
            "reason": "Rusty.",
            "lines": [line(pump.part, "2", stock_owner_id=pump.party["id"])],
        }
        scrapped = await app.created("/v1/inventory/postings", body)

        assert (await taken_back(app, scrapped)).status_code == 201

        assert owed(await pump.lines()) == [("loss", "2.000", 0), ("reversal", "-2.000", 0)]
        assert (await integrity(app))["balanced"]


class TestPrograms:
    async def test_leave_every_returned_use_at_nothing(self, app: TestApp) -> None:
        random = Random(20)  # noqa: S311 - the same program in every run
        oil = await shelf(
            app,
            quantity="99999",
            prices=((333, "2026-01-01"),),
            part_values={"unit": "kg", "whole_units": False},
        )
        tickets = [await app.ticket(contract="plain") for _ in range(3)]
        for _ in range(40):
            await _step(app, oil, random, random.choice(tickets))
        for ticket in tickets:
            await _bring_all_back(app, oil, ticket)

        made = await oil.lines()
        uses = [each for each in made if each["kind"] == "withdrawal"]
        roots = {each["id"]: each["id"] for each in uses}
        for each in made:
            roots.setdefault(each["id"], roots.get(each["corrects_line_id"], each["id"]))
        nets = {
            use["id"]: sum(each["amount"]["amount_minor"] for each in made if roots[each["id"]] == use["id"])
            for use in uses
        }
        assert len(uses) > 5
        assert {each["kind"] for each in made} == {"withdrawal", "reversal", "correction", "claim"}
        assert set(nets.values()) == {0}
        assert len({each["move_id"] for each in uses}) == len(uses)


async def counted(app: TestApp, pump: Shelf, quantity: str) -> None:
    """Count the supplier's stock and post what was found."""
    count = await app.created("/v1/inventory/counts", {"location_id": pump.place["id"]})
    entry = {"part_id": pump.part["id"], "counted": quantity, "stock_owner_id": pump.party["id"]}
    await app.created(f"/v1/inventory/counts/{count['id']}/entries", {"entries": [entry]})
    await app.created(f"/v1/inventory/counts/{count['id']}/transitions", {"action": "post", "reason": "Counted."})


async def _step(app: TestApp, oil: Shelf, random: Random, ticket: Json) -> None:
    quantity = f"{random.randint(1, 2999) / 1000:.3f}"
    match random.choice(("use", "use", "back", "back", "price", "claim")):
        case "use":
            await oil.use(ticket, quantity, at=f"2026-01-{random.randint(10, 12)}T02:00:00Z")
        case "back":
            await returned(app, ticket, line(oil.part, quantity, condition="unused"))
        case "price":
            day = random.randint(10, 12)
            await oil.price(random.randint(1, 999), f"2026-01-{day}", f"2026-01-{day + 1}")
        case _:
            uses = await oil.lines(kind="withdrawal")
            if uses:
                await claimed(app, random.choice(uses), f"0.{random.randint(10, 99)}")


async def _bring_all_back(app: TestApp, oil: Shelf, ticket: Json) -> None:
    uses = (await app.client.get(f"/v1/tickets/{ticket['id']}/inventory/uses")).json()["items"]
    for use in uses:
        if use["net"] != "0.000":
            await oil.bring_back(ticket, use["net"])
