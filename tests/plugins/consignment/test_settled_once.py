"""Callers at the same time: each line stands on exactly one statement, and a period is settled once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from consignment_house import consignment_app, shelf
from consignment_statements import done, drawn, statement_lines, try_drawn
from wellkept_sdk.testing import TestApp, dialects

LINES = 40


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


class TestEightCallersAtOnce:
    async def test_settle_each_line_once_and_the_same_period_once(self, app: TestApp) -> None:
        pump = await shelf(app, quantity=str(LINES))
        ticket = await app.ticket(contract="plain")
        for number in range(LINES):
            await pump.use(ticket, "1", at=f"2026-{1 + number % 2:02d}-20T02:{number:02d}:00Z")
        january, both = ("2026-01-01", "2026-02-01"), ("2026-01-01", "2026-03-01")

        answers = await asyncio.gather(*(try_drawn(pump, *(january, both)[number % 2]) for number in range(8)))

        statements = [each.json() for each in answers if each.status_code == 201]
        periods = Counter((each["period_from"], each["period_to"]) for each in statements)
        assert {each.status_code for each in answers} == {201, 409}
        assert set(periods.values()) == {1}
        taken = [line["line"]["id"] for each in statements for line in await statement_lines(app, each)]
        assert (len(taken), len(set(taken))) == (LINES, LINES)

    async def test_cancel_and_settle_again_without_losing_a_line(self, app: TestApp) -> None:
        pump = await shelf(app)
        await pump.use(await app.ticket(contract="plain"), "4", at="2026-01-20T02:00:00Z")
        first = await drawn(pump)

        answers = await asyncio.gather(
            *(done(app, first, "cancel", reason="Again.") for _ in range(4)), *(try_drawn(pump) for _ in range(4))
        )
        if not any(each.status_code == 201 for each in answers[4:]):
            answers.append(await try_drawn(pump))

        assert [each.status_code for each in answers[:4]].count(201) == 1
        assert [each.status_code for each in answers[4:]].count(201) == 1
        assert [each["statement_id"] is not None for each in await pump.lines()] == [True]
