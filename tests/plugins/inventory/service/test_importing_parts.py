from collections.abc import AsyncIterator

import pytest

from inventory_house import inventory_app, location, part, received
from store_imports import refused
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


class TestTakeParts:
    async def test_is_refused_with_all_mistakes_of_parts(self, app: TestApp) -> None:
        used, other = await part(app, "USED"), await part(app, "OTHER", gtin="09506000134352")
        await received(app, used, await location(app), "1")

        mistakes = await refused(
            app,
            parts=[
                {"code": "NEW"},
                {"code": "USED", "tracking": "lot", "status": "archived"},
                {"code": "B", "name": "B", "gtin": "9506000134352"},
                {"code": "C", "name": "C", "gtin": "9506000134369"},
                {"code": "D", "name": "D", "gtin": "9506000134369"},
                {"code": "D", "name": "D", "gtin": "9506000134353"},
                {"code": other["code"], "gtin": "09506000134352"},
            ],
        )

        assert mistakes == [
            ("/parts/5/code", "not_a_choice"),
            ("/parts/0/name", "required"),
            ("/parts/5/gtin", "pattern"),
            ("/parts/1/tracking", "inventory.part.fixed"),
            ("/parts/1/status", "inventory.part.in_use"),
            ("/parts/2/gtin", "inventory.part.gtin_taken"),
            ("/parts/4/gtin", "inventory.part.gtin_taken"),
        ]
