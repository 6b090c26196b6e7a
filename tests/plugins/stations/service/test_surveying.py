"""What decides who can be sent, and how few statements that takes."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import pytest

from stations_dispatch import crowd, ctx_of, matter, member, pump, region, shanghai
from stations_house import stations_app
from wellkept_sdk.errors import Invalid
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations.service.surveying import survey

STATEMENTS_MAX = 8
ENGINEERS = 500


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestSurvey:
    async def test_takes_as_many_statements_for_five_hundred_engineers_as_for_one(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        ctx = await ctx_of(app, ticket)
        record = await ctx.tickets.get(TicketId(UUID(ticket["id"])))
        await crowd(app, sh, size=ENGINEERS)

        before = app.house.statements
        found = await survey(ctx, record, at=ctx.at)

        assert app.house.statements - before <= STATEMENTS_MAX
        assert len(found.engineers) == len(found.workloads) == ENGINEERS

    async def test_counts_the_day_of_the_site(self, app: TestApp) -> None:
        ticket = await matter(app, await pump(app))
        ctx = await ctx_of(app, ticket)
        record = await ctx.tickets.get(TicketId(UUID(ticket["id"])))

        found = await survey(ctx, record, at=ctx.at.replace(hour=16))

        assert found.day == date(2026, 3, 3)

    async def test_looks_at_an_engineer_of_another_station_who_is_named(self, app: TestApp) -> None:
        await shanghai(app)
        far, ticket = await shanghai(app, "BJ", coverage=[region("110000")]), await matter(app, await pump(app))
        _, one = await member(app, far, "LI")
        ctx = await ctx_of(app, ticket)
        record = await ctx.tickets.get(TicketId(UUID(ticket["id"])))

        without = await survey(ctx, record, at=ctx.at)
        found = await survey(ctx, record, at=ctx.at, also=UUID(one["id"]))

        assert [list(without.engineers), [each.code for each in found.engineers]] == [[], ["LI"]]

    async def test_knows_nobody_of_an_unknown_name(self, app: TestApp) -> None:
        ticket = await matter(app, await pump(app))
        ctx = await ctx_of(app, ticket)
        record = await ctx.tickets.get(TicketId(UUID(ticket["id"])))

        with pytest.raises(Invalid) as refused:
            await survey(ctx, record, at=ctx.at, also=UUID(int=1))

        assert [error.pointer for error in refused.value.errors] == ["/engineer_id"]
