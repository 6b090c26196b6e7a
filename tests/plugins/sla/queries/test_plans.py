from collections.abc import AsyncIterator

import pytest

from sla_house import MANY_KINDS, moment, sla_app
from wellkept_sdk import Ctx
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.queries.plans import Plan, plan_at


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


@pytest.fixture
async def ctx(app: TestApp) -> Ctx:
    return await app.house.context("sla", None)


class TestPlan:
    async def test_says_what_it_was_given(self, ctx: Ctx) -> None:
        assert await plan_at(ctx, "many", at=moment("2026-03-02 09:00")) == Plan(MANY_KINDS)

    async def test_says_nothing_where_it_does_not_name_sla(self, ctx: Ctx) -> None:
        assert await plan_at(ctx, "bare", at=moment("2026-03-02 09:00")) == Plan(None)

    async def test_is_not_there_before_it_counts_or_under_another_code(self, ctx: Ctx) -> None:
        assert await plan_at(ctx, "many", at=moment("2025-12-31 09:00")) is None
        assert await plan_at(ctx, "gold", at=moment("2026-03-02 09:00")) is None

    async def test_says_what_counts_at_the_moment(self, app: TestApp, ctx: Ctx) -> None:
        plans = (await app.client.get("/v1/service-plans")).json()["items"]
        plan = next(plan for plan in plans if plan["code"] == "bare")
        app.clock.set(moment("2026-03-01 09:00"))
        revision = {"plugins": {"sla": {"on_reopen": "carry"}}}
        await app.created(f"/v1/service-plans/{plan['id']}/revisions", revision)

        assert await plan_at(ctx, "bare", at=moment("2026-02-28 09:00")) == Plan(None)
        assert await plan_at(ctx, "bare", at=moment("2026-03-02 09:00")) == Plan({"on_reopen": "carry"})
