"""The daily job: what is due ends, once, in batches."""

import asyncio
from datetime import timedelta

import pytest

from parties_house import (
    did,
    events,
    involved,
    moment,
    parties_app,
    registered,
    rows_of,
    swept,
)
from wellkept_parties.service import sweeping
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp


class TestAgreedEnd:
    async def test_ends_when_its_day_begins_at_the_site(self, app: TestApp) -> None:
        project = await app.project(site={"time_zone": "America/Los_Angeles"})
        made = await involved(app, f"projects/{project['id']}", await registered(app), ends_on="2026-04-01")

        await swept(app, "2026-04-01T06:59:59Z")
        [before] = await rows_of(app, project["id"])
        await swept(app, "2026-04-01T07:00:00Z")

        [after] = await rows_of(app, project["id"])
        assert (before["ended_by"], after["ended_by"], str(after["ends_on"])) == (None, "period", "2026-04-01")
        [told] = [data for name, data in await events(app) if name == "involvement.ended"]
        assert (told["involvement_id"], told["because"], told["ends_on"]) == (made["id"], "period", "2026-04-01")
        assert (await app.client.get(f"/v1/projects/{project['id']}")).json()["extensions"]["parties"]["count"] == 0


class TestJob:
    async def test_runs_every_day(self, app: TestApp) -> None:
        equipment = await app.equipment()
        await involved(app, f"equipment/{equipment['id']}", await registered(app), ends_on="2026-03-03")

        for _ in range(3):
            await app.drain()
            app.clock.advance(timedelta(hours=25))

        assert [row["ended_by"] for row in await rows_of(app, equipment["id"])] == ["period"]

    async def test_ends_everything_in_batches_with_statements_for_batches(
        self, app: TestApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sweeping, "BATCH", 3)
        ticket, party = await app.ticket(), await registered(app)
        for day in range(1, 8):
            dates = {"starts_on": f"2025-01-{day:02}", "ends_on": f"2025-01-{day + 1:02}"}
            await involved(app, f"tickets/{ticket['id']}", party, **dates)

        await swept(app, "2026-03-03T04:00:00Z")

        assert {row["ended_by"] for row in await rows_of(app, ticket["id"])} == {"period"}
        assert [name for name, _ in await events(app)].count("involvement.ended") == 7

    async def test_of_two_workers_tells_each_end_once(self, app: TestApp) -> None:
        tickets, party = [await app.ticket() for _ in range(5)], await registered(app)
        for ticket in tickets:
            await involved(app, f"tickets/{ticket['id']}", party, ends_on="2026-03-05")

        await asyncio.gather(*(asyncio.create_task(swept(app, "2026-04-01T04:00:00Z")) for _ in range(4)))

        assert [name for name, _ in await events(app)].count("involvement.ended") == 5

    async def test_and_a_reopening_at_once_leave_the_party_in(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="patient")
        await involved(app, f"tickets/{ticket['id']}", await registered(app))
        await did(app, ticket, "cancel", reason="by mistake")
        app.clock.set(moment("2026-04-05T04:00:00Z"))

        await asyncio.gather(
            asyncio.create_task(swept(app, "2026-04-05T04:00:00Z")),
            asyncio.create_task(did(app, ticket, "reopen", reason="It trips again")),
        )

        [row] = await rows_of(app, ticket["id"])
        assert (row["ended_by"], row["ends_on"]) == (None, None)

    async def test_waits_as_many_days_as_the_deployment_says(self, dialect: Dialect) -> None:
        async with parties_app(dialect, parties_access_days_after_close=0) as app:
            ticket = await app.ticket()
            await involved(app, f"tickets/{ticket['id']}", await registered(app))
            await involved(app, f"tickets/{ticket['id']}", await registered(app), starts_on="2026-06-01")
            await did(app, ticket, "cancel", reason="by mistake")

            await swept(app, "2026-03-02T04:00:00Z")

            rows = await rows_of(app, ticket["id"])
            assert [(str(row["ends_on"]), row["ended_by"]) for row in rows] == [
                ("2026-03-02", "closure"),
                # It would have begun later, and never was in force.
                ("2026-06-01", "closure"),
            ]
