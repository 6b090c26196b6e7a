"""Which open clocks a calendar concerns."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from sla_house import Story, sla_app
from sla_rows import clock_rows, passes
from wellkept_sdk.db import Dialect
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.queries.sweeps import revisions_in_use, tickets_counting_by

OPEN_BY_CALENDAR = "calendar_code = 'a' AND state IN ('running', 'paused')"
OF_A_PARTY = "kind = 'uc' AND party_id = '01990000-0000-7000-8000-00000000aaaa'"
RUNNING_BEFORE = "state = 'running' AND due_at < '2026-03-02 09:00:00+00:00'"
RIDES = {
    "sla_clock__calendar_code__ticket_id": (
        f"SELECT DISTINCT ticket_id FROM sla_clock WHERE {OPEN_BY_CALENDAR} ORDER BY ticket_id LIMIT 5"
    ),
    "sla_clock__due_at__id": f"SELECT id FROM sla_clock WHERE {RUNNING_BEFORE} ORDER BY due_at, id LIMIT 5",
    "sla_clock__party_id__due_at": f"SELECT id FROM sla_clock WHERE {OF_A_PARTY} ORDER BY due_at LIMIT 5",
    "sla_breach__breached_at__id": "SELECT id FROM sla_breach ORDER BY breached_at, id LIMIT 5",
    "sla_ticket__ticket_id": "SELECT ticket_id FROM sla_ticket WHERE breached ORDER BY ticket_id LIMIT 5",
    "sla_ticket__first_due_at__ticket_id": "SELECT id FROM sla_ticket ORDER BY first_due_at, ticket_id LIMIT 5",
}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


async def revision(app: TestApp, story: Story) -> UUID:
    return (await clock_rows(app, story))["resolution", 1]["calendar_revision_id"]


class TestTickets:
    async def test_are_those_with_open_clocks_that_may_still_move(self, app: TestApp) -> None:
        running = await Story.opened(app, "2026-03-02 09:00", grade=3)
        ended = await Story.opened(app, "2026-03-02 09:00", grade=3)
        broken = await Story.opened(app, "2026-03-02 09:00", grade=1)
        await ended.did("2026-03-02 09:10", "resolve")
        await passes(app, "2026-03-03 09:30")
        ctx = await app.house.context("sla", None)
        in_use = await revisions_in_use(ctx, "cn-standard")

        found = await tickets_counting_by(ctx, "cn-standard", revision_ids=in_use, after=None, limit=10)

        assert in_use == {await revision(app, running)}
        assert found == [TicketId(UUID(running.id))]
        assert (await clock_rows(app, broken))["resolution", 1]["state"] == "running"

    async def test_come_in_batches_and_by_revision(self, app: TestApp) -> None:
        stories = [await Story.opened(app, "2026-03-02 09:00") for _ in range(3)]
        ids = sorted(TicketId(UUID(story.id)) for story in stories)
        known = [await revision(app, stories[0])]
        ctx = await app.house.context("sla", None)

        first = await tickets_counting_by(ctx, "cn-standard", revision_ids=known, after=None, limit=2)
        rest = await tickets_counting_by(ctx, "cn-standard", revision_ids=known, after=first[-1], limit=2)

        assert [*first, *rest] == ids
        assert await tickets_counting_by(ctx, "cn-standard", revision_ids=[uuid7()], after=None, limit=2) == []
        assert await tickets_counting_by(ctx, "24x7", revision_ids=known, after=None, limit=2) == []


class TestIndex:
    """Every sweep and every look-up rides an index, so that what has ended costs nothing."""

    @pytest.mark.parametrize(("index", "sql"), RIDES.items(), ids=list(RIDES))
    async def test_serves(self, app: TestApp, index: str, sql: str) -> None:
        plan = await explained(app, sql)

        assert index in plan, plan


async def explained(app: TestApp, sql: str) -> str:
    """Return how the database would answer; PostgreSQL prefers to read tables as small as these whole."""
    ctx = await app.house.context("sla", None)
    if ctx.db.dialect is Dialect.SQLITE:
        rows: list[dict[str, Any]] = await app.house.fetch(f"EXPLAIN QUERY PLAN {sql}")
    else:
        async with app.house.transaction():
            await app.house.fetch("SET LOCAL enable_seqscan = off")
            await app.house.fetch("SET LOCAL enable_sort = off")
            rows = await app.house.fetch(f"EXPLAIN {sql}")
    return "\n".join(str(row) for row in rows)
