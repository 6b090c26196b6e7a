"""What is stored of visits: steps, the audit, what their ticket shows; in how many statements."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from stations_house import stations_app
from stations_visits import MORNING, NOON, TOMORROW, UNKNOWN, Scene, window
from wellkept_sdk.errors import NotFound
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations.service import visit_rows

#: However many people make a visit.
STATEMENTS_OF_PLANNING_MAX = 40
#: In seconds; long enough for an action that waits for nothing.
A_WHILE = 0.3


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestTheTicket:
    async def test_shows_how_many_visits_are_open_and_the_next_window(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        shown: list[tuple[int, object]] = []

        async def look() -> None:
            found = (await scene.shown())["extensions"]["stations"]
            shown.append((found["visits_open"], found["next_window"]))

        late, early = await scene.planned(NOON), await scene.planned(MORNING)
        await look()
        await scene.moved(early, "reschedule", window=window(TOMORROW), reason="Strike.")
        await look()
        late = await scene.moved(late, "check_in")
        await look()
        await scene.moved(late, "check_out", outcome="done")
        await look()
        await scene.moved(early, "cancel", reason="Sold.")
        await look()

        assert shown == [
            (2, window(MORNING)),
            (2, window(NOON)),
            # Whoever is on site is no longer to come.
            (2, window(TOMORROW)),
            (1, window(TOMORROW)),
            (0, None),
        ]

    async def test_has_another_version_when_it_shows_something_else(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        path = f"/v1/tickets/{scene.ticket['id']}"
        tag = (await app.client.get(path)).headers["ETag"]

        await scene.planned()

        assert (await app.client.get(path, headers={"If-None-Match": tag})).status_code == 200

    async def test_has_to_be_there(self, app: TestApp) -> None:
        ctx = await (await Scene.make(app)).ctx()

        with pytest.raises(NotFound):
            async with ctx.db.transaction():
                await visit_rows.locked_ticket(ctx, UUID(UNKNOWN))

    async def test_is_held_against_core_while_its_visits_move(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        ctx = await scene.ctx()

        async with ctx.db.transaction():
            await visit_rows.locked_ticket(ctx, UUID(scene.ticket["id"]))
            cancelling = asyncio.create_task(scene.do("cancel", reason="Sold."))
            await asyncio.sleep(A_WHILE)
            waits = not cancelling.done()
            # It holds nothing that this transaction needs: neither waits for the other for ever.
            await visit_rows.refresh(ctx, UUID(scene.ticket["id"]))

        assert (waits, (await cancelling).status_code) == (True, 201)


class TestTheAudit:
    async def test_tells_who_has_done_what_to_a_visit(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        await scene.moved(visit, "cancel", reason="Sold.")

        found = (await app.client.get("/v1/audit", params={"limit": 200})).json()["items"]

        told = [each for each in found if each["subject"] == f"stations/visits/{visit['id']}"]
        assert sorted(each["action"] for each in told) == ["stations.visit.cancelled", "stations.visit.planned"]
        [cancelled] = [each for each in told if each["action"].endswith("cancelled")]
        assert cancelled["actor"]["id"] == scene.engineer["user_id"]
        assert cancelled["changes"]["status"] == {"before": "planned", "after": "cancelled"}


class TestTheCost:
    async def test_of_planning_does_not_grow_with_those_who_make_the_visit(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        crew = [scene.engineer["id"], *[(await scene.another(code))["id"] for code in ("LI", "WU", "MA")]]

        async def sent(period: tuple[str, str], engineer_ids: list[str]) -> int:
            before = app.house.statements
            await scene.planned(period, engineer_ids=engineer_ids)
            return app.house.statements - before

        await sent(TOMORROW, crew[:1])
        alone, together = await sent(MORNING, crew[:1]), await sent(NOON, crew)

        assert alone == together <= STATEMENTS_OF_PLANNING_MAX
