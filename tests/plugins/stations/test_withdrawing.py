"""What becomes of open offers when a ticket goes on otherwise."""

from collections.abc import AsyncIterator

import pytest

from stations_house import stations_app
from stations_offers import asked
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestAction:
    @pytest.mark.parametrize(
        ("action", "fields"),
        [
            ("start", {}),
            ("resolve", {"cause": "Worn.", "measure": "Changed."}),
            ("cancel", {"reason": "Wrong plant."}),
        ],
    )
    async def test_that_settles_a_ticket_withdraws_its_offers(
        self, app: TestApp, action: str, fields: dict[str, str]
    ) -> None:
        scene = await asked(app, "ZW", "LI")
        await scene.wave()
        await scene.say("ZW", "decline")

        answer = await scene.done(action, **fields)
        late = await scene.say("LI", "accept")
        await scene.minutes_pass(60)

        assert answer.status_code == 201, answer.text
        assert (late.status_code, late.json()["code"]) == (409, "stations.offer.gone")
        assert await scene.standing() == [(1, "LI", "withdrawn"), (1, "ZW", "declined")]
        assert await scene.told("stations.offers.exhausted") == []

    async def test_that_assigns_withdraws_them_too(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI")
        await scene.wave()

        await scene.done("assign", assignee_id=scene.people["ZW"]["user_id"])

        assert await scene.standing() == [(1, "LI", "withdrawn"), (1, "ZW", "withdrawn")]
        assert await app.house.fetch("SELECT id FROM timer WHERE plugin = 'stations'") == []

    async def test_of_another_kind_leaves_them_open(self, app: TestApp) -> None:
        scene = await asked(app, "ZW")
        await scene.wave()

        for action, fields in (("triage", {}), ("respond", {}), ("hold", {"reason": "parts"}), ("resume", {})):
            assert (await scene.done(action, **fields)).status_code == 201

        assert await scene.standing() == [(1, "ZW", "open")]
        [timer] = await app.house.fetch("SELECT due_at FROM timer WHERE plugin = 'stations'")
        assert timer["due_at"].isoformat() == "2026-03-02T02:15:00+00:00"
