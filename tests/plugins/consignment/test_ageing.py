"""The age of suppliers' stock, and what is announced of it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from consignment_house import consignment_app, shelf
from wellkept_consignment import plugin as consignment
from wellkept_consignment.service import ageing
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


async def asked(app: TestApp, agreement: Json, **query: str) -> list[tuple[str, int, bool, str | None]]:
    answer = await app.client.get("/v1/consignment/ageing", params={"agreement_id": agreement["id"], **query})
    assert answer.status_code == 200, answer.text
    return [(each["quantity"], each["age_days"], each["over_limit"], each["action"]) for each in answer.json()["items"]]


class TestAgeing:
    async def test_layers_what_lies_there_by_the_latest_receipts(self, app: TestApp) -> None:
        pump = await shelf(app, quantity="5", ageing={"limit_days": 30, "action": "return"})
        await pump.receive("3", occurred_at="2026-02-20T02:00:00Z")
        await pump.use(await app.ticket(contract="plain"), "4", at="2026-02-21T02:00:00Z")

        assert await asked(app, pump.agreement) == [("1.000", 59, True, "return"), ("3.000", 10, False, None)]
        assert await asked(app, pump.agreement, on="2026-03-23") == [
            ("1.000", 80, True, "return"),
            ("3.000", 31, True, "return"),
        ]

    async def test_is_not_told_to_another_supplier(self, app: TestApp) -> None:
        pump, valve = await shelf(app), await shelf(app, "VALVECO")
        query = {"agreement_id": pump.agreement["id"]}

        mine = await (await pump.partner()).get("/v1/consignment/ageing", params=query)
        other = await (await valve.partner()).get("/v1/consignment/ageing", params=query)

        assert (mine.status_code, other.status_code) == (200, 404)

    async def test_is_announced_once_for_each_layer_over_the_limit(self, app: TestApp) -> None:
        pump = await shelf(app, quantity="5", ageing={"limit_days": 30, "action": "notify"})
        await pump.receive("3", occurred_at="2026-02-20T02:00:00Z")
        job = next(each for each in consignment.jobs if each.name == "announce_aged")

        counts: list[int] = []
        for days in (0, 0, 30):
            app.clock.advance(timedelta(days=days))
            ctx = await app.house.context("consignment", None)
            await job.run(ctx)
            rows = await ctx.db.fetch("SELECT move_id FROM consignment_aged")
            counts.append(len(rows))

        assert counts == [1, 1, 2]
        assert [str(each) for each in await ageing.with_limit(ctx)] == [pump.agreement["id"]]
