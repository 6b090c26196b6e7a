"""Follow-ups that nobody has made in their window."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from survey_follow_ups import AFTER_HANDOVER, days, follow_ups, moved, on, planned, steps
from survey_house import account, events, survey_app
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with survey_app(request.param, terms={"after": {"follow_ups": {"after_handover": AFTER_HANDOVER}}}) as app:
        yield app


class TestTheSweep:
    async def test_misses_what_nobody_has_made_once(self, app: TestApp) -> None:
        app.clock.set(datetime.fromisoformat("2027-01-15T02:00:00Z"))
        project = await app.project(contract="after", handed_over_on="2026-12-20")
        await app.drain()
        (follow_up,) = await follow_ups(app)
        assert (follow_up["due_on"], follow_up["window_until"]) == ("2027-01-19", "2027-01-26")

        # In Shanghai it is still the 26th.
        await on(app, "2027-01-26T15:00:00Z")
        assert await days(app) == [("after_handover", 1, "2027-01-19", "planned")]
        await on(app, "2027-01-27T15:30:00Z")
        await on(app, "2027-01-28T15:30:00Z")

        assert await days(app) == [("after_handover", 1, "2027-01-19", "missed")]
        told = await events(app, "survey.follow_up.missed")
        assert [(each["project_id"], each["reason"]) for each in told] == [(project["id"], None)]
        found = [(step["action"], step["from_status"], step["actor_id"]) for step in await steps(app, follow_up)]
        assert found == [("plan", None, None), ("miss", "planned", None)]

    async def test_knows_the_day_of_each_project(self, app: TestApp) -> None:
        here = await app.project(contract="plain")
        there = await app.project(contract="plain", site={"time_zone": "America/Los_Angeles"})
        for project in (here, there):
            await planned(app, project, due_on="2026-03-03", window_days=0)

        # In Shanghai the third of March is over, in Los Angeles it has not ended.
        await on(app, "2026-03-04T02:00:00Z")

        assert [each[-1] for each in await days(app, project_id=here["id"])] == ["missed"]
        assert [each[-1] for each in await days(app, project_id=there["id"])] == ["planned"]

    async def test_misses_what_somebody_was_to_make_and_nothing_that_is_over(self, app: TestApp) -> None:
        assigned, done = await planned(app), await planned(app)
        _, engineer_id = await account(app)
        await moved(app, assigned, "assign", assignee_id=engineer_id)
        await moved(app, done, "complete", summary="Well", contact_name="王工")

        await on(app, "2026-03-20T02:00:00Z")

        assert sorted(each[-1] for each in await days(app)) == ["done", "missed"]
        assert [step["from_status"] for step in await steps(app, assigned)][-1] == "assigned"
