"""What other plugins are told of visits: each answer is one statement."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from stations_house import stations_app
from stations_visits import MORNING, NOON, UNKNOWN, Scene
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.stations import STATIONS, VisitStatus
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestVisits:
    async def test_are_told_in_the_order_of_their_making(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        other = await scene.another("LI")
        crew = [other["id"], scene.engineer["id"]]
        later, earlier = await scene.planned(NOON, engineer_ids=crew), await scene.planned(MORNING)
        visit = await scene.moved(earlier, "check_in")
        await scene.moved(visit, "check_out", outcome="done", work_minutes=150, travel_km=86)
        ctx = await scene.ctx()
        before = app.house.statements

        found = await ctx.service(STATIONS).visits(TicketId(UUID(scene.ticket["id"])))

        assert app.house.statements - before == 1
        assert [(str(each.id), each.number, each.status) for each in found] == [
            (later["id"], later["number"], VisitStatus.PLANNED),
            (earlier["id"], earlier["number"], VisitStatus.COMPLETED),
        ]
        assert [str(user_id) for user_id in found[0].user_ids] == [other["user_id"], scene.engineer["user_id"]]
        assert (found[1].work_minutes, found[1].travel_m, found[1].outcome) == (150, 86_000, "done")
        assert found[0].window_from.isoformat() == "2026-03-02T05:00:00+00:00"

    async def test_of_another_ticket_are_none(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await scene.planned()

        assert await (await scene.ctx()).service(STATIONS).visits(TicketId(UUID(UNKNOWN))) == []


class TestWhoWorked:
    async def test_is_who_made_a_visit_that_has_begun(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        other, third = await scene.another("LI"), await scene.another("WU")
        begun = await scene.planned(MORNING, engineer_ids=[scene.engineer["id"], other["id"]])
        await scene.planned(NOON, engineer_ids=[third["id"]])
        await scene.moved(begun, "check_in")
        ctx = await scene.ctx()
        before = app.house.statements

        found = await ctx.service(STATIONS).worked_on(TicketId(UUID(scene.ticket["id"])))

        assert app.house.statements - before == 1
        assert {str(user_id) for user_id in found} == {scene.engineer["user_id"], other["user_id"]}


class TestTheStation:
    async def test_is_that_of_the_ticket(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        served = (await scene.ctx()).service(STATIONS)

        assert str(await served.station_of(TicketId(UUID(scene.ticket["id"])))) == scene.station["id"]
        assert await served.station_of(TicketId(UUID(UNKNOWN))) is None

    async def test_tells_its_name_in_a_statement_of_the_caller_s_own(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        ctx = await scene.ctx()
        name = ctx.service(STATIONS).name_of("of.station_id")

        rows = await ctx.db.fetch(f"SELECT {name} AS name FROM stations_ticket of")

        assert [row["name"] for row in rows] == [scene.station["name"]]
