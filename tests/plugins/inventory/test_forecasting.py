"""What is forecast for policies, and that a night costs no more statements for more of them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest

from inventory_house import inventory_app, location, part, policy, received
from inventory_tickets import issue, told
from wellkept_inventory.service.forecasting import renew_due
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


async def used(app: TestApp, part: Json, location: Json, quantity: str, on: str) -> None:
    ticket = await app.ticket(contract="plain")
    answer = await issue(app, ticket, part, location, quantity, body={"occurred_at": f"{on}T00:00:00Z"})
    assert answer.status_code == 201, answer.text


async def read(app: TestApp, policy: Json) -> Json:
    return (await app.client.get(f"/v1/inventory/policies/{policy['id']}")).json()


async def next_night(app: TestApp, days: int = 1) -> None:
    app.clock.advance(timedelta(days=days))
    await app.drain()


async def computed_on(app: TestApp, *policies: Json) -> list[str]:
    """Return the days on which the policies were forecast last."""
    ids = [UUID(each["id"]) for each in policies]
    rows = await app.house.fetch("SELECT policy_id, computed_at FROM inventory_forecast")
    found = {row["policy_id"]: row["computed_at"].date().isoformat() for row in rows}
    return [found[policy_id] for policy_id in ids]


class TestForecast:
    async def test_is_there_at_once_and_decides_the_levels(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "90")
        for month in ("2025-11", "2025-12", "2026-01", "2026-02"):
            await used(app, bearing, nanjing, "2", f"{month}-10")

        made = await policy(app, bearing, nanjing, lead_time_days=61, review_days=91)

        assert made["forecast"] == {
            # In the last 4 of 24 months something was used.
            "method": "sba",
            "class": "intermittent",
            # The size is 2, the interval 21 and then three times 1: 0.95 * 2 / 15.58.
            "rate": "0.121951",
            "lead_time_demand": "0.244408",
            # With a variance of 5/3 of the mean, P(0) is 0.8292 and P(1) is 0.1216.
            "reorder_point": "1.000",
            "order_up_to": "2.000",
            "computed_at": "2026-03-02T02:00:00Z",
        }
        assert made["levels"] == {"reorder_point": "1.000", "order_up_to": "2.000"}
        # 82 are more than 24 months of that.
        assert (made["alert"], [event["available"] for event in await told(app, "inventory.stock.overstocked")]) == (
            "over",
            ["82.000"],
        )

    async def test_follows_figures_that_are_changed(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "9")
        await used(app, bearing, nanjing, "4", "2026-02-10")
        made = await policy(app, bearing, nanjing, service_level_permille=500)

        changed = await app.client.patch(
            f"/v1/inventory/policies/{made['id']}", json={"service_level_permille": 999, "lead_time_days": 365}
        )

        before, after = made["levels"]["reorder_point"], changed.json()["levels"]["reorder_point"]
        assert float(before) < float(after)

    async def test_is_made_anew_at_night_where_something_has_changed(self, app: TestApp) -> None:
        bearing, seal, nanjing = await part(app), await part(app, "SEAL-40"), await location(app)
        for each in (bearing, seal):
            await received(app, each, nanjing, "90")
        changing, resting = await policy(app, bearing, nanjing), await policy(app, seal, nanjing)
        off = await policy(app, seal, await location(app, "SUZHOU"), method="none")
        assert (await read(app, changing))["forecast"] is None

        await next_night(app)
        await next_night(app)
        unchanged = await computed_on(app, changing, resting, off)
        await used(app, bearing, nanjing, "5", "2026-02-10")
        await next_night(app)
        one_changed = await computed_on(app, changing, resting, off)
        first = await read(app, changing)
        await next_night(app, days=31)
        month_over = await computed_on(app, changing, resting, off)

        assert unchanged == ["2026-03-02", "2026-03-02", "2026-03-02"]
        assert one_changed == ["2026-03-05", "2026-03-02", "2026-03-02"]
        assert month_over == ["2026-04-05", "2026-04-05", "2026-03-02"]
        assert first["forecast"]["method"] == "sba"
        assert first["version"] > changing["version"]

    async def test_costs_as_many_statements_for_many_policies_as_for_one(self, app: TestApp) -> None:
        nanjing = await location(app)
        bearing = await part(app)
        await received(app, bearing, nanjing, "90")
        await used(app, bearing, nanjing, "5", "2026-02-10")
        await policy(app, bearing, nanjing)
        forget = "DELETE FROM inventory_forecast"

        async def cost() -> int:
            await app.house.fetch(forget)
            ctx = await app.house.context("inventory", None)
            before = app.house.statements
            await renew_due(ctx)
            return app.house.statements - before

        of_one = await cost()
        for number in range(1, 12):
            await policy(app, await part(app, f"P-{number}"), nanjing)

        assert await cost() == of_one
