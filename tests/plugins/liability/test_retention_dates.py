"""The days of what is held back follow the acceptance, until its release is asked for."""

from collections.abc import AsyncIterator

import pytest

from inventory_tickets import told
from liability_house import liability_app, site
from liability_money import retention, stepped, withheld
from parties_house import moment
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


async def accepted(app: TestApp, project: Json, day: str | None) -> None:
    """Say when a project was accepted."""
    answer = await app.client.patch(f"/v1/projects/{project['id']}", json={"accepted_on": day})
    assert answer.status_code == 200, answer.text


async def days(app: TestApp, kept: Json) -> tuple[str | None, str | None]:
    """Return from when to when a retention runs."""
    shown = await retention(app, kept)
    return shown["starts_on"], shown["ends_on"]


class TestAcceptance:
    async def test_starts_what_waits_for_it(self, app: TestApp) -> None:
        project = await site(app, accepted_on=None)
        kept = await withheld(app, project)

        await accepted(app, project, "2026-02-28")

        assert await days(app, kept) == ("2026-02-28", "2028-02-29")
        [event] = await told(app, "liability.retention.rescheduled")
        assert (event["retention_id"], event["starts_on"], event["ends_on"]) == (kept["id"], "2026-02-28", "2028-02-29")

    async def test_on_another_day_moves_it(self, app: TestApp) -> None:
        project = await site(app)
        kept = await withheld(app, project)

        await accepted(app, project, "2024-04-01")

        assert await days(app, kept) == ("2024-04-01", "2026-04-02")

    async def test_that_was_none_opens_it_again(self, app: TestApp) -> None:
        project = await site(app)
        kept = await withheld(app, project)

        await accepted(app, project, None)

        assert await days(app, kept) == (None, None)

    async def test_moves_nothing_that_was_asked_for(self, app: TestApp) -> None:
        project = await site(app)
        kept = await withheld(app, project)
        await stepped(app, kept, "request_release")

        await accepted(app, project, "2024-04-01")

        assert await days(app, kept) == ("2024-03-01", "2026-03-02")

    async def test_moves_nothing_with_a_fixed_day(self, app: TestApp) -> None:
        project = await site(app)
        kept = await withheld(app, project, start_rule="fixed", fixed_on="2024-01-01")

        await accepted(app, project, "2024-04-01")

        assert await days(app, kept) == ("2024-01-01", "2026-01-02")
        assert await told(app, "liability.retention.rescheduled") == []

    async def test_is_told_only_where_the_plugin_is_active(self, app: TestApp) -> None:
        project = await site(app, contract="bare", accepted_on=None)

        await accepted(app, project, "2026-02-28")

        assert await told(app, "liability.retention.rescheduled") == []


class TestReportOfCompletion:
    async def test_starts_it_ninety_days_later_by_itself(self, app: TestApp) -> None:
        """2026-01-01 + 90 days: 1 April, which begins in Shanghai at 16:00 UTC of the day before."""
        project = await site(app, accepted_on=None)
        kept = await withheld(app, project, completion_reported_on="2026-01-01")
        assert await days(app, kept) == (None, None)
        app.clock.set(moment("2026-03-31T15:59:59Z"))
        await app.drain()
        assert await days(app, kept) == (None, None)

        app.clock.set(moment("2026-03-31T16:00:00Z"))
        await app.drain()

        assert await days(app, kept) == ("2026-04-01", "2028-04-02")
        [event] = await told(app, "liability.retention.rescheduled")
        assert event["starts_on"] == "2026-04-01"

    async def test_counts_no_more_once_the_acceptance_came_in_time(self, app: TestApp) -> None:
        project = await site(app, accepted_on=None)
        kept = await withheld(app, project, completion_reported_on="2026-01-01")
        await accepted(app, project, "2026-03-01")
        app.clock.set(moment("2026-05-01T00:00:00Z"))

        await app.drain()

        assert await days(app, kept) == ("2026-03-01", "2028-03-02")

    async def test_counts_before_an_acceptance_that_came_late(self, app: TestApp) -> None:
        project = await site(app, accepted_on="2026-02-28")

        kept = await withheld(app, project, completion_reported_on="2025-10-01")

        assert await days(app, kept) == ("2025-12-30", "2027-12-31")

    async def test_waits_again_when_an_acceptance_was_none(self, app: TestApp) -> None:
        project = await site(app, accepted_on="2026-02-28")
        kept = await withheld(app, project, completion_reported_on="2026-01-01")
        await accepted(app, project, None)
        assert await days(app, kept) == (None, None)

        app.clock.set(moment("2026-03-31T16:00:00Z"))
        await app.drain()

        assert (await days(app, kept))[0] == "2026-04-01"
