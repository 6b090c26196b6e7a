"""A calendar may know dated openings only: when these are over, tickets live on, and a revision gives them dues."""

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from calendar_calls import made, revised
from sla_house import Story, moment
from sla_rows import breach_rows, passes, shift_rows, states, timer_at, told
from wellkept_calendars import plugin as calendars
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla import plugin as sla

NEVER: Final = "2200-01-01T00:00:00Z"
OPENINGS: Final = [{"opens": "09:00", "closes": "17:00"}]
WORKING: Final = {"kind": "business_time", "duration": "PT10H"}
DAYS: Final = {"kind": "business_days", "days": 2, "until": "end_of_day"}
CLOCKS: Final[dict[str, Any]] = {
    "response": {"kind": "sla", "measure": "response", "targets": {"1": {"kind": "elapsed", "duration": "PT4H"}}},
    "resolution": {
        "kind": "sla",
        "measure": "resolution",
        "pauses_on": ["customer"],
        "targets": {"1": WORKING},
        "thresholds": {
            "half": {"percent": 50},
            "soon": {"before_due": {"kind": "business_time", "duration": "PT1H"}, "deliver": "in_hours"},
            "late": {"after_due": {"kind": "elapsed", "duration": "PT1H"}},
        },
    },
    "days": {"kind": "sla", "measure": "resolution", "pauses_on": ["customer"], "targets": {"1": DAYS}},
}


def fair_day(on: str) -> dict[str, Any]:
    return {"on": on, "kind": "open", "intervals": OPENINGS}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    """Return one whose tickets are served by a calendar with three days, the last of them 2026-03-04."""
    app = TestApp(plugins=[calendars, sla], contracts={"fair": {"sla": {}}}, database=request.param)
    app.clock.set(moment("2026-01-01 09:00"))
    async with app:
        days = [fair_day(f"2026-03-0{day}") for day in (2, 3, 4)]
        await made(app, "fair", weekly={}, exceptions=days)
        [plan] = (await app.client.get("/v1/service-plans", params={"code": "fair"})).json()["items"]
        terms = {"calendar": "fair", "clocks": CLOCKS}
        await app.created(f"/v1/service-plans/{plan['id']}/revisions", {"plugins": {"sla": terms}})
        app.clock.set(moment("2026-03-01 09:00"))
        yield app


async def dues(story: Story) -> dict[str, str | None]:
    return {code: clock["due_at"] for code, clock in (await story.clocks()).items()}


class TestTicketWhoseCalendarEnds:
    async def test_is_opened_with_dues_that_never_come(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-04 10:00", contract="fair")

        assert await dues(story) == {"response": "2026-03-04T06:00:00Z", "resolution": NEVER, "days": NEVER}
        found = await story.clocks()
        assert {code: clock["provisional"] for code, clock in found.items()} == {
            "response": False,
            "resolution": True,
            "days": True,
        }
        assert [(each["code"], each["at"]) for each in found["resolution"]["thresholds"]] == [
            ("half", "2026-03-04T07:00:00Z"),
            ("late", None),
            ("soon", None),
        ]

    async def test_waits_goes_on_and_is_resolved(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-04 10:00", contract="fair")
        await story.did("2026-03-04 11:00", "respond")
        await story.did("2026-03-04 12:00", "hold", reason="customer")
        await story.did("2026-03-20 12:00", "resume")
        await passes(app, "2026-06-01 09:00")

        explained = (await story.get("explain")).json()
        assert [each["clock"]["consumed"] for each in explained["clocks"]] == [{"days": 0}, "PT2H", "PT1H"]
        assert await timer_at(app, story) is None
        assert await breach_rows(app, story) == []
        await story.did("2026-06-01 10:00", "resolve")
        assert await states(app, story) == {"days 1": "met", "resolution 1": "met", "response 1": "met"}
        assert (await story.post("replay")).json()["identical"]

    async def test_keeps_the_breach_of_before(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="fair")
        await passes(app, "2026-06-01 09:00")

        assert [row["code"] for row in await breach_rows(app, story)] == ["response", "resolution", "days"]
        assert sorted(await told(app, story)) == [
            "clock.breached days",
            "clock.breached resolution",
            "clock.breached response",
            "clocks.started",
            *["threshold.reached resolution"] * 3,
        ]

    async def test_gets_its_dues_when_the_calendar_opens_again(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-04 10:00", contract="fair")
        await story.did("2026-03-04 11:00", "respond")
        [fair] = (await app.client.get("/v1/calendars", params={"code": "fair"})).json()["items"]
        more = [fair_day("2026-03-09"), fair_day("2026-03-10")]

        await revised(app, fair["id"], apply_to="open_clocks", add_exceptions=more)
        await app.drain()

        assert (await dues(story))["resolution"] == "2026-03-09T04:00:00Z"
        assert (await dues(story))["days"] == "2026-03-10T09:00:00Z"
        assert await shift_rows(app, story) == [
            ("days", "calendar_revised", moment("2200-01-01 08:00"), moment("2026-03-10 17:00")),
            ("resolution", "calendar_revised", moment("2200-01-01 08:00"), moment("2026-03-09 12:00")),
        ]


class TestTicketFromAnotherAge:
    async def test_counts_from_1970(self, app: TestApp) -> None:
        ancient = "0001-01-02T00:00:00Z"
        story = await Story.opened(app, "2026-03-04 10:00", contract="fair", reported_at=ancient, occurred_at=ancient)

        found = await story.clocks()

        assert {clock["starts_at"] for clock in found.values()} == {"1970-01-01T00:00:00Z"}
        assert found["response"]["breach"]["on_attach"]
        await story.did("2026-03-04 11:00", "resolve")
        assert (await story.get("holders")).json()["items"][0]["to"] == "2026-03-04T03:00:00Z"
