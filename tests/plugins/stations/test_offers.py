"""Offers as callers see them: whom they ask, and who may answer."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

import pytest

from stations_house import stations_app
from stations_offers import Asked, asked
from wellkept_sdk.http import PageRequest
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations.queries.offers import page_of_ticket

UNKNOWN: Final = "01990000-0000-7000-8000-00000000dead"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestOffers:
    async def test_are_answered_by_whom_they_ask_or_by_a_dispatcher(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI")
        made = await scene.wave()

        foreign = await scene.say("ZW", "accept", by=scene.clients["LI"])
        unknown = await scene.clients["ZW"].post(f"{scene.path}/{UNKNOWN}/answer", json={"answer": "accept"})
        other = await asked_elsewhere(app, scene)
        elsewhere = await scene.clients["ZW"].post(f"{other}/{made['ZW']['id']}/answer", json={"answer": "accept"})

        assert (foreign.status_code, foreign.json()["code"]) == (403, "permission_denied")
        assert [(each.status_code, each.json()["code"]) for each in (unknown, elsewhere)] == [
            (404, "stations.offer.not_found")
        ] * 2

    async def test_are_seen_by_whom_they_ask_and_by_dispatchers(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI")
        await scene.wave()

        own = await scene.offers(seen_by=scene.clients["ZW"])

        assert [each["engineer_code"] for each in own] == ["ZW"]
        assert len(await scene.offers()) == 2
        asking = await scene.clients["ZW"].post(scene.path, json={})
        assert asking.status_code == 403

    async def test_are_listed_page_by_page_in_one_statement_each(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", "WANG")
        await scene.wave()
        ctx = await scene.ctx()
        costs: list[int] = []
        for limit in (1, 3):
            before = app.house.statements
            page = await page_of_ticket(ctx, TicketId(UUID(scene.ticket["id"])), PageRequest(limit=limit))
            costs.append(app.house.statements - before)
            assert len(page.items) == limit

        assert costs == [1, 1]
        first = (await app.client.get(scene.path, params={"limit": 2})).json()
        rest = (await app.client.get(scene.path, params={"limit": 2, "cursor": first["next_cursor"]})).json()
        assert [each["engineer_code"] for each in first["items"] + rest["items"]] == ["LI", "WANG", "ZW"]
        assert rest["next_cursor"] is None

    async def test_are_refused_with_a_wrong_time_of_arrival(self, app: TestApp) -> None:
        scene = await asked(app, "ZW")
        await scene.wave()

        answers = [
            await scene.say("ZW", "accept", eta="2026-03-02T01:59:59Z"),
            await scene.say("ZW", "decline", eta="2026-03-02T03:00:00Z"),
            await scene.say("ZW", "perhaps"),
        ]

        assert [(each.status_code, each.json()["errors"][0]["pointer"]) for each in answers] == [
            (422, "/eta"),
            (422, "/eta"),
            (422, "/answer"),
        ]
        assert await scene.standing() == [(1, "ZW", "open")]


async def asked_elsewhere(app: TestApp, scene: Asked) -> str:
    """Return where the offers of another ticket of the same project are."""
    other = await app.ticket(project_id=scene.ticket["project_id"])
    return f"/v1/tickets/{other['id']}/stations/offers"
