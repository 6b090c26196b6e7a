"""A ticket keeps its promises, or is seen to break them, from the report until it is taken up again."""

from collections.abc import AsyncIterator

import pytest

from calendar_calls import CALENDARS, calendar
from sla_house import Story, iso, moment, sla_app
from sla_rows import (
    breach_rows,
    clock_rows,
    events,
    passes,
    saying,
    shift_rows,
    shown,
    states,
    threshold_rows,
    timer_at,
    told,
)
from wellkept_calendars import plugin as calendars
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sla import plugin as sla


@pytest.fixture(params=dialects(), ids=str)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    return request.param


@pytest.fixture
async def app(dialect: Dialect) -> AsyncIterator[TestApp]:
    async with sla_app(dialect) as app:
        yield app


@pytest.fixture
async def app_of_march(dialect: Dialect) -> AsyncIterator[TestApp]:
    """Return one whose plans were made in March, so that they may be revised then."""
    app = TestApp(plugins=[calendars, sla], contracts={"preset": {"sla": {}}}, database=dialect)
    app.clock.set(moment("2026-03-01 09:00"))
    async with app:
        yield app


class TestGradeOne:
    async def test_is_answered_and_repaired_in_time(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-02-13 17:00")
        await story.did("2026-02-13 20:00", "respond")
        await story.did("2026-02-14 10:00", "resolve")

        assert await states(app, story) == {"resolution 1": "met", "response 1": "met"}
        assert await told(app, story) == [
            "clocks.started",
            "clock.met response",
            "threshold.reached resolution",
            "clock.met resolution",
        ]
        assert await timer_at(app, story) is None

    async def test_shows_what_is_due_first(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-02-13 17:00")

        assert await shown(app, story) == {
            "first_due_at": "2026-02-13T13:00:00Z",
            "first_due_clock": "response",
            "response_due_at": "2026-02-13T13:00:00Z",
            "resolution_due_at": "2026-02-14T09:00:00Z",
            "breached": False,
            "paused": False,
            "holder": "us",
        }


class TestPromiseThatIsBroken:
    async def test_is_written_once_when_its_moment_has_passed(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-02-13 17:00")
        version = (await app.client.get(story.path)).headers["etag"]

        await passes(app, "2026-02-13 21:00:00.000001")
        await passes(app, "2026-02-13 21:00:05")

        [breach] = await breach_rows(app, story)
        assert (breach["code"], breach["breached_at"], breach["holder"]) == (
            "response",
            moment("2026-02-13 21:00"),
            "us",
        )
        assert (await shown(app, story))["breached"]
        assert (await app.client.get(story.path)).headers["etag"] != version
        assert await told(app, story) == ["clocks.started", "clock.breached response"]

    async def test_is_none_at_the_due_itself(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-02-13 17:00")

        await passes(app, "2026-02-13 21:00")
        await story.did("2026-02-13 21:00", "respond")

        assert await breach_rows(app, story) == []
        assert (await states(app, story))["response 1"] == "met"

    async def test_is_told_by_the_answer_that_comes_too_late(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-02-13 17:00")
        await story.did("2026-02-13 21:00:00.000001", "respond")

        rows = await clock_rows(app, story)

        assert (rows["response", 1]["state"], rows["response", 1]["over_elapsed_us"]) == ("missed", 1)
        assert await told(app, story) == ["clocks.started", "clock.breached response", "clock.missed response"]


class TestHold:
    async def test_leaves_neither_due_nor_timer(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-02-13 17:00", contract="business", grade=2)
        await story.did("2026-02-13 17:10", "respond")

        await story.did("2026-02-14 10:00", "hold", reason="customer")
        await passes(app, "2026-02-20 12:00")

        row = (await clock_rows(app, story))["resolution", 1]
        assert (row["due_at"], row["consumed_us"], row["state"]) == (None, 9_000_000_000, "paused")
        assert row["original_due_at"] == moment("2026-02-14 17:00")
        assert await timer_at(app, story) is None
        seen = await shown(app, story)
        assert (seen["paused"], seen["first_due_at"], seen["holder"]) == (True, None, "customer")

    async def test_goes_on_with_what_was_left(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-02-13 17:00", contract="business", grade=2)
        await story.did("2026-02-14 10:00", "hold", reason="customer")

        await story.did("2026-02-24 09:00", "resume")

        row = (await clock_rows(app, story))["resolution", 1]
        assert (row["due_at"], row["consumed_us"]) == (moment("2026-02-24 16:00"), 9_000_000_000)
        assert await shift_rows(app, story) == [
            ("resolution", "paused", moment("2026-02-14 17:00"), None),
            ("resolution", "resumed", None, moment("2026-02-24 16:00")),
        ]
        assert (await told(app, story))[-2:] == ["clock.breached response", "clock.resumed resolution"]

    async def test_ends_with_the_resolution(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-02-13 17:00", contract="business", grade=2)
        await story.did("2026-02-13 17:10", "respond")
        await story.did("2026-02-14 10:00", "hold", reason="customer")

        await story.did("2026-02-24 09:00", "resolve")

        row = (await clock_rows(app, story))["resolution", 1]
        assert (row["state"], row["consumed_us"]) == ("met", 9_000_000_000)


class TestGrade:
    async def test_brings_a_clock_of_its_own(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", grade=2)

        app.clock.set(moment("2026-03-02 10:00"))
        await app.client.patch(story.path, json={"grade": 1})

        rows = await clock_rows(app, story)
        assert rows["resolution", 1]["cancelled_because"] == "grade_changed"
        assert rows["resolution", 2]["replaces_id"] == rows["resolution", 1]["id"]
        assert rows["resolution", 2]["due_at"] == moment("2026-03-03 09:00")
        assert [reason for code, reason, _, _ in await shift_rows(app, story) if code == "resolution"] == [
            "grade_changed"
        ]
        assert "clock.due_moved resolution" in await told(app, story)

    async def test_of_a_triage_counts_from_its_moment(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", grade=3)

        await story.did("2026-03-02 12:00", "triage", grade=1, occurred_at=iso("2026-03-02 09:30"))

        rows = await app.house.fetch("SELECT kind, occurred_at FROM sla_fact ORDER BY position")
        assert [(row["kind"], row["occurred_at"]) for row in rows[1:]] == [
            ("triaged", moment("2026-03-02 09:30")),
            ("grade_changed", moment("2026-03-02 09:30")),
        ]


class TestPlanThatIsRevised:
    async def test_moves_open_tickets_only_when_they_are_told_to(self, app_of_march: TestApp) -> None:
        app = app_of_march
        story = await Story.opened(app, "2026-03-02 09:00")
        await halved(app)

        untouched = (await clock_rows(app, story))["resolution", 1]["due_at"]
        app.clock.set(moment("2026-03-02 10:00"))
        await app.client.post(f"{story.path}/activation", json={})

        rows = await clock_rows(app, story)
        assert untouched == moment("2026-03-03 09:00")
        assert rows["resolution", 1]["cancelled_because"] == "activation_changed"
        assert rows["resolution", 2]["due_at"] == moment("2026-03-02 21:00")
        assert [reason for code, reason, _, _ in await shift_rows(app, story) if code == "resolution"] == [
            "activation_changed"
        ]
        audited = await app.house.fetch("SELECT action FROM audit_entry WHERE action = 'tickets.ticket.reactivated'")
        assert len(audited) == 1


class TestCalendarThatIsRevised:
    async def test_moves_what_runs_and_what_waits_but_not_what_has_ended(self, app: TestApp) -> None:
        running = await Story.opened(app, "2026-03-02 09:00", contract="business", grade=3)
        waiting = await Story.opened(app, "2026-03-02 09:00", contract="business", grade=3)
        ended = await Story.opened(app, "2026-03-02 09:00", contract="business", grade=3)
        await waiting.did("2026-03-02 10:00", "hold", reason="customer")
        await ended.did("2026-03-02 10:30", "resolve")

        await closes(app, "2026-03-04", at="2026-03-02 11:00")

        moved = await shift_rows(app, running)
        assert [(code, reason) for code, reason, _, _ in moved] == [
            ("resolution", "calendar_revised"),
            ("response", "calendar_revised"),
        ]
        assert [before < after for _, _, before, after in moved if before and after] == [True, True]
        assert ("resolution", "calendar_revised", None, None) in await shift_rows(app, waiting)
        assert [reason for _, reason, _, _ in await shift_rows(app, ended)] == []
        assert await app.house.fetch("SELECT id FROM timer WHERE plugin = 'sla' AND kind = 'revision'") == []

    async def test_says_before_what_it_would_move(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00", contract="business", grade=3)
        before = await clock_rows(app, story)
        standard = await calendar(app)

        answer = await app.client.post(
            f"{CALENDARS}/{standard['id']}/preview",
            json={"reason": "Power cut", "add_exceptions": [{"on": "2026-03-04", "kind": "closed"}]},
        )

        assert answer.status_code == 200, answer.text
        [told_impact] = answer.json()["impacts"]
        assert (told_impact["open_records"], told_impact["moved_later"], told_impact["moved_earlier"]) == (2, 2, 0)
        assert await clock_rows(app, story) == before


class TestFaultOfFebruary:
    async def test_is_told_as_broken_at_once(self, app: TestApp) -> None:
        app.clock.set(moment("2026-03-02 09:00"))
        ticket = await app.ticket(contract="preset", grade=1, reported_at=iso("2026-02-02 09:00"))
        story = Story(app, ticket)

        breaches = await breach_rows(app, story)
        assert [(row["code"], row["on_attach"]) for row in breaches] == [("response", True), ("resolution", True)]
        assert await threshold_rows(app, story) == [("half", "skipped"), ("three_quarters", "skipped")]
        assert await told(app, story) == ["clocks.started", "clock.breached resolution", "clock.breached response"]

    async def test_is_forgiven_where_the_answer_was_only_recorded_late(self, app: TestApp) -> None:
        app.clock.set(moment("2026-03-02 09:00"))
        ticket = await app.ticket(contract="preset", grade=1, reported_at=iso("2026-02-02 09:00"))
        story = Story(app, ticket)

        await saying(app, story, "2026-03-02 09:30", occurred_at=iso("2026-02-02 09:30"))

        rows = await breach_rows(app, story)
        assert [(row["code"], row["mark"]) for row in rows] == [("response", "withdrawn"), ("resolution", None)]
        assert (await states(app, story))["response 1"] == "met"
        assert (await told(app, story))[-2:] == ["breach.withdrawn response", "clock.met response"]
        withdrawn = (await events(app, story))[-2]
        assert withdrawn["breach_id"] == str(rows[0]["id"])


async def halved(app: TestApp) -> None:
    """Let the plan `preset` promise to be twice as fast."""
    [plan] = (await app.client.get("/v1/service-plans", params={"code": "preset"})).json()["items"]
    clocks = {
        code: {"kind": "sla", "measure": code, "targets": {"1": {"kind": "elapsed", "duration": duration}}}
        for code, duration in (("response", "PT2H"), ("resolution", "PT12H"))
    }
    answer = await app.client.post(
        f"/v1/service-plans/{plan['id']}/revisions", json={"plugins": {"sla": {"clocks": clocks}}}
    )
    assert answer.is_success, answer.text


async def closes(app: TestApp, day: str, *, at: str) -> None:
    """Let the standard calendar be closed on a day, for open clocks too."""
    app.clock.set(moment(at))
    standard = await calendar(app)
    answer = await app.client.post(
        f"{CALENDARS}/{standard['id']}/revisions",
        json={"reason": "Power cut", "apply_to": "open_clocks", "add_exceptions": [{"on": day, "kind": "closed"}]},
    )
    assert answer.is_success, answer.text
    await app.drain()
