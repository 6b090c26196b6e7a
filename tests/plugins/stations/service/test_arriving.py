"""Who arrives on site begins the work of the ticket, at the moment of the arrival."""

from collections.abc import AsyncIterator

import pytest

from fake_parties import PUMPCO
from stations_house import stations_app
from stations_visits import Scene, at, codes, partner
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_sla import plugin as sla

#: A promise that is kept once somebody is on site.
ON_SITE: Json = {
    "clocks": {
        "arrival": {
            "measure": "span",
            "kind": "sla",
            "starts_on": "opened",
            "stops_on": "milestone:on_site",
            "targets": {"3": {"kind": "elapsed", "duration": "PT4H"}},
        }
    },
}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def assigned(scene: Scene) -> None:
    answer = await scene.do("assign", assignee_id=scene.engineer["user_id"])
    assert answer.status_code == 201, answer.text


async def facts(scene: Scene) -> list[tuple[str, str]]:
    found = (await scene.app.client.get(f"/v1/tickets/{scene.ticket['id']}/history")).json()["items"]
    return [(each["action"], each["occurred_at"]) for each in found if each["kind"] == "transition"]


class TestArriving:
    async def test_starts_an_assigned_ticket_at_that_moment(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await assigned(scene)
        visit = await scene.planned()
        at(app, "2026-03-02T04:00:00Z")

        await scene.moved(visit, "check_in", occurred_at="2026-03-02T03:00:00Z")

        assert (await scene.shown())["status"] == "in_progress"
        assert (await facts(scene))[-1] == ("start", "2026-03-02T03:00:00Z")

    @pytest.mark.parametrize("reason", ["scheduled", "access"])
    async def test_ends_a_hold_that_waited_for_the_visit(self, app: TestApp, reason: str) -> None:
        scene = await Scene.make(app)
        await assigned(scene)
        assert (await scene.do("hold", reason=reason)).status_code == 201
        visit = await scene.planned()
        at(app, "2026-03-02T03:00:00Z")

        await scene.moved(visit, "check_in")

        assert (await scene.shown())["status"] == "in_progress"
        assert (await facts(scene))[-2:] == [("resume", "2026-03-02T03:00:00Z"), ("start", "2026-03-02T03:00:00Z")]

    async def test_leaves_a_hold_that_waits_for_something_else(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        assert (await scene.do("hold", reason="parts")).status_code == 201

        await scene.moved(await scene.planned(), "check_in")

        assert (await scene.shown())["status"] == "on_hold"

    async def test_before_the_tickets_last_action_is_refused_whole(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        at(app, "2026-03-02T04:00:00Z")
        await assigned(scene)

        refused = await scene.move(visit, "check_in", occurred_at="2026-03-02T03:59:59Z")

        assert (refused.status_code, codes(refused)) == (
            422,
            [("/occurred_at", "tickets.occurred_at.out_of_order")],
        )
        [stored] = (await app.client.get(scene.path)).json()["items"]
        assert (stored["status"], stored["version"]) == ("planned", 1)

    async def test_of_a_partners_people_begins_the_work_too(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await assigned(scene)
        other, client = await partner(app, scene.station, PUMPCO.id)
        visit = await scene.planned(engineer_ids=[other["id"]])
        at(app, "2026-03-02T03:00:00Z")

        arrived = await scene.move(visit, "check_in", client=client)

        assert arrived.status_code == 201, arrived.text
        assert (await scene.shown())["status"] == "in_progress"
        assert (await facts(scene))[-1] == ("start", "2026-03-02T03:00:00Z")


@pytest.mark.parametrize("dialect", dialects(), ids=str)
class TestThePromises:
    async def test_are_told_that_somebody_is_on_site(self, dialect: Dialect) -> None:
        async with stations_app(dialect, plugins=(sla,)) as app:
            plan = {"code": "fast", "name": "fast", "plugins": {"stations": {}, "sla": ON_SITE}}
            await app.created("/v1/service-plans", plan)
            scene = await Scene.make(app, contract="fast")
            visit = await scene.planned()
            at(app, "2026-03-02T03:00:00Z")

            await scene.moved(visit, "check_in")

            clocks = (await app.client.get(f"/v1/tickets/{scene.ticket['id']}/sla/clocks")).json()["items"]
            [clock] = [each for each in clocks if each["code"] == "arrival"]
            assert (clock["state"], clock["stopped_at"]) == ("met", "2026-03-02T03:00:00Z")
