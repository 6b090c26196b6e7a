"""What the demo tells of warranty and liability."""

from collections.abc import AsyncIterator

import pytest

from demo_scenes import PARTY, small_scene
from liability_house import liability_app
from wellkept.demo.parts_of_plugins import tell_parts
from wellkept_sdk.actor import Role
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.testing import Json, TestApp, dialects

CLOSED, AT_WORK = TicketStatus.CLOSED, TicketStatus.IN_PROGRESS
WANTED = [("pump", CLOSED), ("pump", AT_WORK), ("chiller", CLOSED)]


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


async def items(app: TestApp, path: str) -> list[Json]:
    return (await app.client.get(path)).json()["items"]


class TestDemo:
    async def test_promises_and_holds_back_at_the_plant(self, app: TestApp) -> None:
        scene = await small_scene(app, WANTED, contract="plain")

        await tell_parts(scene)

        path = f"/v1/projects/{scene.project_ids['DC-CHP-1']}/liability"
        terms = await items(app, f"{path}/warranty-terms")
        assert [(each["scope"], each["side"], each["status"]) for each in terms] == [
            ("equipment", "given", "running"),
            ("installation", "given", "pending"),
            ("equipment", "received", "running"),
        ]
        [retention] = await items(app, f"{path}/retentions")
        assert (retention["direction"], retention["status"]) == ("held_from_us", "held")
        assert retention["balance"] == {"amount_minor": 55_800_000, "currency": "CNY"}

    async def test_has_a_fault_in_dispute_that_is_decided_as_the_readme_says(self, app: TestApp) -> None:
        scene = await small_scene(app, WANTED, contract="plain")
        await tell_parts(scene)

        [case] = await items(app, "/v1/liability/cases?status=disputed")
        assert case["ticket_id"] == str(scene.tickets[0].id)
        assert [(each["role"], each["share_bp"]) for each in case["shares"]] == [
            ("supplier", 6_000),
            ("operator", 2_500),
            ("self", 1_500),
        ]
        partner = await app.as_actor(Role.PARTNER, party_id=str(PARTY))
        seen = (await partner.get(f"/v1/tickets/{case['ticket_id']}/liability/case")).json()
        assert seen["shares"][0]["answer"]["answer"] == "disputed"
        path = f"/v1/tickets/{case['ticket_id']}/liability/case"
        shares = [{"role": "supplier", "party_id": str(PARTY), "share_bp": 5_000}, {"role": "self", "share_bp": 5_000}]
        award = {"action": "arbitrate", "decided_by": "Panel", "decision": "Award 1", "shares": shares}
        for body in (award, {"action": "finalise"}):
            assert (await app.client.post(f"{path}/transitions", json=body)).status_code == 201
        assert (await app.client.post(f"{path}/back-charges", json={})).status_code == 200

    async def test_tells_no_fault_where_no_pump_is_repaired(self, app: TestApp) -> None:
        await tell_parts(await small_scene(app, [("pump", AT_WORK), ("chiller", CLOSED)], contract="plain"))

        assert await items(app, "/v1/liability/cases") == []

    async def test_tells_nothing_where_nobody_agreed_on_it(self, app: TestApp) -> None:
        scene = await small_scene(app, WANTED, contract="bare")

        await tell_parts(scene)

        assert await app.house.fetch("SELECT id FROM liability_warranty_term") == []
