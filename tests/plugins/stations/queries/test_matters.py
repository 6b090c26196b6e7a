"""What a ticket asks of whoever is sent, and who knows its equipment and its site."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from stations_dispatch import ctx_of, matter, member, moved, pump, resolved, shanghai
from stations_house import stations_app
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations.queries.matters import Matter, matter_of
from wellkept_stations.rules.requirements import Required
from wellkept_stations.rules.scoring import SAME_EQUIPMENT, SAME_PROJECT


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def known(app: TestApp, ticket: Json, *, later: timedelta = timedelta()) -> Matter:
    ctx = await ctx_of(app, ticket)
    record = await ctx.tickets.get(TicketId(UUID(ticket["id"])))
    before = app.house.statements
    found = await matter_of(ctx, record, at=ctx.at + later)
    assert app.house.statements == before + 1
    return found


async def continuity(app: TestApp, ticket: Json, who: Json, *, later: timedelta = timedelta()) -> int:
    return (await known(app, ticket, later=later)).continuity(UUID(who["user_id"]))


class TestMatter:
    async def test_has_what_was_asked_for_on_the_ticket(self, app: TestApp) -> None:
        own = {"required_skills": [{"code": "hydraulics", "level": 3}], "required_certificates": ["crane"]}
        ticket = await matter(app, await pump(app), extensions={"stations": own})

        assert (await known(app, ticket)).own == Required({"hydraulics": 3}, ("crane",))

    async def test_asks_for_nothing_where_the_ticket_does_not(self, app: TestApp) -> None:
        ticket = await matter(app, await pump(app))
        await app.house.fetch("DELETE FROM stations_ticket")

        assert (await known(app, ticket)).own == Required()


class TestContinuity:
    async def test_is_that_of_the_last_ticket_of_the_equipment(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        first, one = await member(app, sh, "LI")
        second, other = await member(app, sh, "ZW")
        await resolved(first, await matter(app, item))
        await resolved(second, await matter(app, item))
        ticket = await matter(app, item)

        assert await continuity(app, ticket, one) == 0
        assert await continuity(app, ticket, other) == SAME_EQUIPMENT

    async def test_is_that_of_the_last_ticket_of_the_project_within_a_year(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        neighbour = await app.equipment(project_id=item["project_id"])
        client, one = await member(app, sh, "LI")
        await resolved(client, await matter(app, item))
        ticket = await matter(app, neighbour)

        found = [await continuity(app, ticket, one, later=timedelta(days=days)) for days in (0, 365, 366)]

        assert found == [SAME_PROJECT, SAME_PROJECT, 0]

    async def test_is_that_of_the_assignee_where_no_engineer_has_written_it_down(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        _, one = await member(app, sh, "LI")
        earlier = await matter(app, item)
        assert (await moved(app.client, earlier, "assign", assignee_id=one["user_id"])).status_code == 201
        await resolved(app.client, earlier)

        assert await continuity(app, await matter(app, item), one) == SAME_EQUIPMENT

    async def test_is_that_of_whoever_resolved_it_rather_than_of_the_assignee(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        client, one = await member(app, sh, "LI")
        _, assignee = await member(app, sh, "ZW")
        earlier = await matter(app, item)
        assert (await moved(app.client, earlier, "assign", assignee_id=assignee["user_id"])).status_code == 201
        await resolved(client, earlier)
        ticket = await matter(app, item)

        assert [await continuity(app, ticket, who) for who in (one, assignee)] == [SAME_EQUIPMENT, 0]

    async def test_is_none_for_the_ticket_itself_or_one_that_is_open(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        client, one = await member(app, sh, "LI")
        ticket = await matter(app, item)
        await matter(app, item)
        await resolved(client, ticket)

        assert await continuity(app, ticket, one) == 0
