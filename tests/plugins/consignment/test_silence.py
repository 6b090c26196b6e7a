"""Statements that nobody answers in time."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from consignment_house import Shelf, consignment_app, shelf
from consignment_statements import EVIDENCE, answered, disputed, issued_statement, seen, statement_lines
from wellkept_consignment.jobs import lapse_answers
from wellkept_consignment.service import silence
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


async def waiting(app: TestApp, **agreement: Any) -> tuple[Shelf, Json]:
    pump = await shelf(app, **agreement)
    ticket = await app.ticket(contract="plain")
    await pump.use(ticket, "4", at="2026-01-20T02:00:00Z")
    await pump.use(ticket, "1", at="2026-01-21T02:00:00Z")
    return pump, await issued_statement(pump)


async def run(app: TestApp, *, days: int) -> int:
    app.clock.advance(timedelta(days=days))
    ctx = await app.house.context("consignment", None)
    found = await silence.lapsed(ctx)
    await lapse_answers(ctx)
    return len(found)


class TestSilence:
    async def test_confirms_what_is_pending_after_the_last_day_where_that_was_agreed(self, app: TestApp) -> None:
        _, statement = await waiting(app, silence="confirms")
        first, _ = await statement_lines(app, statement)
        await answered(app.client, statement, disputed(first), evidence=EVIDENCE)

        on_the_last_day = await run(app, days=10)
        pending = (await seen(app, statement))["pending"]
        the_day_after = await run(app, days=1)

        assert (on_the_last_day, pending, the_day_after) == (0, 1, 1)
        lines = await statement_lines(app, statement)
        assert [(line["answer"], line["answered_how"]) for line in lines] == [
            ("disputed", "on_behalf"),
            ("confirmed", "silence"),
        ]

    async def test_reminds_once_and_waits_otherwise(self, app: TestApp) -> None:
        _, statement = await waiting(app)

        found = [await run(app, days=11), await run(app, days=1)]

        assert found == [1, 0]
        assert (await seen(app, statement))["pending"] == 2
