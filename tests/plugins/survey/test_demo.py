"""What surveys add to the demo."""

from collections.abc import AsyncIterator

import pytest

from demo_scenes import small_scene
from survey_house import CONFIRMED, WANG, account, acted, worked
from wellkept.demo.parts_of_plugins import tell_parts
from wellkept_calendars import plugin as calendars
from wellkept_sdk.records.tickets import TicketStatus
from wellkept_sdk.testing import TestApp, dialects
from wellkept_survey import plugin as survey

WANTED = [("pump", TicketStatus.CONFIRMED), ("chiller", TicketStatus.CONFIRMED), ("lift", TicketStatus.IN_PROGRESS)]


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with TestApp(plugins=[calendars, survey], database=request.param) as app:
        yield app


class TestDemo:
    async def test_has_answers_of_those_who_reported_finished_tickets(self, app: TestApp) -> None:
        scene = await small_scene(app, WANTED)
        _, engineer_id = await account(app)
        for ticket in scene.tickets[:2]:
            await app.client.patch(f"/v1/tickets/{ticket.id}", json={"reporter": WANG})
            await acted(app, str(ticket.id), *worked(engineer_id), CONFIRMED)

        await tell_parts(scene)

        found = (await app.client.get("/v1/survey/invitations")).json()["items"]
        assert [each["status"] for each in found] == ["answered", "answered"]
        [result] = (await app.client.get("/v1/survey/results")).json()["items"]
        assert (result["asked"], result["answered"]) == (2, 2)
