"""What comes by itself: statements of periods that are over, and the end of agreements."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from consignment_house import AGREEMENTS, consignment_app, shelf
from consignment_statements import STATEMENTS, done
from wellkept_consignment.jobs import draft_statements, end_agreements
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


async def drafted(app: TestApp) -> list[Json]:
    await draft_statements(await app.house.context("consignment", None))
    return (await app.client.get(STATEMENTS)).json()["items"]


class TestDrafting:
    async def test_draws_up_the_month_that_is_over_once(self, app: TestApp) -> None:
        pump, on_demand = await shelf(app), await shelf(app, "VALVECO", period="on_demand")
        ticket = await app.ticket(contract="plain")
        await pump.use(ticket, "4", at="2026-02-20T02:00:00Z")
        await on_demand.use(ticket, "4", at="2026-02-20T02:00:00Z")

        first = await drafted(app)
        again = await drafted(app)
        await done(app, first[0], "cancel", reason="Not yet.")
        cancelled = await drafted(app)

        assert [(each["period_from"], each["period_to"], each["line_count"]) for each in first] == [
            ("2026-02-01", "2026-03-01", 1)
        ]
        assert len(again) == len(cancelled) == 1

    async def test_leaves_what_has_happened_since(self, app: TestApp) -> None:
        pump = await shelf(app)
        await pump.use(await app.ticket(contract="plain"), "4", at="2026-03-01T02:00:00Z")

        assert await drafted(app) == []


class TestEnd:
    async def test_of_an_agreement_comes_on_its_first_day_without_it(self, app: TestApp) -> None:
        pump = await shelf(app, ends_on="2026-03-03")
        found: list[str] = []
        for days in (0, 1, 1):
            app.clock.advance(timedelta(days=days))
            await end_agreements(await app.house.context("consignment", None))
            found.append((await app.client.get(f"{AGREEMENTS}/{pump.agreement['id']}")).json()["status"])

        assert found == ["active", "ended", "ended"]
