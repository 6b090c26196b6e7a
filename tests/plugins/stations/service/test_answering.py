"""What other plugins are told of candidates."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from stations_dispatch import ctx_of, matter, member, pump, shanghai
from stations_house import stations_app
from wellkept_sdk.hooks.ticket_questions import CandidatesQuestion
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations.service.answering import candidates


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestCandidates:
    async def test_are_those_who_can_be_sent_with_their_reasons(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        _, one = await member(app, sh, "LI")
        _, away = await member(app, sh, "AWAY")
        await app.client.patch(f"/v1/stations/engineers/{away['id']}", json={"status": "away"})
        ctx = await ctx_of(app, ticket)
        record = await ctx.tickets.get(TicketId(UUID(ticket["id"])))

        found = await candidates(ctx, CandidatesQuestion(ticket=record))

        assert found is not None
        [told] = found.items
        assert (str(told.user_id), told.score) == (one["user_id"], 0.922)
        assert told.reasons == [
            "skill_fit 1000: no skill required",
            "distance 966: 6.823 km",
            "load 1000: 0 of 10 open",
            "sla_slack unknown: no clock",
            "parts_on_hand unknown: no part needed",
            "continuity 0: has not resolved the last ticket",
        ]
