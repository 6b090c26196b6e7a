"""The days that warranties had are kept, and none is missed when a day comes at the same time."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest

from liability_house import liability_app, promised, promises, site
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


class TestDays:
    async def test_are_kept_when_others_take_their_place(self, app: TestApp) -> None:
        project = await site(app)
        await promised(app, project)

        for day in ("2024-03-05", "2024-03-05", "2024-03-07"):
            await app.client.patch(f"/v1/projects/{project['id']}", json={"accepted_on": day})

        rows = await app.house.fetch("SELECT starts_on, ends_on FROM liability_warranty_date ORDER BY id")
        assert [(row["starts_on"], row["ends_on"]) for row in rows] == [
            (date(2024, 3, 1), date(2026, 3, 2)),
            (date(2024, 3, 5), date(2026, 3, 6)),
        ]

    async def test_are_the_projects_whoever_comes_first(self, app: TestApp) -> None:
        for _ in range(5):
            project = await site(app, accepted_on=None)

            await asyncio.gather(
                *(promised(app, project) for _ in range(4)),
                app.client.patch(f"/v1/projects/{project['id']}", json={"accepted_on": "2024-03-01"}),
            )

            assert [each["starts_on"] for each in await promises(app, project)] == ["2024-03-01"] * 4
