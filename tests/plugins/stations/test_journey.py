"""From a report to a repaired pump: who is sent and why, when he comes, and when the ticket may end."""

from collections.abc import AsyncIterator
from typing import Final

import httpx
import pytest
from msgspec import Struct

from stations_dispatch import assignment, candidates, matter, member, moved, pump, rejected, seen, shanghai
from stations_house import PEOPLES_SQUARE, SUZHOU, station, stations_app
from stations_visits import MORNING, at, window
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

HYDRAULIC: Final = {"requirements": [{"when": {"model": "HP-200"}, "skills": {"hydraulics": 3}}]}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param, terms={"hydraulic": HYDRAULIC}) as app:
        yield app


class Matter(Struct, kw_only=True):
    """A pump that leaks in Shanghai, and those who have to do with it."""

    ticket: Json
    zhang: Json
    engineer: httpx.AsyncClient
    dispatcher: httpx.AsyncClient

    @classmethod
    async def reported(cls, app: TestApp) -> "Matter":
        east = await station(app, "EAST", location={"region_code": "320500", **SUZHOU})
        sh = await shanghai(app, parent_id=east["id"])
        hydraulics = [{"code": "hydraulics", "level": 3}]
        engineer, zhang = await member(app, sh, "ZW", skills=hydraulics)
        await member(app, sh, "NEW")
        await member(app, east, "FAR", skills=hydraulics)
        ticket = await matter(app, await pump(app, contract="hydraulic", model="HP-200"), grade=2)
        return cls(ticket=ticket, zhang=zhang, engineer=engineer, dispatcher=await app.as_actor(Role.DISPATCHER))

    @property
    def visits(self) -> str:
        return f"/v1/tickets/{self.ticket['id']}/stations/visits"

    async def planned(self) -> str:
        """Send the engineer, agree a visit, and return where its steps go."""
        sent = await assignment(self.dispatcher, self.ticket)
        assert (sent.status_code, sent.json()["engineer_id"]) == (201, self.zhang["id"])
        body = {"engineer_ids": [self.zhang["id"]], "window": window(MORNING)}
        planned = await self.dispatcher.post(self.visits, json=body)
        assert planned.status_code == 201, planned.text
        return f"{self.visits}/{planned.json()['id']}/transitions"


class TestJourney:
    async def test_begins_with_the_question_who_should_go(self, app: TestApp) -> None:
        case = await Matter.reported(app)

        found = await candidates(app, case.ticket)

        assert (await seen(app, case.ticket))["extensions"]["stations"]["station_code"] == "SH"
        assert (found["station"]["code"], found["station"]["because"]) == ("SH", "region 31")
        assert found["candidates"][0]["engineer_id"] == case.zhang["id"]
        assert await rejected(app, case.ticket) == {"ZW": [], "FAR": ["later_station"], "NEW": ["skill_missing"]}

    async def test_lets_the_customer_see_when_he_comes_and_no_more(self, app: TestApp) -> None:
        case = await Matter.reported(app)
        await case.planned()
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[case.ticket["customer_id"]])

        [shown] = (await customer.get(case.visits)).json()["items"]

        assert (shown["status"], shown["window"], shown["position_off"]) == ("planned", window(MORNING), None)
        assert (await customer.get(f"/v1/tickets/{case.ticket['id']}/stations/candidates")).status_code == 403

    async def test_ends_when_he_has_left_and_said_what_was_wrong(self, app: TestApp) -> None:
        case = await Matter.reported(app)
        steps = await case.planned()
        ended = {"cause": "A worn seal.", "measure": "Replaced it."}

        at(app, "2026-03-02T03:10:00Z")
        arrived = await case.engineer.post(steps, json={"action": "check_in", **PEOPLES_SQUARE})
        begun = (await seen(app, case.ticket))["status"]
        refused = await moved(case.engineer, case.ticket, "resolve", **ended)
        at(app, "2026-03-02T05:40:00Z")
        left = await case.engineer.post(steps, json={"action": "check_out", "outcome": "done", "travel_km": 86})
        resolved = await moved(case.engineer, case.ticket, "resolve", **ended)

        assert (arrived.status_code, arrived.json()["position_off"], begun) == (201, False, "in_progress")
        assert (refused.status_code, refused.json()["code"]) == (409, "stations.visit.on_site")
        assert (left.status_code, left.json()["work_minutes"], resolved.status_code) == (201, 150, 201)
        shown = (await seen(app, case.ticket))["extensions"]["stations"]
        assert (shown["visits_open"], shown["next_window"]) == (0, None)

    async def test_of_a_customer_whose_contract_has_no_stations_ends_at_once(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="bare")

        answers = [
            await app.client.get(f"/v1/tickets/{ticket['id']}/stations/{route}")
            for route in ("candidates", "offers", "visits", "slots")
        ]

        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "plugin_inactive")}
        assert "stations" not in (await seen(app, ticket))["extensions"]
