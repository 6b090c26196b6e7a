"""What a ticket is charged for visits: hours and kilometres, once."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from stations_house import stations_app
from stations_visits import MORNING, NOON, TOMORROW, Scene
from wellkept_sdk.hooks.ticket_questions import Charge, ChargesQuestion
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations import plugin as stations


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def charged(scene: Scene) -> list[Charge]:
    question = ChargesQuestion(ticket_id=TicketId(UUID(scene.ticket["id"])))
    found = await stations.ticket_charges(await scene.ctx(), question)
    return [] if found is None else list(found.items)


class TestACompletedVisit:
    async def test_is_charged_in_hours_and_kilometres_however_often_it_is_asked(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.moved(await scene.planned(), "check_in")
        ended = await scene.moved(visit, "check_out", outcome="done", work_minutes=150, travel_km=86)

        first, again = await charged(scene), await charged(scene)

        assert first == again
        assert [(each.source_key, each.kind, each.cost, each.quantity.unit) for each in first] == [
            (f"visit:{ended['id']}:labour", "labour", None, "h"),
            (f"visit:{ended['id']}:travel", "travel", None, "km"),
        ]
        assert [each.quantity.decimal() for each in first] == ["2.500", "86.000"]
        assert {each.occurred_on.isoformat() for each in first} == {"2026-03-02"}
        assert {str(each.visit_id) for each in first} == {ended["id"]}
        assert {each.description for each in first} == {ended["number"]}

    async def test_of_no_time_and_no_way_costs_nothing(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.moved(await scene.planned(), "check_in")
        await scene.moved(visit, "check_out", outcome="no_access", work_minutes=0, travel_km=0)

        assert await charged(scene) == []


class TestAnotherVisit:
    async def test_costs_nothing(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await scene.planned(MORNING)
        await scene.moved(await scene.planned(NOON), "cancel", reason="Sold.")
        await scene.moved(await scene.planned(TOMORROW), "check_in")

        assert await charged(scene) == []
