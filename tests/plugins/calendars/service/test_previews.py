from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from calendar_calls import ALWAYS, CALENDARS, calendar, made
from wellkept_calendars import plugin
from wellkept_sdk import ActivationLevel, Ctx, Manifest, Plugin
from wellkept_sdk.db import Dialect
from wellkept_sdk.hooks import hookimpl
from wellkept_sdk.hooks.calendars import CalendarChange, CalendarHooks, CalendarImpact, MovedDue
from wellkept_sdk.ids import TicketId
from wellkept_sdk.period import BusinessTime
from wellkept_sdk.testing import TestApp

TICKET_ID = TicketId(UUID(int=7))
MONDAY_MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


class Neighbour(Plugin, CalendarHooks):
    """A plugin with one record, due after four hours of working time."""

    manifest = Manifest(name="neighbour", version="1.0.0", sdk=">=1.0,<2", activation=ActivationLevel.DEPLOYMENT)

    @hookimpl
    async def calendar_impact(self, ctx: Ctx, event: CalendarChange) -> CalendarImpact | None:
        before, after = (
            each.add(MONDAY_MORNING, BusinessTime(duration="PT4H")).at for each in (event.before, event.after)
        )
        moved = MovedDue(ticket_id=TICKET_ID, due_at_before=before, due_at_after=after)
        return CalendarImpact(
            open_records=1, moved_earlier=int(after < before), moved_later=int(after > before), samples=[moved] * 30
        )


NEIGHBOUR = Neighbour()


@pytest.fixture
async def neighbourhood(dialect: Dialect) -> AsyncIterator[TestApp]:
    async with TestApp(plugins=[plugin, NEIGHBOUR], database=dialect) as app:
        yield app


class TestPreview:
    async def test_tells_the_days_that_change_and_writes_nothing(self, app: TestApp) -> None:
        standard = await calendar(app)
        body = {"add_exceptions": [{"on": "2026-02-13", "kind": "closed", "name": "Inventory"}], "reason": "Closed"}

        answer = await app.client.post(f"{CALENDARS}/{standard['id']}/preview", json=body)

        assert answer.status_code == 200
        assert answer.json()["impacts"] == []
        [changed] = answer.json()["changed_days"]
        assert (changed["on"], changed["before"]["working"], changed["before"]["because"]) == (
            "2026-02-13",
            True,
            "weekly",
        )
        assert changed["after"] == {"working": False, "because": "exception", "name": "Inventory", "intervals": []}
        assert await calendar(app) == standard
        assert await app.house.fetch("SELECT type FROM event WHERE type LIKE 'calendars.%'") == []

    async def test_of_nothing_new_tells_nothing(self, app: TestApp) -> None:
        standard = await calendar(app)

        answer = await app.client.post(f"{CALENDARS}/{standard['id']}/preview", json={"reason": "Nothing"})

        assert answer.json() == {"changed_days": [], "impacts": []}

    @pytest.mark.parametrize("archived", [False, True])
    async def test_is_refused_as_the_revision_would_be(self, app: TestApp, *, archived: bool) -> None:
        yard = await made(app)
        await app.client.patch(f"{CALENDARS}/{yard['id']}", json={"archived": archived})
        body = {"reason": "Closed", "time_zone": "Nowhere"}

        previewed = await app.client.post(f"{CALENDARS}/{yard['id']}/preview", json=body)
        done = await app.client.post(f"{CALENDARS}/{yard['id']}/revisions", json=body)

        assert previewed.status_code == done.status_code == (409 if archived else 422)
        assert (previewed.json()["code"], previewed.json()["errors"]) == (done.json()["code"], done.json()["errors"])

    async def test_needs_a_calendar(self, app: TestApp) -> None:
        answer = await app.client.post(f"{CALENDARS}/{UUID(int=1)}/preview", json={"reason": "x"})

        assert (answer.status_code, answer.json()["code"]) == (404, "calendars.calendar.not_found")


class TestImpact:
    async def test_is_what_other_plugins_say_of_both_revisions(self, neighbourhood: TestApp) -> None:
        standard = await calendar(neighbourhood)
        body: dict[str, Any] = {
            "add_exceptions": [{"on": "2026-03-02", "kind": "open", "intervals": ALWAYS}],
            "reason": "All hands",
        }

        answer = await neighbourhood.client.post(f"{CALENDARS}/{standard['id']}/preview", json=body)

        [impact] = answer.json()["impacts"]
        samples = impact.pop("samples")
        assert impact == {"plugin": "neighbour", "open_records": 1, "moved_earlier": 1, "moved_later": 0}
        assert samples[0] == {
            "ticket_id": str(TICKET_ID),
            "due_at_before": "2026-03-02T06:30:00Z",
            "due_at_after": "2026-03-02T05:00:00Z",
        }
        assert len(samples) == 20
