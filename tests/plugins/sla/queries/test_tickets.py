"""The row of a ticket, locked and shown."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from sla_house import Story, moment, sla_app
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.sla import Holder
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.queries.tickets import locked, shown, zones


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


class TestRow:
    async def test_is_there_for_tickets_that_have_had_clocks(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        bare = await Story.opened(app, "2026-03-02 09:00", contract="bare")
        ctx = await app.house.context("sla", None)

        async with app.house.transaction():
            found = await locked(ctx, [TicketId(UUID(each.id)) for each in (story, bare)])

        [row] = found.values()
        assert (str(row.ticket_id), str(row.customer_id)) == (story.id, story.ticket["customer_id"])
        assert (row.first_due_at, row.next_at) == (
            moment("2026-03-02 13:00"),
            moment("2026-03-02 13:00:00.000001"),
        )
        assert (row.breached, row.paused, row.holder) == (False, False, Holder.US)

    async def test_is_shown_with_the_code_of_the_clock_that_is_due_first(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")

        found = await shown(await app.house.context("sla", None), [UUID(story.id)])

        assert found[UUID(story.id)]["first_due_clock"] == "response"


class TestZones:
    async def test_are_those_of_site_and_customer(self, app: TestApp) -> None:
        customer = await app.customer(time_zone="Europe/Berlin")
        project = await app.project(customer_id=customer["id"], site={"time_zone": "Asia/Urumqi"})
        ticket = await app.ticket(project_id=project["id"])
        ctx = await app.house.context("sla", None)

        found = await zones(ctx, [await ctx.tickets.get(TicketId(UUID(ticket["id"])))])

        [place] = found.values()
        assert (place.site, place.customer) == ("Asia/Urumqi", "Europe/Berlin")
