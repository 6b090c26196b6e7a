"""Stock that crosses the marks of its policy: acceptance 15, and what else may make it cross them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from fake_parties import PUMPCO
from inventory_house import inventory_app, location, moved, part, policy, posted, received
from inventory_tickets import KNOWN_SUPPLIERS, asked, issue, reserved, told
from wellkept_sdk.testing import Json, TestApp, dialects

LOW, OUT, OVER = (f"inventory.stock.{each}" for each in ("fell_low", "ran_out", "overstocked"))


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param, plugins=(KNOWN_SUPPLIERS,)) as app:
        yield app


async def used(app: TestApp, part: Json, location: Json, quantity: str) -> None:
    answer = await issue(app, await app.ticket(contract="plain"), part, location, quantity)
    assert answer.status_code == 201, answer.text


async def alert(app: TestApp, policy: Json) -> str:
    return (await app.client.get(f"/v1/inventory/policies/{policy['id']}")).json()["alert"]


async def available(app: TestApp, kind: str) -> list[Any]:
    return [event["available"] for event in await told(app, kind)]


class TestAlert:
    async def test_is_announced_on_each_crossing_and_not_on_each_move(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "10")
        made = await policy(app, bearing, nanjing, method="min_max", minimum="5", maximum="12")

        await used(app, bearing, nanjing, "4")
        await used(app, bearing, nanjing, "1")
        await used(app, bearing, nanjing, "2")
        await received(app, bearing, nanjing, "7")
        await used(app, bearing, nanjing, "6")
        low = await alert(app, made)
        await used(app, bearing, nanjing, "4")
        out = await alert(app, made)
        await received(app, bearing, nanjing, "1")
        risen = await alert(app, made)
        await received(app, bearing, nanjing, "12")
        await received(app, bearing, nanjing, "1")

        assert (low, out, risen, await alert(app, made)) == ("low", "out", "low", "over")
        assert await available(app, LOW) == ["5.000", "4.000"]
        assert await available(app, OUT) == ["0.000"]
        assert await available(app, OVER) == ["13.000"]
        [event] = await told(app, OUT)
        assert (event["policy_id"], event["part_id"], event["location_id"]) == (
            made["id"],
            bearing["id"],
            nanjing["id"],
        )

    async def test_counts_what_lies_inside_a_place_and_what_belongs_to_parties(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        van = await location(app, "VAN-7", kind="van", parent_id=nanjing["id"])
        suzhou, quarantine = await location(app, "SUZHOU"), await location(app, "Q", kind="quarantine")
        line = {"part_id": bearing["id"], "quantity": "3"}
        await posted(app, kind="receipt", location_id=van["id"], stock_owner_id=str(PUMPCO.id), lines=[line])
        await received(app, bearing, nanjing, "3")
        made = await policy(app, bearing, nanjing, method="reorder_point", reorder_point="5")

        await moved(app, bearing, nanjing, van, "2")
        inside = await alert(app, made)
        await moved(app, bearing, van, suzhou, "1")
        outside = await alert(app, made)
        await moved(app, bearing, suzhou, nanjing, "1")
        await moved(app, bearing, nanjing, quarantine, "1")

        assert (inside, outside, await alert(app, made)) == ("none", "low", "low")
        assert await available(app, LOW) == ["5.000", "5.000"]

    async def test_is_announced_when_a_ticket_reserves_what_was_available(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "6")
        made = await policy(app, bearing, nanjing, method="min_max", minimum="5", maximum="12")

        ticket = await app.ticket(contract="plain")
        kept = await reserved(app, ticket, bearing, "4")
        low = await alert(app, made)
        await asked(app, ticket, f"reservations/{kept['id']}/transitions", action="release")

        assert (low, await alert(app, made), await available(app, LOW)) == ("low", "none", ["2.000"])

    async def test_follows_the_figures_that_people_set(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "10")
        made = await policy(app, bearing, nanjing, method="min_max", minimum="5", maximum="12")

        await app.client.patch(f"/v1/inventory/policies/{made['id']}", json={"minimum": "10"})

        assert (await alert(app, made), await available(app, LOW)) == ("low", ["10.000"])

    async def test_is_given_at_night_for_what_has_expired(self, app: TestApp) -> None:
        oil, nanjing = await part(app, "OIL", tracking="lot"), await location(app)
        await received(app, oil, nanjing, "9", lot="L1", expires_on="2026-03-02")
        made = await policy(app, oil, nanjing, method="min_max", minimum="1", maximum="12")

        before = await alert(app, made)
        app.clock.advance(timedelta(days=1))
        await app.drain()

        assert (before, await alert(app, made), await available(app, OUT)) == ("none", "out", ["0.000"])
