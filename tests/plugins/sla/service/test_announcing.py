"""Which events tell what a fold has changed."""

from collections.abc import AsyncIterator

import pytest

from sla_house import Story, customer_of, iso, moment, sla_app
from sla_rows import clock_rows, events, told
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


class TestEvents:
    async def test_name_the_ticket_whose_it_is_and_the_clock(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await story.did("2026-03-02 10:00", "respond")

        started, met = await events(app, story)

        rows = await clock_rows(app, story)
        assert started["clocks"] == [str(rows["resolution", 1]["id"]), str(rows["response", 1]["id"])]
        assert met == {
            "type": "sla.clock.met",
            "ticket_id": story.id,
            "customer_id": story.ticket["customer_id"],
            "project_id": story.ticket["project_id"],
            "occurred_at": "2026-03-02T02:00:00Z",
            "clock_id": str(rows["response", 1]["id"]),
            "code": "response",
            "number": 1,
            "kind": "sla",
            "party_id": None,
            "stopped_by": "responded",
        }

    async def test_tell_a_pause_and_its_end(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await story.did("2026-03-02 10:00", "hold", reason="customer")
        await story.did("2026-03-02 11:00", "resume")

        _, paused, resumed = await events(app, story)

        assert (paused["type"], paused["occurred_at"]) == ("sla.clock.paused", "2026-03-02T02:00:00Z")
        assert (resumed["type"], resumed["due_at"]) == ("sla.clock.resumed", "2026-03-03T02:00:00Z")

    async def test_tell_that_a_clock_runs_again(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await story.did("2026-03-02 12:00", "resolve")
        app.clock.set(moment("2026-03-02 18:00"))
        customer = await customer_of(app, story.ticket)
        await customer.post(f"{story.path}/transitions", json={"action": "reject", "reason": "It drips."})

        [*_, moved] = await events(app, story)

        assert (moved["type"], moved["reason"], moved["due_at_after"]) == (
            "sla.clock.due_moved",
            "reopened",
            "2026-03-03T07:00:00Z",
        )

    async def test_tell_why_clocks_ended_without_a_verdict(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await story.did("2026-03-02 10:00", "cancel", reason="Reported by mistake.")

        cancelled = (await events(app, story))[1:]

        assert [(event["type"], event["because"]) for event in cancelled] == [
            ("sla.clock.cancelled", "cancelled"),
            ("sla.clock.cancelled", "cancelled"),
        ]

    async def test_tell_of_a_ticket_that_is_recorded_late_its_start_and_its_breaches(self, app: TestApp) -> None:
        app.clock.set(moment("2026-03-02 15:00"))
        story = Story(app, await app.ticket(contract="preset", grade=1, reported_at=iso("2026-03-02 09:00")))

        assert await told(app, story) == ["clocks.started", "clock.breached response"]
        assert (await events(app, story))[-1]["on_attach"]
