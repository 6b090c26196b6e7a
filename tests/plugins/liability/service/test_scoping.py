"""What a ticket is about is kept once."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from liability_house import liability_app, site
from wellkept_liability.service import scoping
from wellkept_sdk.services.parties import PartyScope
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


class TestScope:
    async def test_that_is_said_later_takes_the_place_of_the_other(self, app: TestApp) -> None:
        ticket = await app.ticket(project_id=(await site(app))["id"])
        ctx = await app.house.context("liability", None)

        for scope in (PartyScope.HVAC, PartyScope.CONTROL, None):
            async with ctx.db.transaction():
                await scoping.keep(ctx, UUID(ticket["id"]), scope)
            rows = await app.house.fetch("SELECT scope FROM liability_ticket")
            assert [row["scope"] for row in rows] == [scope]
