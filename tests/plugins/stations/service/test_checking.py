"""What is wrong with the terms of a plan or contract."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from stations_dispatch import member, shanghai
from stations_house import stations_app
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def mistakes(app: TestApp, **terms: Any) -> list[tuple[str, str]]:
    body: Json = {"code": "gold", "name": "Gold", "plugins": {"stations": terms}}
    answer = await app.client.post("/v1/service-plans", json=body)
    if answer.is_success:
        return []
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


class TestWeights:
    @pytest.mark.parametrize(
        ("weights", "pointer"),
        [
            (dict.fromkeys(("skill_fit", "distance", "load", "sla_slack", "parts_on_hand", "continuity"), 0), ""),
            ({"distance": -1}, "/distance"),
            ({"beauty": 5}, "/beauty"),
        ],
    )
    async def test_that_could_never_work_are_refused(self, app: TestApp, weights: dict[str, int], pointer: str) -> None:
        found = await mistakes(app, weights=weights)

        assert found == [(f"/plugins/stations/weights{pointer}", "stations.terms.weights")]

    async def test_may_leave_criteria_out(self, app: TestApp) -> None:
        assert await mistakes(app, weights={"distance": 1}) == []


class TestTeams:
    async def test_name_engineers_that_are_there(self, app: TestApp) -> None:
        await member(app, await shanghai(app), "LI")

        found = await mistakes(app, only_engineers=["LI", "ZW"], never_engineers=["AN", "LI"])

        assert found == [
            ("/plugins/stations/only_engineers/1", "stations.engineer.not_found"),
            ("/plugins/stations/never_engineers/0", "stations.engineer.not_found"),
        ]


class TestRequirements:
    async def test_may_name_skills_that_nobody_has_yet(self, app: TestApp) -> None:
        assert await mistakes(app, requirements=[{"skills": {"diving": 5}, "certificates": ["diver"]}]) == []


class TestTermsOfOthers:
    async def test_are_left_to_them(self, app: TestApp) -> None:
        body: Json = {"code": "none", "name": "None", "plugins": {}}

        assert (await app.client.post("/v1/service-plans", json=body)).status_code == 201
