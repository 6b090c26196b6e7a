"""What a ticket comes to, summed up."""

from collections.abc import AsyncGenerator

import pytest

from costs_house import added, cny, costs_app, summary
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    async with costs_app(request.param) as opened:
        yield opened


class TestASummary:
    async def test_tells_kinds_and_who_bears_them_apart(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="plain")
        await added(app, ticket, "2")
        await added(app, ticket, "10", kind="travel", unit="km", covered_by="contract")

        found = await summary(app, ticket)

        assert (found["currency"], found["cost"], found["price"]) == ("CNY", cny(25200), cny(62000))
        assert found["chargeable"] == cny(60000)
        assert found["by_kind"]["travel"] == {"cost": cny(1200), "price": cny(2000)}
        assert found["by_coverage"]["contract"] == {"cost": cny(1200), "price": cny(2000)}
        assert found["by_coverage"]["warranty"] == {"cost": cny(0), "price": cny(0)}
        assert found["approval"] == {"threshold": None, "approved": None, "left": None}
