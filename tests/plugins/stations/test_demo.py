from collections.abc import AsyncIterator

import pytest

from demo_scenes import PARTY, small_scene
from stations_house import account
from wellkept.demo.parts_of_plugins import tell_parts
from wellkept_calendars import plugin as calendars
from wellkept_parties import plugin as parties
from wellkept_sdk.actor import Role
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations import plugin as stations

WANTED = [("pump", TicketStatus.IN_PROGRESS), ("pump", TicketStatus.CLOSED), ("chiller", TicketStatus.IN_PROGRESS)]
NANJING = {"region_code": "320116", "longitude": 118.82, "latitude": 32.32}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with TestApp(plugins=[calendars, parties, stations], database=request.param) as app:
        yield app


class TestDemo:
    async def test_has_a_network_with_eight_people_and_visits_to_come(self, app: TestApp) -> None:
        scene = await small_scene(app, WANTED)
        site = {"site": NANJING}
        await app.client.patch(f"/v1/projects/{scene.project_ids['DC-CHP-1']}", json=site)
        for _ in range(6):
            await account(app)
        await account(app, Role.PARTNER, party_id=str(PARTY))

        await tell_parts(scene)

        found = (await app.client.get("/v1/stations")).json()["items"]
        assert [each["code"] for each in found] == [
            *("EAST", "GZ", "HAM", "HQ", "HZ", "NCL", "NJ", "OVERSEAS", "SH"),
        ]
        people = (await app.client.get("/v1/stations/engineers")).json()["items"]
        assert len(people) == 8
        [partner] = [each for each in people if each["kind"] == "subcontractor"]
        assert (partner["code"], partner["party_id"]) == ("NJ-P1", str(PARTY))
        [leave] = (await app.client.get(f"/v1/stations/engineers/{partner['id']}/absences")).json()["items"]
        assert leave["starts_at"] == "2026-11-23T04:00:00Z"
        shown = {
            str(ticket.id): (await app.client.get(f"/v1/tickets/{ticket.id}")).json()["extensions"]["stations"]
            for ticket in scene.tickets
        }
        assert [(each["station_code"], each["visits_open"]) for each in shown.values()] == [
            *(("NJ", 1), ("NJ", 0), ("NJ", 1)),
        ]
        assert [each["next_window"] and each["next_window"]["from"] for each in shown.values()] == [
            *("2026-11-20T06:00:00Z", None, "2026-11-20T09:00:00Z"),
        ]

    async def test_tells_of_nobody_where_there_are_no_accounts_and_no_stations_near(self, app: TestApp) -> None:
        scene = await small_scene(app, WANTED)

        await tell_parts(scene)

        people = (await app.client.get("/v1/stations/engineers")).json()["items"]
        assert [each["code"] for each in people] == ["NJ-1"]
        assert (await app.client.get("/v1/stations/visits")).json()["items"] == []
