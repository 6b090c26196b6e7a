"""Calendars get new content: batch by batch, and no newer content is taken back."""

from collections.abc import AsyncIterator

import pytest

from calendar_calls import calendar, revised
from sla_house import BUSINESS, Story, moment
from sla_rows import clock_rows, passes, shift_rows
from wellkept_calendars import plugin as calendars
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla import plugin as sla

CLOSED = {"on": "2026-03-04", "kind": "closed"}
CLOSED_TOO = {"on": "2026-03-05", "kind": "closed"}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with TestApp(
        plugins=[calendars, sla],
        contracts={"business": {"sla": BUSINESS}},
        settings={"sla_recompute_batch": 2},
        database=request.param,
    ) as app:
        yield app


async def opened(app: TestApp, count: int) -> list[Story]:
    return [await Story.opened(app, "2026-03-02 09:00", contract="business", grade=3) for _ in range(count)]


class TestRevision:
    async def test_reaches_every_ticket_batch_by_batch(self, app: TestApp) -> None:
        stories = await opened(app, 5)
        standard = await calendar(app)

        await revised(app, standard["id"], apply_to="open_clocks", add_exceptions=[CLOSED])
        await app.drain()

        counted = [(await clock_rows(app, story))["resolution", 1]["calendar_revision_id"] for story in stories]
        assert {str(each) for each in counted} == {(await calendar(app))["revision"]["id"]}
        assert [len(await shift_rows(app, story)) for story in stories] == [2] * 5

    async def test_of_new_clocks_leaves_open_ones_alone(self, app: TestApp) -> None:
        [story] = await opened(app, 1)
        before = await clock_rows(app, story)
        standard = await calendar(app)

        await revised(app, standard["id"], apply_to="new_clocks", add_exceptions=[CLOSED])
        await app.drain()

        assert await clock_rows(app, story) == before

    async def test_that_is_overtaken_does_not_take_the_newer_one_back(self, app: TestApp) -> None:
        [story] = await opened(app, 1)
        standard = await calendar(app)

        await revised(app, standard["id"], apply_to="open_clocks", add_exceptions=[CLOSED])
        await revised(app, standard["id"], apply_to="open_clocks", add_exceptions=[CLOSED_TOO])
        await app.drain()
        await app.house.redeliver("sla")
        await app.drain()

        row = (await clock_rows(app, story))["resolution", 1]
        assert str(row["calendar_revision_id"]) == (await calendar(app))["revision"]["id"]

    async def test_leaves_a_broken_promise_where_it_was(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="business", grade=1)
        await passes(app, "2026-03-05 12:00")
        before = await clock_rows(app, story)
        standard = await calendar(app)

        holiday = {"on": "2026-03-06", "kind": "closed"}
        await revised(app, standard["id"], apply_to="open_clocks", add_exceptions=[holiday])
        await app.drain()

        assert await clock_rows(app, story) == before
        assert before["resolution", 1]["due_at"] < moment("2026-03-05 12:00")
