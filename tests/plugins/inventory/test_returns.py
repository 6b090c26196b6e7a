"""What comes back: unused parts to their shelf, lot, owner and cost; old ones out of the equipment."""

from collections.abc import AsyncIterator

import pytest

from fake_parties import PUMPCO
from inventory_house import inventory_app, location, part, posted, received, refusals
from inventory_tickets import KNOWN_SUPPLIERS, UNKNOWN, asked, give_back, issue, moved_on, shelf
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    terms = {"careful": {"quarantine": "HOLD"}}
    async with inventory_app(request.param, terms=terms, plugins=(KNOWN_SUPPLIERS,)) as app:
        yield app


async def uses(app: TestApp, ticket: Json) -> list[Json]:
    answer = await app.client.get(f"/v1/tickets/{ticket['id']}/inventory/uses")
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def amount(minor: int) -> Json:
    return {"amount_minor": minor, "currency": "CNY"}


class TestAnUnusedPart:
    async def test_goes_back_with_its_cost_newest_issue_first(self, app: TestApp) -> None:
        bearing, nanjing, south = await part(app), await location(app), await location(app, "SOUTH")
        await received(app, bearing, nanjing, "3", 1000)
        await received(app, bearing, south, "3", 1001)
        ticket = await app.ticket(contract="plain")
        first = (await issue(app, ticket, bearing, nanjing, "3")).json()
        await issue(app, ticket, bearing, south, "2")

        back = await give_back(app, ticket, bearing, "3")
        named = await give_back(app, ticket, bearing, "1", issue_move_id=first["moves"][0]["id"])
        elsewhere = await give_back(app, ticket, bearing, "1", body={"location_id": south["id"]})

        assert back.status_code == 201, back.text
        assert [(each["to_location_id"], each["quantity"]) for each in back.json()["moves"]] == [
            (south["id"], "2.000"),
            (nanjing["id"], "1.000"),
        ]
        values = [each["value"]["amount_minor"] for each in first["moves"]]
        returned = [back.json()["moves"][1], named.json()["moves"][0], elsewhere.json()["moves"][0]]
        assert sum(each["value"]["amount_minor"] for each in returned) == sum(values)
        assert {each["returns_move_id"] for each in returned} == {first["moves"][0]["id"]}
        assert returned[2]["to_location_id"] == south["id"]
        assert [(each["issued"], each["returned"], each["net"], each["value"]) for each in await uses(app, ticket)] == [
            ("5.000", "5.000", "0.000", amount(0))
        ]
        more = await give_back(app, ticket, bearing, "1")
        assert (more.status_code, more.json()["available"]) == (409, "0.000")
        assert refusals(more) == [("/lines/0/quantity", "inventory.return.exceeds_issue")]

    async def test_keeps_its_lot_and_its_owner(self, app: TestApp) -> None:
        oil, nanjing = await part(app, "OIL", tracking="lot"), await location(app)
        line = {"part_id": oil["id"], "quantity": "2", "lot": "L1"}
        answer = await posted(
            app, kind="receipt", location_id=nanjing["id"], stock_owner_id=str(PUMPCO.id), lines=[line]
        )
        assert answer.status_code == 201, answer.text
        await received(app, oil, nanjing, "2", 500, lot="L2")
        ticket = await app.ticket(contract="plain")
        await issue(app, ticket, oil, nanjing, "3")

        back = await give_back(app, ticket, oil, "1", lot="L1")
        too_much = await give_back(app, ticket, oil, "1", lot="L1")

        assert [(each["lot"], each["stock_owner_id"], each["value"]) for each in back.json()["moves"]] == [
            ("L1", str(PUMPCO.id), None)
        ]
        assert too_much.json()["code"] == "inventory.return.exceeds_issue"
        assert [
            (each["lot"], each["stock_owner_id"], each["net"], each["value"]) for each in await uses(app, ticket)
        ] == [("L2", None, "2.000", amount(1000)), ("L1", str(PUMPCO.id), "0.000", None)]

    async def test_is_only_what_this_ticket_has_and_still_stands(self, app: TestApp) -> None:
        bearing, seal, nanjing = await part(app), await part(app, "SEAL"), await location(app)
        await received(app, bearing, nanjing, "5")
        ticket, other = await app.ticket(contract="plain"), await app.ticket(contract="plain")
        posting = (await issue(app, ticket, bearing, nanjing, "2")).json()
        move_id = posting["moves"][0]["id"]

        answers = [
            await give_back(app, other, bearing, "1"),
            await give_back(app, other, bearing, "1", issue_move_id=move_id),
            await give_back(app, ticket, seal, "1", issue_move_id=move_id),
        ]
        undone = await app.client.post(f"/v1/inventory/postings/{posting['id']}/reversal", json={"reason": "Slip."})
        after = await give_back(app, ticket, bearing, "1")

        assert [refusals(answer) for answer in answers] == [
            [("/lines/0/quantity", "inventory.return.exceeds_issue")],
            [("/lines/0/issue_move_id", "unknown_reference")],
            [("/lines/0/issue_move_id", "unknown_reference")],
        ]
        assert undone.status_code == 201, undone.text
        assert after.json()["code"] == "inventory.return.exceeds_issue"
        assert await uses(app, ticket) == []
        log = (await app.client.get(f"/v1/tickets/{ticket['id']}/log")).json()["items"]
        assert {entry["text"] for entry in log} == {"Issued: 2.000 ea BRG-6204", "Issue reversed: 2.000 ea BRG-6204"}
        assert await shelf(app, bearing, nanjing) == (5000, 0)

    async def test_comes_back_until_the_ticket_is_closed(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "5")
        ticket = await app.ticket(contract="plain")
        await issue(app, ticket, bearing, nanjing, "3")
        await moved_on(app, ticket, "start")
        await moved_on(app, ticket, "resolve", cause="Wear", measure="New bearing")
        resolved = await give_back(app, ticket, bearing, "1")
        late_issue = await issue(app, ticket, bearing, nanjing, "1")
        await moved_on(app, ticket, "confirm", evidence={"kind": "phone", "contact_name": "Li"})
        confirmed = await give_back(app, ticket, bearing, "1")
        await moved_on(app, ticket, "close")

        closed = await give_back(app, ticket, bearing, "1")

        assert (resolved.status_code, confirmed.status_code) == (201, 201)
        assert (late_issue.json()["code"], closed.json()["code"]) == ("inventory.ticket.not_open",) * 2


class TestAnOldPart:
    async def test_goes_to_quarantine_when_it_is_defective(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        hold = await location(app, "HOLD", kind="quarantine")
        await received(app, bearing, nanjing, "1", 1000)
        careful, plain = await app.ticket(contract="careful"), await app.ticket(contract="plain")

        both = await asked(
            app,
            careful,
            "returns",
            location_id=nanjing["id"],
            lines=[
                {"part_id": bearing["id"], "quantity": "1", "condition": "defective"},
                {"part_id": bearing["id"], "quantity": "2", "condition": "used"},
            ],
        )
        nowhere = await give_back(app, plain, bearing, "1", condition="defective")
        said = await give_back(app, plain, bearing, "1", condition="defective", body={"location_id": hold["id"]})

        assert both.status_code == 201, both.text
        assert [(each["to_location_id"], each["quantity"]) for each in both.json()["moves"]] == [
            (hold["id"], "1.000"),
            (nanjing["id"], "2.000"),
        ]
        assert (nowhere.status_code, nowhere.json()["code"]) == (409, "inventory.return.no_quarantine")
        assert said.json()["moves"][0]["to_location_id"] == hold["id"]
        [entry] = (await app.client.get(f"/v1/tickets/{careful['id']}/log")).json()["items"]
        assert entry["text"] == "Taken out: 3.000 ea BRG-6204"
        assert await shelf(app, bearing, hold) == (2000, 0)

    async def test_may_have_a_number_that_nobody_knew(self, app: TestApp) -> None:
        pump, nanjing = await part(app, "PUMP", tracking="serial"), await location(app)
        ticket = await app.ticket(contract="plain")
        body = {"location_id": nanjing["id"]}

        old = await give_back(app, ticket, pump, "1", condition="used", serial="OLD-7", body=body)
        twice = await give_back(app, ticket, pump, "1", condition="used", serial="OLD-7", body=body)
        unnamed = await give_back(app, ticket, pump, "1", condition="used", body=body)
        unused = await give_back(app, ticket, pump, "1", serial="OLD-8")

        assert (old.status_code, old.json()["moves"][0]["serial"]) == (201, "OLD-7")
        assert (twice.status_code, twice.json()["code"]) == (409, "inventory.serial.in_stock")
        assert refusals(unnamed) == [("/lines/0/serial", "inventory.lot.required")]
        assert refusals(unused) == [("/lines/0/serial", "inventory.lot.unknown")]

    async def test_is_its_last_owners(self, app: TestApp) -> None:
        pump, nanjing = await part(app, "PUMP", tracking="serial"), await location(app)
        line = {"part_id": pump["id"], "quantity": "1", "serial": "SN-1"}
        await posted(app, kind="receipt", location_id=nanjing["id"], stock_owner_id=str(PUMPCO.id), lines=[line])
        ticket = await app.ticket(contract="plain")
        await issue(app, ticket, pump, nanjing, "1", serial="SN-1")

        old = await give_back(
            app, ticket, pump, "1", condition="used", serial="SN-1", body={"location_id": nanjing["id"]}
        )

        assert old.json()["moves"][0]["stock_owner_id"] == str(PUMPCO.id)

    async def test_is_refused_with_the_place_of_the_mistake(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        ticket = await app.ticket(contract="plain")
        [consumed] = await app.house.fetch("SELECT id FROM inventory_location WHERE code = '@consumed'")
        used = {"part_id": bearing["id"], "quantity": "1", "condition": "used"}
        bodies = [
            {"lines": [used]},
            {"lines": [used], "location_id": UNKNOWN},
            {"lines": [used], "location_id": str(consumed["id"])},
            {"lines": [{**used, "quantity": "0", "issue_move_id": UNKNOWN}], "location_id": nanjing["id"]},
            {"lines": [{**used, "part_id": UNKNOWN}], "location_id": nanjing["id"]},
            {"lines": [{**used, "condition": "broken"}], "location_id": nanjing["id"]},
            {"lines": [used], "location_id": nanjing["id"], "occurred_at": "2027-01-01T00:00:00Z"},
        ]

        answers = [await asked(app, ticket, "returns", **body) for body in bodies]

        assert [refusals(answer) for answer in answers] == [
            [("/location_id", "required")],
            [("/location_id", "unknown_reference")],
            [("/location_id", "inventory.location.not_real")],
            [("/lines/0/quantity", "too_small"), ("/lines/0/issue_move_id", "unexpected")],
            [("/lines/0/part_id", "unknown_reference")],
            [("/lines/0/condition", "not_a_choice")],
            [("/occurred_at", "inventory.posting.in_future")],
        ]
