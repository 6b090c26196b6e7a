"""The first facts of tickets: opened here, imported with a past, or given promised times later."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from import_files import Importer, cells
from sla_house import Story, iso, moment
from sla_rows import breach_rows, clock_rows, events, passes, saying, states, timer_at, told
from wellkept.platform.object_store import ObjectStore
from wellkept.platform.settings import Settings
from wellkept_calendars import plugin as calendars
from wellkept_sdk import RecordName
from wellkept_sdk.db import Dialect
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla import plugin as sla
from wellkept_sla.service import opening

FEW, MANY = 3, 500


@pytest.fixture(params=dialects(), ids=str)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    return request.param


@pytest.fixture
async def app(dialect: Dialect) -> AsyncIterator[TestApp]:
    async with TestApp(plugins=[calendars, sla], database=dialect) as app:
        yield app


@pytest.fixture
async def changing(dialect: Dialect) -> AsyncIterator[TestApp]:
    """Return one whose contracts were made in March, so that they may be changed then."""
    app = TestApp(
        plugins=[calendars, sla], contracts={"with": {"sla": {}}, "without": {}, "site": SITE}, database=dialect
    )
    app.clock.set(moment("2026-03-01 09:00"))
    async with app:
        yield app


@pytest.fixture
def importer(app: TestApp, tmp_path: Path) -> Importer:
    assert app.house
    return Importer(
        folder=tmp_path,
        settings=Settings(data_dir=str(tmp_path / "data")),
        store=ObjectStore(None, folder=tmp_path / "store"),
    )


SITE: dict[str, Any] = {
    "sla": {
        "time_zone_from": "site",
        "clocks": {
            "response": {
                "kind": "sla",
                "measure": "response",
                "targets": {"1": {"kind": "business_time", "duration": "PT1H"}},
            }
        },
    }
}


class TestTicketThatIsOpened:
    async def test_costs_five_statements_and_the_question_for_its_calendar(self, app: TestApp) -> None:
        story = Story(app, await app.ticket(grade=1))
        for table in ("sla_ticket", "sla_clock", "sla_fact"):
            await app.house.fetch(f"DELETE FROM {table}")
        await app.house.fetch("DELETE FROM timer WHERE plugin = 'sla'")
        ctx = await app.house.context("sla", RecordRef(RecordName.TICKET, story_id(story)))
        ticket = await ctx.tickets.get(story_id(story))

        async with app.house.transaction():
            before = app.house.statements
            await opening.open_clocks(ctx, ticket)
            sent = app.house.statements - before

        assert sent == 6
        assert await states(app, story) == {"resolution 1": "running", "response 1": "running"}

    async def test_keeps_its_terms_once_for_all_tickets(self, app: TestApp) -> None:
        await app.ticket(grade=1)
        await app.ticket(grade=2)

        assert len(await app.house.fetch("SELECT hash FROM sla_terms")) == 1

    async def test_remembers_where_its_site_lies_when_the_terms_ask(self, changing: TestApp) -> None:
        project = await changing.project(contract="site", site={"time_zone": "Asia/Urumqi"})
        changing.clock.set(moment("2026-03-02 09:00"))
        ticket = await changing.ticket(project_id=project["id"], grade=1, reported_at=iso("2026-03-02 09:00"))
        story = Story(changing, ticket)

        row = (await clock_rows(changing, story))["response", 1]

        # The site's office opens two hours later.
        assert (row["time_zone"], row["due_at"]) == ("Asia/Urumqi", moment("2026-03-02 11:30"))


class TestImportedTickets:
    async def test_have_the_clocks_of_their_past_and_no_events(self, app: TestApp, importer: Importer) -> None:
        ended = [cells("A", 0, "New"), cells("A", 1, "Active"), cells("A", 2, "Waiting"), cells("A", 3, "Resolved")]
        run = await importer.rows(*ended, cells("B", 0, "New"))

        first, second = await stories(app)
        assert run.failed == 0
        assert await states(app, first) == {"resolution 1": "met", "response 1": "met"}
        assert await states(app, second) == {"resolution 1": "running", "response 1": "running"}
        assert [row["on_attach"] for row in await breach_rows(app, second)] == [True, True]
        assert (await told(app, first), await told(app, second)) == ([], [])
        assert await timer_at(app, first) is None

    async def test_get_timers_for_what_is_still_to_come(self, app: TestApp, importer: Importer) -> None:
        app.clock.set(datetime(2026, 3, 1, 10, 0, tzinfo=UTC))
        await importer.rows(*(cells(f"N{number}", 0, "New") for number in range(FEW)))
        [story, *others] = await stories(app)

        await passes(app, "2026-03-03 16:30")

        assert len(others) == FEW - 1
        assert [row["code"] for row in await breach_rows(app, story)] == ["response"]
        assert await told(app, story) == ["threshold.reached resolution", "clock.breached response"]

    async def test_go_on_where_a_later_file_continues_them(self, app: TestApp, importer: Importer) -> None:
        await importer.rows(cells("A", 0, "New"), cells("A", 1, "Active"))
        await importer.rows(cells("A", 0, "New"), cells("A", 1, "Active"), cells("A", 2, "Resolved"))

        [story] = await stories(app)
        kinds = await app.house.fetch("SELECT kind FROM sla_fact ORDER BY position")
        assert [row["kind"] for row in kinds] == ["opened", "started", "resolved"]
        assert (await states(app, story))["resolution 1"] == "met"

    async def test_cost_no_more_statements_for_being_many(
        self, app: TestApp, importer: Importer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sent: list[tuple[int, int]] = []
        take_over = opening.take_over

        async def counted(ctx: Any, tickets: Any) -> None:
            before = app.house.statements
            await take_over(ctx, tickets)
            sent.append((len(tickets), app.house.statements - before))

        monkeypatch.setattr(opening, "take_over", counted)
        app.clock.set(datetime(2026, 3, 1, 18, 0, tzinfo=UTC))

        for names in ("A", "B"):
            rows = [row for number in range(MANY) for row in past(f"{names}{number}", number)]
            await importer.rows(*rows)

        # The first one stores the terms too.
        assert sent == [(MANY, 8), (MANY, 7)]


class TestTicketWithOtherTerms:
    async def test_has_its_clocks_as_if_they_had_been_there_from_the_start(self, changing: TestApp) -> None:
        story = await Story.opened(changing, "2026-03-02 09:00", contract="without")
        await saying(changing, story, "2026-03-02 10:00")
        await story.did("2026-03-02 11:00", "hold", reason="customer")
        await serves(changing, story, "with", at="2026-03-02 12:00")

        rows = await clock_rows(changing, story)

        assert (rows["response", 1]["state"], rows["response", 1]["stopped_at"]) == ("met", moment("2026-03-02 10:00"))
        assert (rows["resolution", 1]["state"], rows["resolution", 1]["consumed_us"]) == ("paused", 7_200_000_000)

    async def test_has_no_open_clocks_once_nobody_promises_any(self, changing: TestApp) -> None:
        story = await Story.opened(changing, "2026-03-02 09:00", contract="with")

        await serves(changing, story, "without", at="2026-03-02 12:00")

        rows = await clock_rows(changing, story)
        assert {row["cancelled_because"] for row in rows.values()} == {"activation_changed"}
        assert await timer_at(changing, story) is None

    async def test_is_not_ignorant_of_what_happened_in_between(self, changing: TestApp) -> None:
        story = await Story.opened(changing, "2026-03-02 09:00", contract="with")
        await serves(changing, story, "without", at="2026-03-02 10:00")
        await story.did("2026-03-02 11:00", "respond")
        await serves(changing, story, "with", at="2026-03-02 12:00")

        kinds = await changing.house.fetch("SELECT kind FROM sla_fact ORDER BY position")
        assert [row["kind"] for row in kinds] == ["opened", "activation_changed", "responded", "activation_changed"]

    async def test_hears_nothing_of_a_change_that_leaves_them_alone(self, changing: TestApp) -> None:
        story = await Story.opened(changing, "2026-03-02 09:00", contract="with")
        before = await events(changing, story)

        await serves(changing, story, "with", at="2026-03-02 12:00")

        assert await events(changing, story) == before
        assert len(await changing.house.fetch("SELECT id FROM sla_fact")) == 1


def past(name: str, number: int) -> list[list[str]]:
    """Return the rows of a ticket that waited; it has ended, or its promise was broken, or is still to be kept."""
    opened = "01/02/2026 08:00" if number % 3 == 0 else "01/03/2026 08:00"
    rows = [
        cells(name, step, state, opened=opened) for step, state in enumerate(("New", "Active", "Waiting", "Active"))
    ]
    return [*rows, cells(name, 4, "Resolved")] if number % 3 == 1 else rows


async def stories(app: TestApp) -> list[Story]:
    """Return all tickets in the order of their numbers."""
    rows = await app.house.fetch("SELECT id FROM ticket ORDER BY number_seq")
    return [Story(app, {"id": str(row["id"])}) for row in rows]


async def serves(app: TestApp, story: Story, plan: str, *, at: str) -> None:
    """Let another plan serve a ticket from now on."""
    app.clock.set(moment(at))
    [contract] = (await app.client.get("/v1/contracts", params={"customer_id": story.ticket["customer_id"]})).json()[
        "items"
    ]
    answer = await app.client.patch(f"/v1/contracts/{contract['id']}", json={"plan_code": plan})
    assert answer.is_success, answer.text
    assert (await app.client.post(f"{story.path}/activation", json={})).is_success


def story_id(story: Story) -> TicketId:
    return msgspec.convert(story.id, TicketId)
