"""Callers and workers at the same time: what is stored is what the facts give, and nothing is told twice."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from sla_house import Story, iso, moment, sla_app
from sla_rows import breach_rows, clock_rows, told
from wellkept_sdk import RecordName
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla.service.recount import recount
from wellkept_sla.service.settling import Manner

CALLERS = 8


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


class TestManyCallers:
    async def test_leave_every_fact_at_its_place(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="many")
        app.clock.set(moment("2026-03-02 10:00"))

        answers = await asyncio.gather(
            *(story.post("milestones", milestone="on_site", occurred_at=on_site(number)) for number in range(CALLERS)),
            *(app.client.post(f"{story.path}/log", json=says(number)) for number in range(CALLERS)),
        )

        facts = await app.house.fetch("SELECT position FROM sla_fact ORDER BY position")
        assert {answer.status_code for answer in answers} == {201}
        assert [row["position"] for row in facts] == list(range(1, 2 + 2 * CALLERS))
        assert (await story.post("replay", apply=False)).json()["identical"]

    async def test_stop_a_clock_once(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        app.clock.set(moment("2026-03-02 10:00"))

        await asyncio.gather(*(app.client.post(f"{story.path}/log", json=says(number)) for number in range(CALLERS)))

        rows = await clock_rows(app, story)
        assert rows["response", 1]["state"] == "met"
        assert (await told(app, story)).count("clock.met response") == 1


class TestManyWorkers:
    async def test_find_one_breach(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        app.clock.set(moment("2026-03-02 13:00:01"))

        await asyncio.gather(*(asyncio.create_task(fired(app, story)) for _ in range(CALLERS)))

        assert [row["code"] for row in await breach_rows(app, story)] == ["response"]
        assert (await told(app, story)).count("clock.breached response") == 1

    async def test_and_the_answer_that_comes_at_that_moment_agree(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        app.clock.set(moment("2026-03-02 13:00:01"))
        answer = {"action": "respond", "occurred_at": iso("2026-03-02 13:00")}

        await asyncio.gather(
            fired(app, story), app.client.post(f"{story.path}/transitions", json=answer), fired(app, story)
        )

        rows = await clock_rows(app, story)
        standing = [row for row in await breach_rows(app, story) if row["mark"] is None]
        assert (rows["response", 1]["state"], standing) == ("met", [])
        assert (await story.post("replay", apply=False)).json()["identical"]


def on_site(number: int) -> str:
    """Return a moment of the first hour."""
    return iso(f"2026-03-02 09:{number + 1:02}")


def says(number: int) -> dict[str, str]:
    """Return a message to the customer."""
    return {"kind": "message", "text": f"We are on our way, {number}.", "visibility": "customer"}


async def fired(app: TestApp, story: Story) -> None:
    """Do what the ticket's timer does, in a transaction of its own."""
    ticket_id = TicketId(UUID(story.id))
    ctx = await app.house.context("sla", RecordRef(RecordName.TICKET, ticket_id))
    async with app.house.transaction():
        await recount(ctx, ticket_id, manner=Manner(is_timed=True))
