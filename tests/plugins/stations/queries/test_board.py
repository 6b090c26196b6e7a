"""Whom and what the dispatch board shows."""

from collections.abc import AsyncIterator

import pytest

from stations_days import agreed_visit, board, planned_station, waiting_ticket
from stations_house import engineer, stations_app
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestBoard:
    async def test_shows_all_below_the_station(self, app: TestApp) -> None:
        root = await planned_station(app, "CN", coverage=[])
        here = await planned_station(app, parent_id=root["id"])
        there = await planned_station(app, "BJ", parent_id=root["id"], coverage=[])
        for code, home in (("ZW", here), ("LI", there), ("WANG", root)):
            await engineer(app, home["id"], code)
        ticket = await waiting_ticket(app)

        whole, part = await board(app, root), await board(app, there)

        assert [each["code"] for each in whole["engineers"]] == ["LI", "WANG", "ZW"]
        assert [each["ticket_id"] for each in whole["tickets"]] == [ticket["id"]]
        assert ([each["code"] for each in part["engineers"]], part["tickets"]) == (["LI"], [])

    async def test_leaves_out_who_has_left_what_is_cancelled_or_over_and_what_is_not_served(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang, gone = await engineer(app, here["id"]), await engineer(app, here["id"], "LI")
        await app.client.patch(f"/v1/stations/engineers/{gone['id']}", json={"status": "left"})
        await waiting_ticket(app, contract="bare")
        over = await waiting_ticket(app)
        await agreed_visit(app, over, zhang, "2026-03-03T01:00:00Z", "2026-03-03T02:00:00Z")
        done = await app.client.post(
            f"/v1/tickets/{over['id']}/transitions", json={"action": "cancel", "reason": "wrong plant"}
        )
        assert done.is_success, done.text

        found = await board(app, here)

        assert [(each["code"], each["visits"]) for each in found["engineers"]] == [("ZW", [])]
        assert found["tickets"] == []

    async def test_shows_visits_of_the_day_only(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang = await engineer(app, here["id"])
        for starts_at, ends_at in (
            ("2026-03-02T15:00:00Z", "2026-03-02T16:00:00Z"),
            ("2026-03-03T15:30:00Z", "2026-03-03T17:00:00Z"),
            ("2026-03-03T17:00:00Z", "2026-03-03T18:00:00Z"),
        ):
            await agreed_visit(app, await waiting_ticket(app), zhang, starts_at, ends_at)

        [person] = (await board(app, here))["engineers"]

        assert [each["planned"]["starts_at"] for each in person["visits"]] == ["2026-03-03T15:30:00Z"]
