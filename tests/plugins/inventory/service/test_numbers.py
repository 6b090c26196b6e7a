from asyncio import gather
from collections.abc import AsyncIterator

import pytest

from inventory_documents import asked, order_line
from inventory_house import inventory_app, location, part
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


class TestNumber:
    async def test_is_given_once_whoever_orders_at_the_same_time(self, app: TestApp) -> None:
        line = order_line(await part(app), await location(app), "1")

        answers = await gather(*(asked(app, line) for _ in range(8)))

        assert sorted(answer.json()["number"] for answer in answers) == [f"PO-2026-{n:06}" for n in range(1, 9)]
