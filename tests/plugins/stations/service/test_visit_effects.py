"""What an action leaves behind: positions, outcomes, announcements."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from stations_house import PEOPLES_SQUARE, PUDONG, stations_app
from stations_visits import MORNING, TOMORROW, Scene, codes, window
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param, terms={"wide": {"check_in_radius_m": 7_000}}) as app:
        yield app


class TestAPosition:
    @pytest.mark.parametrize(
        ("contract", "position", "off"),
        [("plain", PEOPLES_SQUARE, False), ("plain", PUDONG, True), ("wide", PUDONG, False)],
        ids=["on_the_spot", "too_far", "within_the_terms"],
    )
    async def test_is_off_beyond_the_radius_of_the_terms_and_refuses_nothing(
        self, app: TestApp, contract: str, position: dict[str, float], *, off: bool
    ) -> None:
        scene = await Scene.make(app, contract=contract)

        arrived = await scene.moved(await scene.planned(), "check_in", **position)

        assert (arrived["status"], arrived["position"], arrived["position_off"]) == ("on_site", position, off)

    async def test_may_be_absent(self, app: TestApp) -> None:
        scene = await Scene.make(app)

        arrived = await scene.moved(await scene.planned(), "check_in")

        assert (arrived["position"], arrived["position_off"]) == (None, False)

    @pytest.mark.parametrize(
        ("said", "mistake"),
        [
            ({"longitude": 121.4}, ("/latitude", "required")),
            ({"latitude": 31.2}, ("/longitude", "required")),
            ({"longitude": 181, "latitude": 31.2}, ("/longitude", "too_large")),
            ({"longitude": 121.4, "latitude": -90.1}, ("/latitude", "too_small")),
        ],
        ids=["no_latitude", "no_longitude", "too_far_east", "too_far_south"],
    )
    async def test_has_two_coordinates_on_earth(
        self, app: TestApp, said: dict[str, Any], mistake: tuple[str, str]
    ) -> None:
        scene = await Scene.make(app)

        refused = await scene.move(await scene.planned(), "check_in", **said)

        assert (refused.status_code, codes(refused)) == (422, [mistake])


class TestLeaving:
    @pytest.mark.parametrize("outcome", ["incomplete", "no_access"])
    async def test_without_success_is_announced(self, app: TestApp, outcome: str) -> None:
        scene = await Scene.make(app)
        visit = await scene.moved(await scene.planned(), "check_in")

        await scene.moved(visit, "check_out", outcome=outcome)

        assert (await scene.types())[-2:] == ["stations.visit.checked_out", "stations.visit.incomplete"]
        assert (await scene.shown())["status"] == "in_progress"

    @pytest.mark.parametrize(
        ("said", "mistake"),
        [
            ({}, ("/outcome", "required")),
            ({"outcome": "perfect"}, ("/outcome", "not_a_choice")),
            ({"outcome": "done", "work_minutes": -1}, ("/work_minutes", "too_small")),
            ({"outcome": "done", "travel_km": 20_101}, ("/travel_km", "too_large")),
            ({"outcome": "done", "spent": 1}, ("/spent", "unknown_field")),
        ],
        ids=["without_outcome", "another_outcome", "negative", "beyond_the_earth", "unknown_field"],
    )
    async def test_is_refused_with_mistakes(self, app: TestApp, said: dict[str, Any], mistake: tuple[str, str]) -> None:
        scene = await Scene.make(app)
        visit = await scene.moved(await scene.planned(), "check_in")

        refused = await scene.move(visit, "check_out", **said)

        assert refused.status_code == 422
        [(pointer, code)] = codes(refused)
        assert (pointer, code) == mistake


class TestAnEvent:
    async def test_tells_who_comes_and_when(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        other = await scene.another("LI")
        visit = await scene.planned(engineer_ids=[other["id"], scene.engineer["id"]])

        await scene.moved(visit, "reschedule", window=window(TOMORROW), reason="Strike.")

        found = (await app.client.get("/v1/events", params={"limit": 200})).json()["items"]
        planned, moved = [each for each in found if each["type"].startswith("stations.visit.")]
        assert planned["subject"] == f"tickets/{scene.ticket['id']}"
        assert planned["data"] == {
            "ticket_id": scene.ticket["id"],
            "visit_id": visit["id"],
            "number": visit["number"],
            "user_ids": [other["user_id"], scene.engineer["user_id"]],
            "window_from": MORNING[0],
            "window_to": MORNING[1],
        }
        assert (moved["data"]["reason"], moved["data"]["window_from"]) == ("Strike.", TOMORROW[0])
