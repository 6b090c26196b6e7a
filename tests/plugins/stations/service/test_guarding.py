"""Nobody ends a ticket behind the back of those who are on site; a cancelled one needs no visits."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from stations_house import stations_app
from stations_visits import MORNING, NOON, TOMORROW, Scene, at
from wellkept_sdk.testing import TestApp, dialects

RESOLVED = {"cause_code": "wear", "cause": "Worn.", "measure": "Replaced."}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestOnSite:
    async def test_forbids_to_resolve_until_the_check_out(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        assert (await scene.do("assign", assignee_id=scene.engineer["user_id"])).status_code == 201
        visit = await scene.planned()
        at(app, "2026-03-02T03:00:00Z")
        visit = await scene.moved(visit, "check_in", occurred_at="2026-03-02T02:00:00Z")
        shown = await scene.shown()

        vetoed = await scene.do("resolve", **RESOLVED)
        await scene.moved(visit, "check_out", outcome="done")
        resolved = await scene.do("resolve", **RESOLVED)

        assert shown["status"] == "in_progress"
        assert (vetoed.status_code, vetoed.json()["code"]) == (409, "stations.visit.on_site")
        assert vetoed.json()["plugin"] == "stations"
        assert visit["number"] in vetoed.json()["detail"]
        assert resolved.status_code == 201

    @pytest.mark.parametrize(("action", "said"), [("resolve", RESOLVED), ("cancel", {"reason": "A mistake."})])
    async def test_forbids_what_ends_a_ticket(self, app: TestApp, action: str, said: dict[str, Any]) -> None:
        scene = await Scene.make(app)
        await scene.moved(await scene.planned(), "check_in")

        vetoed = await scene.do(action, **said)
        told = (await app.client.get(f"/v1/tickets/{scene.ticket['id']}/transitions")).json()["actions"]

        assert (vetoed.status_code, vetoed.json()["code"]) == (409, "stations.visit.on_site")
        [asked] = [each for each in told if each["action"] == action]
        assert (asked["allowed"], asked["reasons"][0]["plugin"]) == (False, "stations")

    async def test_forbids_to_close(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        assert (await scene.do("resolve", **RESOLVED)).status_code == 201
        evidence = {"kind": "phone", "contact_name": "Wang Fang"}
        assert (await scene.do("confirm", evidence=evidence)).status_code == 201
        visit = await scene.moved(visit, "check_in")

        vetoed = await scene.do("close")
        await scene.moved(visit, "check_out", outcome="done")
        closed = await scene.do("close")

        assert (vetoed.status_code, vetoed.json()["code"]) == (409, "stations.visit.on_site")
        assert closed.status_code == 201

    async def test_forbids_nothing_else(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await scene.moved(await scene.planned(), "check_in")

        assert (await scene.do("hold", reason="parts")).status_code == 201


class TestACancelledTicket:
    async def test_cancels_the_visits_that_have_not_begun(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        done = await scene.moved(await scene.planned(), "check_in")
        await scene.moved(done, "check_out", outcome="incomplete")
        await scene.planned(NOON)
        await scene.moved(await scene.planned(TOMORROW), "depart")

        assert (await scene.do("cancel", reason="Sold.", note="The pump is sold.")).status_code == 201

        visits = (await app.client.get(scene.path)).json()["items"]
        assert [each["status"] for each in visits] == ["completed", "cancelled", "cancelled"]
        assert (await scene.types())[-2:] == ["stations.visit.cancelled"] * 2
        shown = (await scene.shown())["extensions"]["stations"]
        assert (shown["visits_open"], shown["next_window"]) == (0, None)
        [*_, step] = (await app.client.get(f"{scene.path}/{visits[1]['id']}/history")).json()["items"]
        assert (step["action"], step["note"], step["data"]) == (
            "cancel",
            "The pump is sold.",
            {"because": "ticket_cancelled"},
        )

    async def test_is_no_other_than_a_closed_one(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned(TOMORROW)
        assert (await scene.do("resolve", **RESOLVED)).status_code == 201
        evidence = {"kind": "phone", "contact_name": "Wang Fang"}
        assert (await scene.do("confirm", evidence=evidence)).status_code == 201

        assert (await scene.do("close")).status_code == 201

        [stored] = (await app.client.get(scene.path)).json()["items"]
        assert (stored["id"], stored["status"]) == (visit["id"], "cancelled")
        [*_, step] = (await app.client.get(f"{scene.path}/{visit['id']}/history")).json()["items"]
        assert step["data"] == {"because": "ticket_closed"}

    async def test_gives_the_engineers_their_time_back(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await scene.planned(MORNING)
        assert (await scene.do("cancel", reason="Sold.")).status_code == 201
        scene.ticket = await app.ticket(project_id=scene.ticket["project_id"])

        assert (await scene.plan(MORNING)).status_code == 201


class TestArrivalAndCancellationAtOnce:
    async def test_end_as_one_or_the_other(self, app: TestApp) -> None:
        scene = await Scene.make(app)

        for turn in range(6):
            scene.ticket = await app.ticket(project_id=scene.ticket["project_id"])
            day = f"2026-03-{3 + turn:02}"
            visit = await scene.planned((f"{day}T03:00:00Z", f"{day}T05:00:00Z"))
            arrive, cancel, replan = (
                scene.move(visit, "check_in"),
                scene.do("cancel", reason="Sold."),
                scene.plan((f"{day}T05:00:00Z", f"{day}T07:00:00Z")),
            )
            arrived, cancelled, _ = await asyncio.gather(arrive, cancel, replan)

            first, *others = (await app.client.get(scene.path)).json()["items"]
            ticket = (await scene.shown())["status"]
            if arrived.status_code == 201:
                assert (cancelled.json()["code"], first["status"], ticket) == (
                    "stations.visit.on_site",
                    "on_site",
                    "in_progress",
                )
            else:
                assert cancelled.status_code == 201, cancelled.text
                assert arrived.json()["code"] in {"stations.visit.not_allowed", "stations.visit.ticket_closed"}
                assert [ticket, *(each["status"] for each in (first, *others))] == ["cancelled"] * (2 + len(others))
