"""What happens after the triage, as the terms say."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from stations_dispatch import assignment, matter, member, moved, pump, seen, shanghai
from stations_house import stations_app
from wellkept_sdk import Ctx, Manifest, Plugin
from wellkept_sdk.hooks import TicketHooks, Veto, hookimpl
from wellkept_sdk.hooks.tickets import TicketTransitioning
from wellkept_sdk.records.tickets import Action
from wellkept_sdk.testing import Json, TestApp, dialects

TERMS: dict[str, Json] = {
    "auto": {"mode": "auto"},
    "graded": {"mode_by_grade": {"1": "auto", "2": "offer"}},
    "near": {"mode": "auto", "distance_max_km": 1},
}


class Stubborn(Plugin, TicketHooks):
    """Lets nobody be assigned to what is called so."""

    manifest = Manifest(name="stubborn", version="1.0.0", sdk=">=1.0,<2")

    @hookimpl
    async def ticket_transitioning(self, ctx: Ctx, event: TicketTransitioning) -> Veto | None:
        is_meant = event.action is Action.ASSIGN and event.ticket.title == "Stubborn"
        return Veto(code="stubborn.ticket.no", message="No.") if is_meant else None


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param, terms=TERMS, plugins=(Stubborn(),)) as app:
        yield app


class TestTriage:
    async def test_assigns_the_best_candidate(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="auto"))
        await member(app, sh, "AWAY", max_open_tickets=5, home={"longitude": 120.5853, "latitude": 31.2989})
        _, best = await member(app, sh, "BEST")

        answer = await moved(app.client, ticket, "triage", grade=2)

        assert answer.status_code == 201, answer.text
        found = await seen(app, ticket)
        assert (found["status"], found["assignee_id"]) == ("assigned", best["user_id"])
        assert len(await proposals(app)) == 1

    async def test_by_somebody_who_may_not_assign_himself_assigns_too(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="auto"))
        client, one = await member(app, sh, "LI")

        assert (await moved(client, ticket, "triage", grade=2)).status_code == 201

        found = await seen(app, ticket)
        assert (found["status"], found["assignee_id"]) == ("assigned", one["user_id"])
        assert [str(proposal["actor_id"]) for proposal in await proposals(app)] == [one["user_id"]]

    async def test_lets_a_ticket_stay_where_nobody_can_be_sent(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="near"))
        for code in ("LI", "ZW"):
            await member(app, sh, code)

        answer = await moved(app.client, ticket, "triage", grade=2)

        assert answer.status_code == 201, answer.text
        assert (await seen(app, ticket))["status"] == "triaged"
        assert await failures(app) == [{"ticket_id": ticket["id"], "rejections": {"stations.filter.too_far": 2}}]

    async def test_lets_a_ticket_stay_where_another_plugin_does_not_allow_the_assignment(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="auto"), title="Stubborn")
        await member(app, sh, "LI")

        answer = await moved(app.client, ticket, "triage", grade=2)

        assert answer.status_code == 201, answer.text
        assert (await seen(app, ticket))["status"] == "triaged"
        assert await failures(app) == [{"ticket_id": ticket["id"], "rejections": {"stubborn.ticket.no": 1}}]
        assert await proposals(app) == []

    async def test_that_is_repeated_does_not_take_a_ticket_from_who_works_on_it(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="auto"))
        await member(app, sh, "LI")
        assert (await moved(app.client, ticket, "triage", grade=2)).status_code == 201

        assert (await moved(app.client, ticket, "triage", grade=3)).status_code == 201

        assert len(await proposals(app)) == 1

    async def test_goes_by_the_grade(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app, contract="graded")
        _, one = await member(app, sh, "LI")
        by_grade = {grade: await matter(app, item) for grade in (1, 2, 3)}

        for grade, ticket in by_grade.items():
            assert (await moved(app.client, ticket, "triage", grade=grade)).status_code == 201

        found = {grade: (await seen(app, ticket))["status"] for grade, ticket in by_grade.items()}
        assert found == {1: "assigned", 2: "triaged", 3: "triaged"}
        offers = await app.house.fetch("SELECT ticket_id, engineer_id FROM stations_offer")
        assert [(str(each["ticket_id"]), str(each["engineer_id"])) for each in offers] == [
            (by_grade[2]["id"], one["id"])
        ]

    async def test_and_an_assignment_at_once_do_not_wait_for_each_other(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app, contract="auto")
        _, one = await member(app, sh, "LI")
        tickets = [await matter(app, item) for _ in range(4)]

        answers = await asyncio.gather(
            *(moved(app.client, ticket, "triage", grade=2) for ticket in tickets),
            *(assignment(app.client, ticket, engineer_id=one["id"]) for ticket in tickets),
        )

        assert {answer.status_code for answer in answers} == {201}
        assert {(await seen(app, ticket))["assignee_id"] for ticket in tickets} == {one["user_id"]}


async def proposals(app: TestApp) -> list[Json]:
    return await app.house.fetch("SELECT * FROM stations_proposal ORDER BY id")


async def failures(app: TestApp) -> list[Json]:
    await app.drain()
    found = (await app.client.get("/v1/events", params={"type": "stations.dispatch.failed"})).json()
    return [event["data"] for event in found["items"]]
