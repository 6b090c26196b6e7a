from collections.abc import AsyncIterator
from typing import Any

import pytest

from stations_house import engineer, patched, station, stations_app
from wellkept_sdk.testing import TestApp, dialects

ENGINEERS = "/v1/stations/engineers"
STATEMENTS_MAX = 5


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def codes(app: TestApp, **filters: Any) -> list[str]:
    answer = await app.client.get(ENGINEERS, params=filters)
    assert answer.status_code == 200, answer.text
    return [each["code"] for each in answer.json()["items"]]


class TestList:
    async def test_finds_engineers_page_by_page(self, app: TestApp) -> None:
        north, south = await station(app, "NO"), await station(app, "SO")
        zw = await engineer(app, north["id"], "ZW", skills=[{"code": "plc", "level": 1}])
        await engineer(app, south["id"], "LI", kind="consultant")
        await engineer(app, south["id"], "AN", skills=[{"code": "plc", "level": 5}, {"code": "pumps", "level": 2}])
        await patched(app, f"{ENGINEERS}/{zw['id']}", status="left")

        assert await codes(app) == ["AN", "LI", "ZW"]
        assert await codes(app, code="LI") == ["LI"]
        assert await codes(app, station_id=south["id"]) == ["AN", "LI"]
        assert await codes(app, kind="consultant") == ["LI"]
        assert await codes(app, status="left") == ["ZW"]
        assert await codes(app, user_id=zw["user_id"]) == ["ZW"]
        assert await codes(app, skill="plc") == ["AN", "ZW"]
        assert await codes(app, skill="plc", status="active") == ["AN"]
        first = (await app.client.get(ENGINEERS, params={"limit": 2})).json()
        assert await codes(app, limit=2, cursor=first["next_cursor"]) == ["ZW"]

    async def test_is_empty_where_nobody_is(self, app: TestApp) -> None:
        assert await codes(app) == []
        answer = await app.client.get(f"{ENGINEERS}/00000000-0000-7000-8000-000000000000")
        assert (answer.status_code, answer.json()["code"]) == (404, "stations.engineer.not_found")

    async def test_asks_the_database_the_same_few_times_for_many(self, app: TestApp) -> None:
        home = await station(app)
        await engineer(app, home["id"], "A", skills=[{"code": "plc", "level": 1}], certificates=[{"code": "hv"}])
        few = await cost(app)
        for number in range(8):
            await engineer(app, home["id"], f"B{number}", skills=[{"code": "plc", "level": 1}])

        assert await cost(app) == few <= STATEMENTS_MAX


async def cost(app: TestApp) -> int:
    before = app.house.statements
    await app.client.get(ENGINEERS)
    return app.house.statements - before
