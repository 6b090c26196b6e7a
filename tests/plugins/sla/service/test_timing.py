"""What happens to clocks because time passes."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sla_house import Story, moment
from sla_rows import breach_rows, events, passes, threshold_rows, timer_at, told
from wellkept_calendars import plugin as calendars
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla import plugin as sla

LOUD: dict[str, Any] = {
    "clocks": {
        "response": None,
        "resolution": {
            "kind": "sla",
            "measure": "resolution",
            "pauses_on": ["customer"],
            "targets": {"1": {"kind": "elapsed", "duration": "PT10H"}},
            "thresholds": {
                "near": {"before_due": {"kind": "elapsed", "duration": "PT1H"}, "audience": ["dispatcher"]},
                "late": {
                    "after_due": {"kind": "elapsed", "duration": "PT1H"},
                    "repeat": {"every": {"kind": "elapsed", "duration": "PT1H"}, "times": 2},
                    "audience": ["first_owner", "customer"],
                    "escalate": True,
                },
            },
        },
    }
}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with TestApp(plugins=[calendars, sla], contracts={"loud": {"sla": LOUD}}, database=request.param) as app:
        yield app


class TestTimer:
    async def test_stands_at_the_next_moment_only(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="loud")
        first = await timer_at(app, story)
        await passes(app, "2026-03-02 18:00")

        assert first == moment("2026-03-02 18:00")
        assert await timer_at(app, story) == moment("2026-03-02 19:00:00.000001")

    async def test_tells_of_every_moment_once(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="loud")

        for at in ("18:00", "19:00:01", "20:00", "20:00:30", "21:00", "22:00", "23:30"):
            await passes(app, f"2026-03-02 {at}")

        assert await told(app, story) == [
            "clocks.started",
            "threshold.reached resolution",
            "clock.breached resolution",
            *["threshold.reached resolution"] * 3,
        ]
        reached = [event for event in await events(app, story) if event["type"] == "sla.threshold.reached"]
        assert [(event["threshold"], event["repetition"]) for event in reached] == [
            ("near", 0),
            ("late", 0),
            ("late", 1),
            ("late", 2),
        ]
        assert reached[-1]["audience"] == ["first_owner", "customer"]
        assert await timer_at(app, story) is None

    async def test_that_comes_late_finds_the_same_breach(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="loud")

        await passes(app, "2026-03-05 12:00")

        [breach] = await breach_rows(app, story)
        assert (breach["breached_at"], breach["detected_at"]) == (
            moment("2026-03-02 19:00"),
            moment("2026-03-05 12:00"),
        )


class TestEscalation:
    async def test_calls_for_attention_at_its_moment(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="loud")

        await passes(app, "2026-03-02 20:00")

        assert (await app.client.get(story.path)).json()["escalation_level"] == 1

    async def test_is_left_to_the_worker_where_a_person_finds_it_due(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="loud")
        await story.did("2026-03-02 20:00", "respond")
        before = (await app.client.get(story.path)).json()["escalation_level"]

        await passes(app, "2026-03-02 20:00:01")

        assert before == 0
        assert (await app.client.get(story.path)).json()["escalation_level"] == 1
        assert await timer_at(app, story) == moment("2026-03-02 21:00")

    async def test_does_not_come_after_the_end(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="loud")
        await story.did("2026-03-02 20:00", "resolve")

        await passes(app, "2026-03-02 23:00")

        assert (await app.client.get(story.path)).json()["escalation_level"] == 0
        assert ("late", "reached") not in await threshold_rows(app, story)

    async def test_that_core_refuses_leaves_the_clocks_as_they_are(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="loud")
        # Nobody may call for attention on a ticket that ended otherwise than by an action that we have heard of.
        await app.house.fetch("UPDATE ticket SET status = 'closed' WHERE id = ?", story.id)

        await passes(app, "2026-03-02 20:00")

        assert (await app.client.get(story.path)).json()["escalation_level"] == 0
        assert await threshold_rows(app, story) == [("near", "reached"), ("late", "reached")]
