"""Documents are numbered without a gap between callers at the same time, and never twice."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from liability_house import liability_app, site
from liability_money import withheld
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


class TestNextNumber:
    async def test_is_given_once_to_callers_at_once(self, app: TestApp) -> None:
        project = await site(app)

        made = await asyncio.gather(*(withheld(app, project) for _ in range(6)))

        assert sorted(each["number"] for each in made) == [f"LR-{place:08d}" for place in range(1, 7)]
