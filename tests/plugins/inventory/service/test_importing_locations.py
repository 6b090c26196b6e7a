from collections.abc import AsyncIterator

import pytest

from inventory_house import inventory_app, location
from store_imports import refused
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


class TestTakeLocations:
    async def test_is_refused_with_all_mistakes_of_places(self, app: TestApp) -> None:
        old = await location(app, "OLD")
        await app.client.patch(f"/v1/inventory/locations/{old['id']}", json={"archived": True})

        mistakes = await refused(
            app,
            locations=[
                {"code": "A"},
                {"code": "B", "name": "B", "time_zone": "Mars/Olympus", "parent_code": "NOWHERE"},
                {"code": "C", "name": "C", "parent_code": "D"},
                {"code": "D", "name": "D", "parent_code": "C"},
                {"code": "C", "name": "C", "parent_code": "D"},
                {"code": "E", "name": "E", "parent_code": "OLD"},
            ],
        )

        assert mistakes == [
            ("/locations/4/code", "not_a_choice"),
            ("/locations/0/name", "required"),
            ("/locations/1/time_zone", "not_a_choice"),
            ("/locations/1/parent_code", "unknown_reference"),
            ("/locations/2/parent_code", "inventory.location.circular"),
            ("/locations/3/parent_code", "inventory.location.circular"),
            ("/locations/4/parent_code", "inventory.location.circular"),
            ("/locations/5/parent_code", "inventory.location.archived"),
        ]
