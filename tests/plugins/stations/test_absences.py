"""Absences: entered and listed."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from stations_house import engineer, refusing, station, stations_app
from wellkept_sdk.testing import Json, TestApp, dialects

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


@pytest.fixture
async def path(app: TestApp) -> str:
    made = await engineer(app, (await station(app))["id"])
    return f"/v1/stations/engineers/{made['id']}/absences"


def days(first: int, after: int, **said: Any) -> Json:
    return {"starts_at": f"2026-03-{first:02d}T00:00:00Z", "ends_at": f"2026-03-{after:02d}T00:00:00Z", **said}


async def listed(app: TestApp, path: str, **filters: Any) -> list[str]:
    answer = await app.client.get(path, params=filters)
    assert answer.status_code == 200, answer.text
    return [each["starts_at"][8:10] for each in answer.json()["items"]]


class TestAbsence:
    async def test_is_kept_in_utc_as_it_was_entered(self, app: TestApp, path: str) -> None:
        said = {
            "starts_at": "2026-03-03T00:00:00+08:00",
            "ends_at": "2026-03-04T00:00:00+08:00",
            "reason": "Training",
        }

        answer = await app.client.post(path, json=said)

        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert made == {
            "id": made["id"],
            "engineer_id": path.split("/")[-2],
            "starts_at": "2026-03-02T16:00:00Z",
            "ends_at": "2026-03-03T16:00:00Z",
            "reason": "Training",
            "created_at": "2026-03-02T02:00:00Z",
        }
        assert (await app.client.get(path)).json() == {"items": [made], "next_cursor": None}

    async def test_ends_after_it_starts(self, app: TestApp, path: str) -> None:
        for last in (3, 2):
            assert await refusing(app, path, days(3, last)) == [("/ends_at", "stations.absence.invalid")]
        assert await refusing(app, path, {**days(3, 4), "starts_at": "2026-03-03T00:00:00"}) == [
            ("/starts_at", "naive_time")
        ]
        assert await refusing(app, path, {**days(3, 4), "ends_at": "9999-12-31T23:59:59.999999Z"}) == [
            ("/ends_at", "too_large")
        ]

    async def test_is_of_an_engineer_who_is_there(self, app: TestApp) -> None:
        path = f"/v1/stations/engineers/{NOBODY}/absences"
        for answer in (await app.client.get(path), await app.client.post(path, json=days(1, 2))):
            assert (answer.status_code, answer.json()["code"]) == (404, "stations.engineer.not_found")

    async def test_leaves_no_reason_in_the_audit(self, app: TestApp, path: str) -> None:
        await app.created(path, days(3, 4, reason="Surgery"))

        kept = (await app.client.get("/v1/audit", params={"limit": 200})).json()["items"]

        [mine] = [each for each in kept if each["action"] == "stations.absence.created"]
        assert "Surgery" not in str(mine)
        assert mine["changes"]["starts_at"]["after"] == "2026-03-03T00:00:00Z"


class TestList:
    async def test_is_in_order_and_of_a_time_page_by_page(self, app: TestApp, path: str) -> None:
        for first, after in ((10, 12), (3, 4), (20, 25)):
            await app.created(path, days(first, after))

        assert await listed(app, path) == ["03", "10", "20"]
        assert await listed(app, path, **{"from": "2026-03-04T00:00:00Z"}) == ["10", "20"]
        assert await listed(app, path, to="2026-03-20T00:00:00Z") == ["03", "10"]
        assert await listed(app, path, **{"from": "2026-03-11T08:00:00+08:00", "to": "2026-03-11T12:00:00Z"}) == ["10"]
        first = (await app.client.get(path, params={"limit": 2})).json()
        assert await listed(app, path, limit=2, cursor=first["next_cursor"]) == ["20"]
