"""The recorded inputs of the fold, as they are read."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from sla_house import Story, moment, sla_app
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.records.tickets import HoldReason
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.queries.facts import facts_of
from wellkept_sla.rules.facts import FactKind


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


class TestFacts:
    async def test_come_in_the_order_of_recording_with_their_data(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", grade=2)
        await story.did("2026-03-02 10:00", "hold", reason="weather")
        ticket_id = TicketId(UUID(story.id))

        found = await facts_of(await app.house.context("sla", None), [ticket_id, TicketId(uuid7())])

        assert list(found) == [ticket_id]
        opened, held = found[ticket_id]
        assert (opened.kind, opened.position, opened.data.grade) == (FactKind.OPENED, 1, 2)
        assert opened.data.reported_at == moment("2026-03-02 09:00")
        assert (held.kind, held.position, held.data.reason) == (FactKind.HELD, 2, HoldReason.WEATHER)
        assert held.occurred_at == moment("2026-03-02 10:00")

    async def test_of_many_tickets_cost_one_statement(self, app: TestApp) -> None:
        stories = [await Story.opened(app, f"2026-03-02 09:0{number}") for number in range(3)]
        ctx = await app.house.context("sla", None)

        before = app.house.statements
        found = await facts_of(ctx, [TicketId(UUID(story.id)) for story in stories])

        assert (len(found), app.house.statements - before) == (3, 1)
