"""
A pump breaks down, four sides say that it was another, and in the end every cent has its place.

What the repair costs, in CNY:

| line | amount |
|---|---|
| three hours of labour at 120.00 | 360.00 |
| two bearings of our own at 123.45 | 246.90 |
| a seal of the supplier's own stock | 25.00 |
| another seal of its stock, faulty itself: claimed from it, first 25.00, then nothing | 25.00 - 25.00 + 0.00 |

Together 631.90. The arbitrator gives 50 % to the designer, 33.33 % to the supplier, 16.67 % to us:

| line | designer | supplier | us |
|---|---|---|---|
| 36,000 | 18,000 | 11,998.8 → 11,999 | 6,001.2 → 6,001 |
| 24,690 | 12,345 | 8,229.177 → 8,229 | 4,115.823 → 4,116 |
| 2,500 | 1,250 | 833.25 → 833 | 416.75 → 417 |
| 2,500 - 2,500 + 0 | 1,250 - 1,250 | 833 - 833 | 417 - 417 |
| together | 31,595 | 21,061 | 10,534 |

Of what we hold back of the designer's price, 30,000.00, are 29,684.05 left. To the supplier we owe 50.00 for two seals
less the claim of 25.00 less the set-off of 210.61: it owes us 185.61.
"""

from collections.abc import AsyncIterator
from typing import Final

import httpx
import pytest

from consignment_house import Shelf, claimed, lines, owed, shelf
from consignment_statements import drawn
from costs_house import added, transitioned
from costs_house import lines as cost_lines
from inventory_house import issued, line, location, part, received
from liability_house import done, found, liability_app, party, promised, site
from liability_money import (
    allocations,
    amounts,
    asked_to_charge,
    back_charges,
    charged,
    moved,
    retention,
    share,
    withheld,
    yuan,
)
from liability_money import issued as issued_charge
from refusals import refusal
from wellkept_consignment import plugin as consignment
from wellkept_costs import plugin as costs
from wellkept_inventory import plugin as inventory
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

AWARD: Final = "The groove was too shallow, and the seal softer than ordered."


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, inventory, consignment, costs=costs) as app:
        yield app


class Story:
    """Who takes part, and what it is about."""

    def __init__(self, app: TestApp, *, project: Json, designer: Json, seals: Shelf, ticket: Json, kept: Json) -> None:
        self.app, self.project, self.designer, self.seals = app, project, designer, seals
        self.ticket, self.kept = ticket, kept

    def shares(self, designer_bp: int, supplier_bp: int, self_bp: int) -> list[Json]:
        """Return who bears which part."""
        return [
            share("designer", designer_bp, self.designer),
            share("supplier", supplier_bp, self.seals.party),
            share("self", self_bp),
        ]

    async def partner(self, who: Json) -> httpx.AsyncClient:
        """Return a client of a party's own."""
        return await self.app.as_actor(Role.PARTNER, party_id=who["id"])

    async def case(self) -> Json:
        """Return the case of the ticket."""
        return (await self.app.client.get(f"/v1/tickets/{self.ticket['id']}/liability/case")).json()


@pytest.fixture
async def story(app: TestApp) -> Story:
    """Return a plant under warranty, whose pump has broken down."""
    project = await site(app)
    await promised(app, project, scope="equipment", length={"kind": "calendar", "years": 3})
    designer, seals = await party(app, "DESIGN", "designer"), await shelf(app, "PUMPCO")
    kept = await withheld(app, project, direction="held_by_us", party_id=designer["id"])
    ticket = await app.ticket(project_id=project["id"], extensions={"liability": {"scope": "equipment"}})
    return Story(app, project=project, designer=designer, seals=seals, ticket=ticket, kept=kept)


async def repair(story: Story) -> None:
    """Repair the pump: labour, bearings of ours, two seals of the supplier's, one of which was faulty itself."""
    app, ticket = story.app, story.ticket
    bearing, store = await part(app), await location(app)
    await received(app, bearing, store, "10", 12_345)
    await transitioned(app, ticket, "triage", grade=1)
    await transitioned(app, ticket, "start")
    await added(app, ticket, "3", unit_cost=yuan(12_000), unit_price=yuan(30_000))
    answer = await issued(app, ticket, store, line(bearing, "2"))
    assert answer.status_code == 201, answer.text
    await story.seals.use(ticket, "1")
    await story.seals.use(ticket, "1")
    await transitioned(app, ticket, "resolve", cause="The seal gave way.", measure="New bearings and seals.")


async def claim_the_faulty_seal(story: Story) -> None:
    """Take the faulty seal off what we owe its supplier, and tell the costs."""
    faulty = (await story.seals.lines())[1]
    assert (await claimed(story.app, faulty, "1.00")).status_code == 201
    collected = await story.app.client.post(f"/v1/tickets/{story.ticket['id']}/costs/collect", json={})
    assert collected.is_success, collected.text


async def argue_and_decide(story: Story) -> None:
    """Propose shares, which one accepts and one disputes, until an arbitrator decides."""
    app, ticket = story.app, story.ticket
    await found(app, ticket, *story.shares(4000, 4333, 1667))
    await done(app, ticket, "propose")
    said = [
        (story.designer, {"action": "accept", "version": 1}),
        (story.seals.party, {"action": "dispute", "version": 1, "reason": "The groove is not ours."}),
    ]
    for who, body in said:
        client = await story.partner(who)
        answer = await client.post(f"/v1/tickets/{ticket['id']}/liability/case/transitions", json=body)
        assert answer.status_code == 201, answer.text
    assert (await story.case())["status"] == "disputed"
    decided = {"decided_by": "Arbitration commission", "decision": AWARD}
    assert (await done(app, ticket, "arbitrate", **decided, shares=story.shares(5000, 3333, 1667))).status_code == 201
    assert (await done(app, ticket, "finalise")).json()["status"] == "final"


class TestDispute:
    async def test_never_holds_up_the_repair(self, story: Story) -> None:
        app, ticket = story.app, story.ticket
        await found(app, ticket, *story.shares(4000, 4333, 1667))
        await done(app, ticket, "propose")
        client = await story.partner(story.seals.party)
        body = {"action": "dispute", "version": 1, "reason": "The groove is not ours."}
        await client.post(f"/v1/tickets/{ticket['id']}/liability/case/transitions", json=body)

        await repair(story)
        await transitioned(app, ticket, "confirm", evidence={"kind": "phone", "contact_name": "Wang Fang"})
        await transitioned(app, ticket, "close")

        assert (await app.client.get(f"/v1/tickets/{ticket['id']}")).json()["status"] == "closed"
        assert (await story.case())["status"] == "disputed"
        assert refusal(await asked_to_charge(app, ticket), 409)["code"] == "liability.case.not_final"

    async def test_ends_with_every_cent_in_its_place(self, story: Story) -> None:
        app, ticket = story.app, story.ticket
        await repair(story)
        await claim_the_faulty_seal(story)
        await argue_and_decide(story)

        spent = await cost_lines(app, ticket)
        made = await charged(app, ticket)

        assert sorted(each["cost"]["amount_minor"] for each in spent) == [-2_500, 0, 2_500, 2_500, 24_690, 36_000]
        assert {each["covered_by"] for each in spent} == {"warranty"}
        by_party = {each["party_id"]: each for each in made["back_charges"]}
        designers, suppliers = by_party[story.designer["id"]], by_party[story.seals.party["id"]]
        assert amounts([designers, suppliers]) == [31_595, 21_061]
        ours = [each for each in made["allocations"] if each["role"] == "self"]
        assert sum(amounts(ours)) == 10_534
        assert await allocations(app, ticket) == made["allocations"]
        assert (await asked_to_charge(app, ticket)).status_code == 200

        await settle(story, designers, suppliers)

    async def test_shows_each_party_its_own_only(self, story: Story) -> None:
        app, ticket = story.app, story.ticket
        await repair(story)
        await claim_the_faulty_seal(story)
        await argue_and_decide(story)
        for each in (await charged(app, ticket))["back_charges"]:
            await issued_charge(app, each)
        client = await story.partner(story.designer)

        case = (await client.get(f"/v1/tickets/{ticket['id']}/liability/case")).json()

        assert [(each["party_id"], each["share_bp"]) for each in case["shares"]] == [
            (story.designer["id"], 5000),
            (None, 3333),
            (None, 1667),
        ]
        assert amounts(await back_charges(app, client=client)) == [31_595]
        assert sum(amounts(await allocations(app, ticket, client=client))) == 31_595
        assert (await retention(app, story.kept, client=client))["balance"] == yuan(3_000_000)


async def settle(story: Story, designers: Json, suppliers: Json) -> None:
    """Take the designer's part off what we hold back of its price, and set the supplier's off; each happens once."""
    app = story.app
    for each in (designers, suppliers):
        await issued_charge(app, each)
    by_retention: Json = {"method": "retention", "retention_id": story.kept["id"]}

    assert (await moved(app, designers, "settle", **by_retention)).status_code == 201
    assert (await moved(app, suppliers, "settle", method="consignment")).status_code == 201

    assert (await retention(app, story.kept))["balance"] == yuan(2_968_405)
    assert owed(await lines(app, agreement_id=story.seals.agreement["id"])) == [
        ("withdrawal", "1.000", 2_500),
        ("withdrawal", "1.000", 2_500),
        ("claim", "0.000", -2_500),
        ("set_off", "0.000", -21_061),
    ]
    statement = await drawn(story.seals, "2026-03-01", "2026-03-03")
    assert (statement["line_count"], statement["total"]) == (4, yuan(-18_561))
    for each in (designers, suppliers):
        assert refusal(await moved(app, each, "settle", method="payment"), 409)["back_charge_status"] == "settled"
