from collections import Counter
from collections.abc import AsyncIterator

import pytest

from demo_scenes import PARTY, small_scene
from parties_house import parties_app
from wellkept.demo.parts_of_plugins import tell_parts
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.testing import TestApp, dialects

OPEN, CLOSED = TicketStatus.IN_PROGRESS, TicketStatus.CLOSED
WANTED = [("pump", OPEN), ("pump", CLOSED), ("chiller", OPEN), ("lift", OPEN)]


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with parties_app(dialect) as app:
        yield app


class TestDemo:
    async def test_has_five_parties_that_take_part_and_leave_the_waterproofing_to_nobody(self, app: TestApp) -> None:
        scene = await small_scene(app, WANTED)

        await tell_parts(scene)

        listed = (await app.client.get("/v1/parties")).json()["items"]
        assert {party["code"] for party in listed} == {"PUMARA", "LINGPAN", "SUJI", "HENGZHU", "LIFTCHECK"}
        assert {party["created_at"] for party in listed} == {"2026-05-29T04:00:00Z"}
        for project_id in scene.project_ids.values():
            project = (await app.client.get(f"/v1/projects/{project_id}")).json()
            assert project["extensions"]["parties"]["missing_scopes"] == ["waterproofing"]
        taking_part = [
            involvement["record_kind"]
            for party in listed
            for involvement in (await app.client.get(f"/v1/parties/{party['id']}/involvements")).json()["items"]
        ]
        assert Counter(taking_part) == {"project": 9, "equipment": 3, "ticket": 3}

    async def test_shows_the_partner_the_tickets_about_which_its_party_is_asked(self, app: TestApp) -> None:
        scene = await small_scene(app, WANTED)
        pumps = {str(ticket.id) for ticket in scene.tickets if ticket.family == "pump"}

        await tell_parts(scene)

        partner = await app.as_actor(Role.PARTNER, party_id=str(PARTY))
        seen = (await partner.get("/v1/tickets")).json()["items"]
        assert {ticket["id"] for ticket in seen} == pumps
