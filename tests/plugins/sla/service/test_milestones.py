"""Milestones: what happened, when, who may tell it and who may read it."""

from collections.abc import AsyncIterator

import pytest

from fake_parties import PUMPCO
from sla_house import Story, customer_of, iso, mistakes, partner_of, sla_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects

MONDAY = "2026-03-02 09:00"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


@pytest.fixture
async def story(app: TestApp) -> Story:
    return await Story.opened(app, MONDAY, contract="many")


class TestMilestone:
    async def test_stops_the_clock_that_names_it(self, app: TestApp, story: Story) -> None:
        await story.did("2026-03-02 12:00", "start")

        answer = await story.post("milestones", milestone="on_site", occurred_at=iso("2026-03-02 11:30"), note="Gate 3")

        recorded = answer.json()
        assert answer.status_code == 201
        assert (recorded["milestone"], recorded["occurred_at"]) == ("on_site", "2026-03-02T03:30:00Z")
        assert (recorded["recorded_at"], recorded["note"]) == ("2026-03-02T04:00:00Z", "Gate 3")
        on_site = (await story.clocks())["on_site"]
        assert (on_site["state"], on_site["stopped_at"], on_site["stopped_by"]) == (
            "met",
            "2026-03-02T03:30:00Z",
            "point",
        )

    async def test_happens_now_if_nobody_says_when(self, story: Story) -> None:
        answer = await story.post("milestones", milestone="on_site")

        assert answer.json()["occurred_at"] == "2026-03-02T01:00:00Z"

    async def test_may_be_told_by_a_clock_that_is_a_little_fast(self, story: Story) -> None:
        answer = await story.post("milestones", milestone="on_site", occurred_at=iso("2026-03-02 09:00:30"))

        assert answer.json()["occurred_at"] == "2026-03-02T01:00:00Z"

    async def test_stays_in_the_list_when_it_happens_again_and_the_first_decides(
        self, app: TestApp, story: Story
    ) -> None:
        app.clock.set(app.clock.now().replace(hour=4))
        await story.post("milestones", milestone="on_site", occurred_at=iso("2026-03-02 10:00"))
        await story.post("milestones", milestone="on_site", occurred_at=iso("2026-03-02 11:00"))

        listed = (await story.get("milestones")).json()

        assert [each["occurred_at"] for each in listed["items"]] == ["2026-03-02T02:00:00Z", "2026-03-02T03:00:00Z"]
        assert (await story.clocks())["on_site"]["stopped_at"] == "2026-03-02T02:00:00Z"

    async def test_is_read_page_by_page(self, app: TestApp, story: Story) -> None:
        app.clock.set(app.clock.now().replace(hour=4))
        for minute in (10, 20, 30):
            await story.post("milestones", milestone="on_site", occurred_at=iso(f"2026-03-02 10:{minute}"))

        first = (await story.get("milestones", limit=2)).json()
        second = (await story.get("milestones", limit=2, cursor=first["next_cursor"])).json()

        shown = [each["occurred_at"][14:16] for each in [*first["items"], *second["items"]]]
        assert (shown, second["next_cursor"]) == (["10", "20", "30"], None)
        assert mistakes(await story.get("milestones", cursor="nonsense")) == [("query/cursor", "cursor_invalid")]

    async def test_is_announced(self, app: TestApp, story: Story) -> None:
        await story.post("milestones", milestone="on_site")

        events = (await app.client.get("/v1/events", params={"type": "sla.milestone.recorded"})).json()["items"]
        assert [event["data"]["milestone"] for event in events] == ["on_site"]


class TestMilestoneMistake:
    async def test_is_one_that_no_clock_names(self, story: Story) -> None:
        answer = await story.post("milestones", milestone="delivered")

        assert mistakes(answer) == [("/milestone", "sla.milestone.unknown")]
        assert answer.json()["code"] == "sla.milestone.unknown"

    async def test_is_one_that_has_not_happened_yet(self, story: Story) -> None:
        answer = await story.post("milestones", milestone="on_site", occurred_at=iso("2026-03-02 09:01:01"))

        assert mistakes(answer) == [("/occurred_at", "sla.fact.in_future")]

    async def test_is_one_before_the_clocks_start(self, story: Story) -> None:
        answer = await story.post("milestones", milestone="on_site", occurred_at=iso("2026-03-02 08:59"))

        assert mistakes(answer) == [("/occurred_at", "sla.fact.before_start")]

    async def test_before_the_report_is_one_even_after_the_fault(self, app: TestApp) -> None:
        story = await Story.opened(app, MONDAY, contract="many", occurred_at=iso("2026-03-02 07:00"))

        answer = await story.post("milestones", milestone="on_site", occurred_at=iso("2026-03-02 08:00"))

        assert mistakes(answer) == [("/occurred_at", "sla.fact.before_start")]

    async def test_is_told_with_all_others_at_once(self, story: Story) -> None:
        answer = await story.post("milestones", milestone="delivered", occurred_at=iso("2026-03-03 09:00"))

        assert mistakes(answer) == [
            ("/milestone", "sla.milestone.unknown"),
            ("/occurred_at", "sla.fact.in_future"),
        ]

    async def test_is_one_of_a_cancelled_ticket(self, story: Story) -> None:
        await story.did("2026-03-02 10:00", "cancel", reason="double")

        answer = await story.post("milestones", milestone="on_site")

        assert (answer.status_code, answer.json()["code"]) == (409, "sla.ticket.cancelled")


class TestMilestoneCaller:
    async def test_records_as_engineer_dispatcher_or_program(self, app: TestApp, story: Story) -> None:
        may = [await app.as_actor(role) for role in (Role.ENGINEER, Role.DISPATCHER, Role.INTEGRATION)]
        may_not = [
            await app.as_actor(Role.VIEWER),
            await customer_of(app, story.ticket),
            await partner_of(app, PUMPCO),
        ]

        told = [(await story.post("milestones", client, milestone="on_site")).status_code for client in may]
        refused = [(await story.post("milestones", client, milestone="on_site")).status_code for client in may_not]

        assert (told, refused) == ([201, 201, 201], [403, 403, 403])

    async def test_from_outside_reads_no_notes(self, app: TestApp, story: Story) -> None:
        await story.post("milestones", milestone="on_site", note="The guard was asleep")

        shown = (await story.get("milestones", await customer_of(app, story.ticket))).json()["items"]

        assert [(each["milestone"], each["note"]) for each in shown] == [("on_site", None)]

    async def test_of_a_party_reads_only_what_its_own_clocks_name(self, app: TestApp, story: Story) -> None:
        await story.post("milestones", milestone="on_site")

        shown = (await story.get("milestones", await partner_of(app, PUMPCO))).json()["items"]

        assert shown == []

    async def test_of_a_party_reads_when_its_own_promise_was_kept(self) -> None:
        delivery = {
            "kind": "uc",
            "measure": "span",
            "party": "PUMPCO",
            "starts_on": "opened",
            "stops_on": "milestone:delivered",
            "targets": {"1": {"kind": "elapsed", "duration": "PT8H"}},
        }
        async with sla_app(dialects()[0], own={"clocks": {"delivery": delivery}}) as app:
            story = await Story.opened(app, MONDAY, contract="own")
            await story.post("milestones", milestone="delivered", note="At the back door")

            shown = (await story.get("milestones", await partner_of(app, PUMPCO))).json()["items"]

            assert [(each["milestone"], each["note"]) for each in shown] == [("delivered", None)]
