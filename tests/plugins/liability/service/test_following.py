"""Tickets are read anew when a warranty has changed."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from liability_house import liability_app, site
from wellkept_liability.service import following
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


class TestFollowing:
    @pytest.mark.parametrize("count", [0, 1, 2, 5])
    async def test_raises_the_version_of_every_ticket_of_the_project_once(
        self, app: TestApp, monkeypatch: pytest.MonkeyPatch, count: int
    ) -> None:
        monkeypatch.setattr(following, "BATCH_SIZE", 2)
        project, other = await site(app), await app.ticket(project_id=(await site(app))["id"])
        for _ in range(count):
            await app.ticket(project_id=project["id"])

        await following.show_anew(await app.house.context("liability", None), UUID(project["id"]))

        rows = await app.house.fetch("SELECT id, version FROM ticket")
        raised = [row["version"] for row in rows if str(row["id"]) != other["id"]]
        assert raised == [other["version"] + 1] * count
        assert [row["version"] for row in rows if str(row["id"]) == other["id"]] == [other["version"]]
