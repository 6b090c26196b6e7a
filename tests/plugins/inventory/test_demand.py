"""What was used of parts in the past, as forecasts see it: rule 12."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from inventory_house import inventory_app, location, part, received, taken_back
from inventory_tickets import give_back, issue
from wellkept_sdk.testing import Json, TestApp, dialects

FORECASTS: Final = "/v1/inventory/forecasts"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


async def forecast(app: TestApp, **body: Any) -> Json:
    answer = await app.client.post(FORECASTS, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def used(app: TestApp, part: Json, location: Json, quantity: str, at: str) -> Json:
    """Return the ticket for which something was used at a moment."""
    ticket = await app.ticket(contract="plain")
    answer = await issue(app, ticket, part, location, quantity, body={"occurred_at": at})
    assert answer.status_code == 201, answer.text
    return ticket


class TestDemand:
    async def test_is_what_was_used_by_the_months_of_the_place(self, app: TestApp) -> None:
        bearing = await part(app)
        nanjing = await location(app, time_zone="Asia/Shanghai")
        van = await location(app, "VAN-7", kind="van", parent_id=nanjing["id"])
        elsewhere = await location(app, "SUZHOU")
        for place in (nanjing, van, elsewhere):
            await received(app, bearing, place, "50")
        # In Shanghai the first of February has begun.
        await used(app, bearing, nanjing, "3", "2026-01-31T16:00:00Z")
        await used(app, bearing, van, "2", "2026-01-31T15:59:59Z")
        await used(app, bearing, nanjing, "5", "2025-12-31T16:00:00+08:00")
        # In Shanghai it is March.
        await used(app, bearing, nanjing, "7", "2026-02-28T16:00:00Z")
        await used(app, bearing, elsewhere, "9", "2026-02-10T00:00:00Z")
        of_part = {"part_id": bearing["id"]}

        by_default = await forecast(app, **of_part, location_id=nanjing["id"])
        until_january = await forecast(app, **of_part, location_id=nanjing["id"], as_of="2026-02-27", buckets=2)
        until_march = await forecast(app, **of_part, location_id=nanjing["id"], as_of="2026-03-31", buckets=3)
        of_the_van = await forecast(app, **of_part, location_id=van["id"], bucket="week", buckets=6)

        assert (len(by_default["demand"]), by_default["demand"][-3:]) == (24, ["5.000", "2.000", "3.000"])
        assert until_january["demand"] == ["5.000", "2.000"]
        assert until_march["demand"] == ["2.000", "3.000", "7.000"]
        # The van tells the time of its store: the last day of January is of the week from 26 January on.
        assert of_the_van["demand"] == ["0.000", "2.000", "0.000", "0.000", "0.000", "0.000"]

    async def test_leaves_out_what_came_back_unused_and_what_was_a_mistake(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "50")
        ticket = await used(app, bearing, nanjing, "6", "2026-01-10T00:00:00Z")
        back = await give_back(app, ticket, bearing, "2", body={"occurred_at": "2026-02-20T00:00:00Z"})
        again = await give_back(app, ticket, bearing, "1", body={"occurred_at": "2026-02-21T00:00:00Z"})
        undone = await taken_back(app, again.json())
        mistaken = await issue(app, ticket, bearing, nanjing, "9", body={"occurred_at": "2026-02-11T00:00:00Z"})
        reversed_ = await taken_back(app, mistaken.json())
        found = await forecast(app, part_id=bearing["id"], location_id=nanjing["id"], buckets=2)

        assert [each.status_code for each in (back, undone, reversed_)] == [201, 201, 201]
        # What comes back lowers the month of its issue.
        assert found["demand"] == ["4.000", "0.000"]
