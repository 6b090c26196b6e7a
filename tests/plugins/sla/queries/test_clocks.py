"""The cache of the fold, as it is read."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from sla_house import Story, moment, sla_app
from sla_rows import breach_rows, passes
from wellkept_sdk.ids import TicketId
from wellkept_sdk.period import Elapsed
from wellkept_sdk.services.sla import ClockState, Holder
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.queries.clocks import come_thresholds, stored_of


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


class TestStoredClocks:
    async def test_come_with_their_breaches_in_one_statement(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        other = await Story.opened(app, "2026-03-02 09:10", grade=3)
        await passes(app, "2026-03-02 13:30")
        ids = [TicketId(UUID(each.id)) for each in (story, other)]
        ctx = await app.house.context("sla", None)

        before = app.house.statements
        found = await stored_of(ctx, ids)

        assert app.house.statements - before == 1
        first = found[ids[0]]
        assert [clock.key for clock in first.clocks] == [("resolution", 1), ("response", 1)]
        assert (first.clocks[1].target, first.clocks[1].state) == (Elapsed(duration="PT4H"), ClockState.RUNNING)
        [breach] = first.breaches
        assert (breach.clock_id, breach.due_at, breach.holder) == (
            first.clocks[1].id,
            moment("2026-03-02 13:00"),
            Holder.US,
        )
        assert (breach.withdrawn_at, breach.excuse, found[ids[1]].breaches) == (None, None, [])

    async def test_tell_who_has_excused_what(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await passes(app, "2026-03-02 13:30")
        [breach] = await breach_rows(app, story)
        path = f"breaches/{breach['id']}/excuses"
        assert (await story.post(path, reason_code="agreed", note="The customer knows.")).status_code == 201

        found = await stored_of(await app.house.context("sla", None), [TicketId(UUID(story.id))])

        excuse = found[TicketId(UUID(story.id))].breaches[0].excuse
        assert excuse is not None
        assert (excuse["reason_code"], excuse["note"], excuse["evidence"]) == ("agreed", "The customer knows.", [])


class TestThresholds:
    async def test_that_came_are_known_by_clock_code_and_repetition(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await passes(app, "2026-03-02 21:30")
        ctx = await app.house.context("sla", None)
        clocks = (await stored_of(ctx, [TicketId(UUID(story.id))]))[TicketId(UUID(story.id))].clocks

        found = await come_thresholds(ctx, [clock.id for clock in clocks])

        assert {(each.clock_id, each.code, each.repetition) for each in found} == {(clocks[0].id, "half", 0)}
