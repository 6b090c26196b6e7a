"""Which codes there are."""

from collections.abc import AsyncIterator

import pytest

from stations_dispatch import member, shanghai
from stations_house import stations_app
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations.queries.codes import known_engineers


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestKnownEngineers:
    async def test_are_those_that_are_there(self, app: TestApp) -> None:
        await member(app, await shanghai(app), "LI")
        ctx = await app.house.context("stations", None)

        assert await known_engineers(ctx, ["LI", "ZW"]) == {"LI"}
