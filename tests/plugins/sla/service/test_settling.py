"""Folding tickets and storing what comes of it, one or hundreds at a time."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from sla_house import Story, moment, sla_app
from sla_rows import clock_rows, passes, shift_rows, states, timer_at, told
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.rules.facts import FactData, FactKind
from wellkept_sla.rules.histories import NewFact
from wellkept_sla.service.recount import recount_many
from wellkept_sla.service.settling import Manner, recorded

SILENT = Manner(raises_version=False, is_silent=True)


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


def ids_of(*stories: Story) -> list[TicketId]:
    return [TicketId(UUID(story.id)) for story in stories]


class TestManyTickets:
    async def test_cost_as_many_statements_as_one_where_nothing_is_told(self, app: TestApp) -> None:
        one, *many = [await Story.opened(app, "2026-03-02 09:00") for _ in range(6)]
        app.clock.set(moment("2026-03-02 10:00"))
        ctx = await app.house.context("sla", None)
        answered = [NewFact(kind=FactKind.RESPONDED, occurred_at=ctx.at)]

        counts: list[int] = []
        for stories in ([one], many):
            before = app.house.statements
            await recount_many(ctx, dict.fromkeys(ids_of(*stories), answered), manner=SILENT)
            counts.append(app.house.statements - before)

        assert counts[0] == counts[1]
        assert {(await states(app, story))["response 1"] for story in [one, *many]} == {"met"}
        assert {await timer_at(app, story) for story in [one, *many]} == {moment("2026-03-02 21:00")}


class TestSilence:
    async def test_tells_nothing_and_keeps_no_shifts(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        before = await told(app, story)
        app.clock.set(moment("2026-03-02 10:00"))
        ctx = await app.house.context("sla", None)
        held = NewFact(kind=FactKind.HELD, occurred_at=ctx.at, data=FactData(reason=HoldReason.CUSTOMER))

        await recount_many(ctx, {ids_of(story)[0]: [held]}, manner=SILENT)

        assert (await states(app, story))["resolution 1"] == "paused"
        assert (await told(app, story), await shift_rows(app, story)) == (before, [])


class TestNewFacts:
    async def test_are_numbered_behind_the_old_ones_and_bear_the_moment_and_the_caller(self, app: TestApp) -> None:
        app.clock.set(moment("2026-03-02 10:00"))
        ctx = await app.house.context("sla", None)
        known = NewFact(
            kind=FactKind.STARTED,
            occurred_at=moment("2026-03-02 09:00"),
            recorded_at=moment("2026-03-02 09:30"),
            actor_id=UUID("01990000-0000-7000-8000-00000000bbbb"),
        )

        first, second = recorded(ctx, [NewFact(kind=FactKind.RESPONDED, occurred_at=ctx.at), known], after=4)

        assert (first.position, first.recorded_at, first.actor_id) == (5, moment("2026-03-02 10:00"), None)
        assert (second.position, second.recorded_at) == (6, moment("2026-03-02 09:30"))
        assert second.actor_id == known.actor_id


class TestTimer:
    async def test_is_left_alone_while_its_moment_is_the_same(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        before = await app.house.fetch("SELECT id, due_at FROM timer WHERE plugin = 'sla'")

        await story.did("2026-03-02 09:10", "triage")

        assert await app.house.fetch("SELECT id, due_at FROM timer WHERE plugin = 'sla'") == before
        await passes(app, "2026-03-02 13:30")
        assert await timer_at(app, story) == moment("2026-03-02 21:00")
        assert (await clock_rows(app, story))["response", 1]["state"] == "running"
