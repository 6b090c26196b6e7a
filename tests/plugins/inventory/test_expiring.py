"""Lots that will expire soon are announced once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from unittest.mock import patch

import pytest

from inventory_house import inventory_app, location, part, posted, received
from inventory_tickets import told
from wellkept_inventory.service import expiring
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


async def announced(app: TestApp) -> list[str]:
    return [event["number"] for event in await told(app, "inventory.lot.expiry_neared")]


class TestExpiry:
    async def test_is_announced_thirty_days_ahead_and_once(self, app: TestApp) -> None:
        oil, nanjing = await part(app, "OIL", tracking="lot"), await location(app)
        for lot, day in (("L1", "2026-04-01"), ("L2", "2026-04-02"), ("L3", "2026-04-03"), ("GONE", "2026-03-20")):
            await received(app, oil, nanjing, "1", lot=lot, expires_on=day)
        gone = {"part_id": oil["id"], "quantity": "1", "lot": "GONE"}
        await posted(app, kind="scrap", location_id=nanjing["id"], reason="Spilt.", lines=[gone])

        with patch.object(expiring, "BATCH_SIZE", 1):
            await app.drain()
        first = await announced(app)
        await app.drain()
        app.clock.advance(timedelta(days=1))
        await app.drain()
        second = await announced(app)
        await received(app, oil, nanjing, "1", lot="GONE")
        app.clock.advance(timedelta(days=1))
        await app.drain()

        assert first == ["L1"]
        assert second == ["L1", "L2"]
        assert sorted(await announced(app)) == ["GONE", "L1", "L2", "L3"]
        [event] = [each for each in await told(app, "inventory.lot.expiry_neared") if each["number"] == "L1"]
        assert (event["part_id"], event["expires_on"]) == (oil["id"], "2026-04-01")
