from collections.abc import AsyncIterator

import pytest

from inventory_house import inventory_app
from store_imports import SEAL, STORE, stock, taken
from wellkept_inventory.queries.openings import digests
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    dialect: Dialect = request.param
    async with inventory_app(dialect) as app:
        yield app


class TestDigests:
    async def test_are_of_the_lines_of_a_reference_that_were_taken_in(self, app: TestApp) -> None:
        lines = [stock("1", "SEAL", "1", lot="L1"), stock("2", "SEAL", "1", lot="L1")]
        await taken(app, reference="R", locations=[STORE], parts=[SEAL], stock=lines)
        ctx = await app.house.context("inventory", None)

        found = await digests(ctx, "R", ["1", "2", "3"])

        assert found.keys() == {"1", "2"}
        # The line is a part of what is digested.
        assert found["1"] != found["2"]
        assert await digests(ctx, "OTHER", ["1"]) == {}
        assert await digests(ctx, "R", []) == {}
