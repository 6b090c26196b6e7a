import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from inventory_house import inventory_app, location
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

LOCATIONS = "/v1/inventory/locations"
PARTS = "/v1/inventory/parts"
GTIN = "09506000134352"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


async def moved(app: TestApp, place: Json, target: Json) -> httpx.Response:
    return await app.client.patch(f"{LOCATIONS}/{place['id']}", json={"parent_id": target["id"]})


class TestChangingTogether:
    async def test_closes_no_circle_of_places(self, app: TestApp) -> None:
        one, other = await location(app, "ONE"), await location(app, "OTHER")

        answers = await asyncio.gather(moved(app, one, other), moved(app, other, one))

        assert sorted(answer.status_code for answer in answers) == [200, 422]

    async def test_makes_a_place_once(self, app: TestApp) -> None:
        said = {"code": "ONE", "name": "One"}

        answers = await asyncio.gather(*(app.client.post(LOCATIONS, json=said) for _ in range(6)))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]
        assert {answer.json().get("code") for answer in answers} == {"ONE", "code_taken"}

    async def test_makes_a_part_once(self, app: TestApp) -> None:
        said = [{"code": code, "name": "x", "gtin": GTIN} for code in ("A", "A", "B", "B")]

        answers = await asyncio.gather(*(app.client.post(PARTS, json=each) for each in said))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
        assert {answer.json()["code"] for answer in answers} <= {"A", "B", "code_taken", "inventory.part.gtin_taken"}
