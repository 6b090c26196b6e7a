"""What lies there belongs to the latest receipts."""

from collections.abc import AsyncIterator

import pytest

from consignment_house import consignment_app, shelf
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


class TestStock:
    async def test_is_as_old_as_what_is_left_of_its_receipts_whenever_they_were_recorded(self, app: TestApp) -> None:
        pump = await shelf(app, quantity=None)
        await pump.receive("3", occurred_at="2026-01-10T00:00:00Z")
        await pump.receive("2", occurred_at="2026-02-01T00:00:00Z")
        [before] = await pump.stock()

        await pump.use(await app.ticket(contract="plain"), "3")

        [after] = await pump.stock()
        assert [(each["received_on"], each["age_days"]) for each in (before, after)] == [
            ("2026-01-10", 51),
            ("2026-02-01", 29),
        ]
