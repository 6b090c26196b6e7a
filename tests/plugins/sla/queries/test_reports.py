from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from sla_house import Story, sla_app
from wellkept_sdk import Ctx
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.queries.reports import Range, groups
from wellkept_sla.schemas.reporting import GroupBy

MARCH = Range(starts_at=datetime(2026, 3, 1, tzinfo=UTC), ends_at=datetime(2026, 4, 1, tzinfo=UTC))


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


@pytest.fixture
async def ctx(app: TestApp) -> Ctx:
    return await app.house.context("sla", None)


class TestMedian:
    async def test_is_what_a_clock_has_really_taken(self, app: TestApp, ctx: Ctx) -> None:
        for hour in (10, 11, 12):
            story = await Story.opened(app, "2026-03-02 09:00")
            await story.did(f"2026-03-02 {hour}:00", "respond")

        [odd] = [group for group in await groups(ctx, by=GroupBy.CODE, within=MARCH) if group.key == "response"]
        another = await Story.opened(app, "2026-03-03 09:00")
        await another.did("2026-03-03 12:59", "respond")
        [even] = [group for group in await groups(ctx, by=GroupBy.CODE, within=MARCH) if group.key == "response"]

        assert (odd.median_us, even.median_us) == (7_200_000_000, 7_200_000_000)
        assert (odd.met, even.met) == (3, 4)

    async def test_is_none_where_nothing_was_judged(self, app: TestApp, ctx: Ctx) -> None:
        await Story.opened(app, "2026-03-02 09:00")

        found = await groups(ctx, by=GroupBy.MONTH, within=MARCH)

        assert [(group.key, group.open, group.median_us) for group in found] == [("2026-03", 2, None)]


class TestGroup:
    async def test_ends_before_the_end_of_the_range(self, app: TestApp, ctx: Ctx) -> None:
        await Story.opened(app, "2026-03-31 06:00")

        found = await groups(ctx, by=GroupBy.CODE, within=MARCH)

        # The response is due at 10:00 of Shanghai, the resolution on the first of April, 06:00: March by UTC.
        assert [(group.key, group.open) for group in found] == [("resolution", 1), ("response", 1)]

    async def test_leaves_out_clocks_that_a_late_fact_has_taken_back(self, app: TestApp, ctx: Ctx) -> None:
        await Story.opened(app, "2026-03-02 09:00")
        async with app.house.transaction():
            await ctx.db.execute("UPDATE sla_clock SET state = 'cancelled' WHERE code = 'response'")

        found = await groups(ctx, by=GroupBy.CODE, within=MARCH)

        assert [group.key for group in found] == ["resolution"]

    async def test_of_nobody_has_no_key(self, app: TestApp, ctx: Ctx) -> None:
        await Story.opened(app, "2026-03-02 09:00")
        async with app.house.transaction():
            await ctx.db.execute("UPDATE sla_clock SET kind = 'uc' WHERE code = 'response'")

        found = await groups(ctx, by=GroupBy.PARTY, within=MARCH)

        assert [(group.key, group.label, group.open) for group in found] == [(None, None, 1)]
