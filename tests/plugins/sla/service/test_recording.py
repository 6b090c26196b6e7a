"""What happens to a ticket, as facts of its clocks."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from sla_house import PARTIES, Story, customer_of, iso, moment, sla_app
from sla_rows import saying, states
from wellkept_sdk import RecordName
from wellkept_sdk.ids import PartyId, TicketId
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.service.recording import involve


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


async def facts(app: TestApp) -> list[dict[str, Any]]:
    """Return the facts after the opening."""
    return await app.house.fetch("SELECT kind, occurred_at, data FROM sla_fact WHERE position > 1 ORDER BY position")


class TestAction:
    async def test_is_a_fact_of_its_own_moment(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await story.did("2026-03-02 12:00", "start", occurred_at=iso("2026-03-02 11:00"))

        assert await facts(app) == [{"kind": "started", "occurred_at": moment("2026-03-02 11:00"), "data": {}}]

    async def test_keeps_why_and_for_whom_it_waits(self, app: TestApp) -> None:
        party_id = next(iter(PARTIES.known))
        story = await Story.opened(app, "2026-03-02 09:00")
        await story.did("2026-03-02 10:00", "hold", reason="third_party", party_id=str(party_id))

        [held] = await facts(app)
        assert held["data"] == {"reason": "third_party", "party_id": str(party_id)}

    async def test_that_calls_for_attention_is_none(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await story.did("2026-03-02 10:00", "escalate", reason="The plant stands.")

        assert await facts(app) == []

    async def test_of_the_customer_is_known_as_theirs(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await story.did("2026-03-02 10:00", "resolve")
        app.clock.set(moment("2026-03-02 11:00"))
        customer = await customer_of(app, story.ticket)

        answer = await customer.post(f"{story.path}/transitions", json={"action": "reject", "reason": "It drips."})

        assert answer.is_success, answer.text
        assert [fact["data"] for fact in await facts(app)] == [{}, {"by_customer": True}]
        assert (await states(app, story))["resolution 1"] == "running"


class TestMessage:
    async def test_of_the_customer_stops_nothing(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        app.clock.set(moment("2026-03-02 10:00"))
        customer = await customer_of(app, story.ticket)

        await customer.post(f"{story.path}/log", json={"kind": "message", "text": "Are you coming?"})

        assert [fact["kind"] for fact in await facts(app)] == ["customer_message"]
        assert (await states(app, story))["response 1"] == "running"

    async def test_of_ours_is_an_answer_only_where_the_customer_may_read_it(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await saying(app, story, "2026-03-02 10:00", visibility="internal")
        await saying(app, story, "2026-03-02 10:10", kind="note")
        unanswered = await states(app, story)
        await saying(app, story, "2026-03-02 10:20")

        assert unanswered["response 1"] == "running"
        assert [fact["kind"] for fact in await facts(app)] == ["our_message"]


class TestParty:
    async def test_that_is_blocked_is_not_involved_and_harms_nobody(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        blocked = next(party.id for party in PARTIES.known.values() if party.code == "BLOCKED")
        nobody = PartyId(UUID("01990000-0000-7000-8000-00000000dddd"))
        ctx = await app.house.context("sla", RecordRef(RecordName.TICKET, UUID(story.id)))

        async with app.house.transaction():
            await involve(ctx, TicketId(UUID(story.id)), blocked)
            await involve(ctx, TicketId(UUID(story.id)), nobody)

        assert [entry[0] for entry in PARTIES.involved if entry[0] in {blocked, nobody}] == []


class TestCorrection:
    async def test_of_anything_but_the_grade_is_no_fact(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        app.clock.set(moment("2026-03-02 10:00"))

        await app.client.patch(story.path, json={"title": "Pump drips"})
        await app.client.patch(story.path, json={"grade": 2})

        assert await facts(app) == [
            {"kind": "grade_changed", "occurred_at": moment("2026-03-02 10:00"), "data": {"grade": 2}}
        ]
