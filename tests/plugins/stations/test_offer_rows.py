"""Writing offers: in few statements, with one timer for all that wait for an answer."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from stations_house import stations_app
from stations_offers import Asked, asked
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations.queries.offers import of_ticket
from wellkept_stations.service.offer_rows import Wave, expire, make, withdraw


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def made(scene: Asked, *codes: str, number: int = 1) -> int:
    """Ask engineers of a scene at once, and return how many statements that takes."""
    ctx = await scene.ctx()
    wave = Wave(
        number=number, engineer_ids=[UUID(scene.people[code]["id"]) for code in codes], expires_after_minutes=15
    )
    async with scene.app.house.transaction():
        before = scene.app.house.statements
        await make(ctx, id_of(scene), wave)
        return scene.app.house.statements - before


async def timers(scene: Asked) -> list[Row]:
    """Return the timers of a scene's ticket."""
    return await scene.app.house.fetch(
        "SELECT kind, due_at FROM timer WHERE plugin = 'stations' AND record_id = ?", id_of(scene)
    )


def id_of(scene: Asked) -> TicketId:
    return TicketId(UUID(scene.ticket["id"]))


class TestWave:
    async def test_costs_no_more_for_many_but_for_their_events(self, app: TestApp) -> None:
        scene = await asked(app, "A1", "A2", "A3", "A4", "A5", "A6", "A7")

        costs = [await made(scene, "A1"), await made(scene, "A2", "A3", number=2)]
        costs.append(await made(scene, "A4", "A5", "A6", "A7", number=3))

        of_an_event = costs[1] - costs[0]
        assert costs[2] - costs[1] == 2 * of_an_event
        assert len(await scene.told("stations.offer.made")) == 7

    async def test_keeps_the_order_its_number_and_one_timer(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", "WANG")

        await made(scene, "WANG", "ZW", "LI", number=4)

        assert await scene.standing() == [(4, "WANG", "open"), (4, "ZW", "open"), (4, "LI", "open")]
        [row] = await app.house.fetch("SELECT wave FROM stations_ticket WHERE id = ?", id_of(scene))
        assert row["wave"] == 4
        [timer] = await timers(scene)
        assert (timer["kind"], timer["due_at"].isoformat()) == ("offers", "2026-03-02T02:15:00+00:00")


class TestOpenOffers:
    async def test_are_withdrawn_with_their_timer(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI")
        await made(scene, "ZW", "LI")
        ctx = await scene.ctx()

        async with app.house.transaction():
            await withdraw(ctx, id_of(scene))

        assert await scene.standing() == [(1, "ZW", "withdrawn"), (1, "LI", "withdrawn")]
        assert await timers(scene) == []

    async def test_are_not_there_in_one_statement(self, app: TestApp) -> None:
        scene = await asked(app, "ZW")
        ctx = await scene.ctx()

        async with app.house.transaction():
            before = app.house.statements
            await withdraw(ctx, id_of(scene))

            assert app.house.statements - before == 1

    async def test_expire_one_by_one(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI")
        await made(scene, "ZW", "LI")
        ctx = await scene.ctx()
        [first, _] = await of_ticket(ctx, id_of(scene))

        async with app.house.transaction():
            await expire(ctx, [first])

        assert await scene.standing() == [(1, "ZW", "expired"), (1, "LI", "open")]
        [told] = await scene.told("stations.offer.expired")
        assert told["offer_id"] == str(first.id)
