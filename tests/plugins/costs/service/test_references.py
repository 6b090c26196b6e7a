"""What a line refers to."""

from collections.abc import AsyncGenerator

import pytest

from costs_house import added, adding, costs_app, mistakes
from fake_parties import PUMPCO, FakeParties
from stations_visits import Scene
from wellkept_calendars import plugin as calendars
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations import plugin as stations

UNKNOWN = "01990000-0000-7000-8000-00000000dead"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    async with costs_app(request.param, plugins=(calendars, FakeParties(), stations)) as opened:
        yield opened


class TestAParty:
    async def test_has_to_be_there(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="plain")

        line = await added(app, ticket, party_id=str(PUMPCO.id))

        assert line["party_id"] == str(PUMPCO.id)
        assert mistakes(await adding(app, ticket, party_id=UNKNOWN)) == [("/party_id", "unknown_reference")]


class TestAVisit:
    async def test_has_to_be_one_of_the_ticket(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        other = await app.ticket(contract="plain")

        line = await added(app, scene.ticket, visit_id=visit["id"])

        assert line["visit_id"] == visit["id"]
        assert mistakes(await adding(app, other, visit_id=visit["id"])) == [("/visit_id", "unknown_reference")]

    async def test_charges_its_time_and_way_when_the_ticket_is_resolved(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await scene.moved(
            await scene.moved(await scene.planned(), "check_in"),
            "check_out",
            outcome="done",
            work_minutes=150,
            travel_km=86,
        )
        for action, values in (
            ("triage", {"grade": 2}),
            ("start", {}),
            ("resolve", {"cause": "A worn seal.", "measure": "A new seal."}),
        ):
            assert (await scene.do(action, **values)).status_code in {201, 409}

        found = (await app.client.get(f"/v1/tickets/{scene.ticket['id']}/costs/lines")).json()["items"]

        assert [(each["kind"], each["quantity"], each["price"]["amount_minor"]) for each in found] == [
            ("labour", "2.500", 75000),
            ("travel", "86.000", 17200),
        ]


class TestNobodyWhoKeepsThem:
    async def test_can_tell(self) -> None:
        async with costs_app(dialects()[0]) as app:
            ticket = await app.ticket(contract="plain")

            assert (await added(app, ticket, party_id=UNKNOWN, visit_id=UNKNOWN))["visit_id"] == UNKNOWN
