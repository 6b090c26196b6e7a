"""Warranties are told of before they end."""

from collections.abc import AsyncIterator

import pytest

from liability_house import liability_app, promised, site
from parties_house import events, moment
from wellkept_liability.service import ending
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


async def told(app: TestApp, at: str) -> list[str]:
    """Return which ends were announced by a moment at which the job has run."""
    app.clock.set(moment(at))
    await ending.announce_ending(await app.house.context("liability", None))
    return [data["ends_on"] for _, data in await events(app, "liability.warranty_term.ending")]


class TestEnding:
    async def test_is_told_of_thirty_days_before_and_once(self, app: TestApp) -> None:
        await promised(app, await site(app, accepted_on="2024-04-01"), scope="control")

        assert await told(app, "2026-03-02T15:59:00Z") == []
        assert await told(app, "2026-03-02T16:00:00Z") == ["2026-04-02"]
        assert await told(app, "2026-03-03T16:00:00Z") == ["2026-04-02"]

    async def test_is_told_of_again_when_it_is_another(self, app: TestApp) -> None:
        project = await site(app, accepted_on="2024-04-01")
        await promised(app, project, scope="control")
        await told(app, "2026-03-10T00:00:00Z")

        await app.client.patch(f"/v1/projects/{project['id']}", json={"accepted_on": "2024-04-05"})

        assert await told(app, "2026-03-10T01:00:00Z") == ["2026-04-02", "2026-04-06"]

    async def test_is_not_told_of_when_it_is_over_revoked_or_not_served(self, app: TestApp) -> None:
        project = await site(app, accepted_on="2024-02-01")
        await promised(app, project, scope="control")
        revoked = await promised(app, project, scope="control", start_rule="fixed", fixed_on="2024-03-10")
        path = f"/v1/projects/{project['id']}/liability/warranty-terms/{revoked['id']}/revocation"
        await app.client.post(path, json={"reason": "Entered twice."})

        assert await told(app, "2026-03-02T00:00:00Z") == []

    async def test_is_told_of_in_batches(self, app: TestApp, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ending, "BATCH_SIZE", 2)
        project = await site(app, accepted_on="2024-04-01")
        for _ in range(5):
            await promised(app, project, scope="control")

        assert await told(app, "2026-03-10T00:00:00Z") == ["2026-04-02"] * 5

    async def test_is_what_a_worker_does_every_day(self, app: TestApp) -> None:
        await promised(app, await site(app, accepted_on="2024-04-01"), scope="control")
        app.clock.set(moment("2026-03-10T00:00:00Z"))

        await app.drain()

        assert len(await events(app, "liability.warranty_term.ending")) == 1
