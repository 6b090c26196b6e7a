"""Partners see the tickets that their people visit or are asked to take, and no others."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from fake_parties import PUMPCO, VALVECO, FakeParties
from stations_house import NOW, placed_project
from stations_visits import MORNING, Scene, at, partner
from wellkept_calendars import plugin as calendars
from wellkept_sdk import Ctx
from wellkept_sdk.db import Clause
from wellkept_sdk.hooks import VisibilityQuestion, hookimpl
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations import plugin as stations
from wellkept_stations.tables import StationsOffer

EXPIRES = "2026-03-02T02:15:00Z"


class SilentParties(FakeParties):
    """Shows nobody anything, so that what a partner sees comes from stations."""

    @hookimpl
    def ticket_visibility(self, ctx: Ctx, event: VisibilityQuestion) -> Clause | None:
        return None


#: One for all tests: what they compose is the same then, and composed once.
SILENT = SilentParties()


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    contracts: Json = {"plain": {"stations": {}}, "bare": {}}
    app = TestApp(plugins=[calendars, SILENT, stations], contracts=contracts, database=request.param)
    app.clock.set(datetime.fromisoformat(NOW))
    async with app:
        yield app


async def tickets(client: httpx.AsyncClient) -> list[str]:
    answer = await client.get("/v1/tickets")
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


async def offered(scene: Scene, engineer: Json, *, status: str = "open") -> None:
    await (await scene.ctx()).db.insert(
        StationsOffer,
        ticket_id=UUID(scene.ticket["id"]),
        wave=1,
        engineer_id=UUID(engineer["id"]),
        status=status,
        offered_at=datetime.fromisoformat(NOW),
        expires_at=datetime(2026, 3, 2, 2, 15, tzinfo=UTC),
    )


class TestAPartner:
    async def test_sees_tickets_that_its_people_visit(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        mine, client = await partner(app, scene.station, PUMPCO.id)
        _, stranger = await partner(app, scene.station, VALVECO.id, "OTHER")
        await app.ticket(project_id=scene.ticket["project_id"])
        before = await tickets(client)

        visit = await scene.planned(engineer_ids=[scene.engineer["id"], mine["id"]])

        assert (before, await tickets(client), await tickets(stranger)) == ([], [scene.ticket["id"]], [])
        assert (await client.get(f"{scene.path}/{visit['id']}")).status_code == 200
        assert (await stranger.get(f"{scene.path}/{visit['id']}")).status_code == 404

    @pytest.mark.parametrize(("action", "seen"), [("cancel", False), ("miss", True)])
    async def test_sees_them_after_the_visit_but_not_after_its_cancellation(
        self, app: TestApp, action: str, *, seen: bool
    ) -> None:
        scene = await Scene.make(app)
        mine, client = await partner(app, scene.station, PUMPCO.id)
        visit = await scene.planned(engineer_ids=[mine["id"]])
        at(app, MORNING[1])

        assert (await scene.move(visit, action, client=app.client, reason="Strike.")).status_code == 201

        assert bool(await tickets(client)) is seen

    async def test_sees_tickets_that_its_people_are_asked_to_take(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        mine, client = await partner(app, scene.station, PUMPCO.id)
        await offered(scene, mine)

        asked = await tickets(client)
        at(app, EXPIRES)

        assert (asked, await tickets(client)) == ([scene.ticket["id"]], [])

    async def test_sees_no_tickets_whose_offers_are_over(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        mine, client = await partner(app, scene.station, PUMPCO.id)
        await offered(scene, mine, status="declined")

        assert await tickets(client) == []

    async def test_may_ask_for_the_list_with_a_fixed_number_of_statements(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        mine, client = await partner(app, scene.station, PUMPCO.id)

        async def sent() -> int:
            before = app.house.statements
            await tickets(client)
            return app.house.statements - before

        await sent()
        without = await sent()
        await scene.planned(engineer_ids=[mine["id"]])

        assert await sent() == without


class TestAPartnerWithManyTickets:
    async def test_reads_the_very_ticket_that_it_asks_for(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        other, client = await partner(app, scene.station, PUMPCO.id)
        tickets: list[str] = []
        for hour in (3, 5, 7):
            scene.ticket = await app.ticket(project_id=(await placed_project(app))["id"])
            times = (f"2026-03-02T{hour:02}:00:00Z", f"2026-03-02T{hour + 2:02}:00:00Z")
            await scene.planned(times, engineer_ids=[other["id"]])
            tickets.append(scene.ticket["id"])
        assert [(await client.get(f"/v1/tickets/{each}")).json()["id"] for each in tickets] == tickets
