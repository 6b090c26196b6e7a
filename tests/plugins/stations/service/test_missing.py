"""A visit that nobody set out for is missed when its window is over."""

from collections.abc import AsyncIterator

import pytest

from stations_house import stations_app
from stations_visits import MORNING, TOMORROW, Scene, at, window
from wellkept_sdk.testing import Json, TestApp, dialects

JUST_BEFORE, OVER = "2026-03-02T04:59:59Z", "2026-03-02T05:00:00Z"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def stored(scene: Scene, visit: Json) -> Json:
    return (await scene.app.client.get(f"{scene.path}/{visit['id']}")).json()


class TestAWindowThatIsOver:
    @pytest.mark.parametrize("status", ["planned", "confirmed"])
    async def test_makes_the_visit_missed(self, app: TestApp, status: str) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        if status == "confirmed":
            await scene.moved(visit, "confirm")
        at(app, JUST_BEFORE)
        await app.drain()
        before = (await stored(scene, visit))["status"]
        at(app, OVER)

        await app.drain()

        assert (before, (await stored(scene, visit))["status"]) == (status, "missed")
        assert (await scene.types())[-1] == "stations.visit.missed"
        [*_, step] = (await app.client.get(f"{scene.path}/{visit['id']}/history")).json()["items"]
        assert (step["action"], step["occurred_at"], step["actor_id"]) == ("miss", OVER, None)
        assert (await scene.shown())["extensions"]["stations"]["visits_open"] == 0

    async def test_leaves_who_is_under_way(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.moved(await scene.planned(), "depart")
        at(app, TOMORROW[0])

        await app.drain()

        assert (await stored(scene, visit))["status"] == "en_route"

    async def test_leaves_what_has_ended(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.moved(await scene.planned(), "cancel", reason="Sold.")
        at(app, TOMORROW[0])

        await app.drain()

        assert await stored(scene, visit) == visit

    async def test_is_another_one_after_a_change(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned(MORNING)
        await scene.moved(visit, "reschedule", window=window(TOMORROW), reason="Strike.")
        at(app, OVER)
        await app.drain()
        before = (await stored(scene, visit))["status"]
        at(app, TOMORROW[1])

        await app.drain()

        assert (before, (await stored(scene, visit))["status"]) == ("planned", "missed")

    async def test_frees_the_engineer_and_is_told_once(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await scene.planned()
        at(app, OVER)
        await app.drain()
        at(app, TOMORROW[0])
        await app.drain()

        assert (await scene.types()).count("stations.visit.missed") == 1


class TestATicketThatThePluginServesNoMore:
    async def test_keeps_its_visits_as_they_are(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        await scene.serve_no_more()
        at(app, OVER)

        await app.drain()

        found = await app.house.fetch("SELECT status FROM stations_visit WHERE number = ?", visit["number"])
        assert [row["status"] for row in found] == ["planned"]
