"""Writing what folds have changed."""

from collections.abc import AsyncIterator

import pytest

from sla_house import BUSINESS, Story, moment, sla_app
from sla_rows import breach_rows, clock_rows, passes
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


class TestClockRow:
    async def test_has_everything_that_was_folded(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-02-13 17:00", contract="business", grade=2)
        await story.did("2026-02-13 17:30", "respond")

        row = (await clock_rows(app, story))["response", 1]

        del row["id"], row["ticket_id"], row["calendar_revision_id"]
        assert row == {
            "code": "response",
            "number": 1,
            "cycle": 1,
            "kind": "sla",
            "measure": "response",
            "party_id": None,
            "grade": 2,
            "target": BUSINESS["clocks"]["response"]["targets"]["2"],
            "calendar_code": "cn-standard",
            "time_zone": "Asia/Shanghai",
            "state": "met",
            "starts_at": moment("2026-02-13 17:00"),
            "original_due_at": moment("2026-02-14 17:00"),
            "due_at": moment("2026-02-14 17:00"),
            "provisional": False,
            "consumed_us": 1_800_000_000,
            "paused_since": None,
            "stopped_at": moment("2026-02-13 17:30"),
            "stopped_by": "responded",
            "cancelled_because": None,
            "replaces_id": None,
            "over_elapsed_us": None,
            "over_business_us": None,
            "folded_to": 2,
        }


class TestBreachRow:
    async def test_says_whose_the_time_was(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")
        await story.did("2026-03-02 10:00", "hold", reason="customer")
        await passes(app, "2026-03-02 14:00")

        [row] = await breach_rows(app, story)

        assert (row["code"], row["holder"], row["detected_at"]) == (
            "response",
            "customer",
            moment("2026-03-02 14:00"),
        )
        assert sum(share["elapsed_us"] for share in row["attribution"]) == 4 * 3_600_000_000
        assert {share["holder"] for share in row["attribution"]} == {"us", "customer"}
