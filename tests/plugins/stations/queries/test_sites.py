from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from stations_house import placed_project, stations_app
from wellkept_sdk import Ctx
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations.queries.sites import TicketSite, site_of, sites_of
from wellkept_stations.rules.covering import Site
from wellkept_stations.rules.geometry import Point


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


@pytest.fixture
async def ctx(app: TestApp) -> Ctx:
    return await app.house.context("stations", None)


class TestSite:
    async def test_is_that_of_the_project_with_the_model_of_the_equipment(self, app: TestApp, ctx: Ctx) -> None:
        project = await placed_project(app, time_zone="Asia/Urumqi")
        item = await app.equipment(project_id=project["id"], manufacturer="Pumara", model="HP-200")
        ticket = await app.ticket(project_id=project["id"], equipment_id=item["id"])
        known = await ctx.tickets.get(TicketId(UUID(ticket["id"])))
        before = app.house.statements

        found = await site_of(ctx, known)

        assert app.house.statements - before == 1
        assert found == TicketSite(
            site=Site("310101", Point(121.4737, 31.2304)),
            time_zone="Asia/Urumqi",
            project_id=UUID(project["id"]),
            equipment_id=UUID(item["id"]),
            model="HP-200",
        )

    async def test_has_what_is_known_and_the_zone_of_the_customer(self, app: TestApp, ctx: Ctx) -> None:
        customer = await app.customer(contract="plain", time_zone="Europe/Berlin")
        ticket = await app.ticket(project_id=(await app.project(customer_id=customer["id"]))["id"])
        ticket_id = UUID(ticket["id"])

        found = await sites_of(ctx, [ticket_id, uuid7()])

        assert found.keys() == {ticket_id}
        assert (found[ticket_id].site, found[ticket_id].model) == (Site(None, None), None)
        assert found[ticket_id].time_zone == "Europe/Berlin"
