"""Sending somebody, and why it is kept."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from stations_dispatch import assignment, candidates, ctx_of, matter, member, moved, pump, region, seen, shanghai
from stations_house import stations_app
from wellkept_sdk.actor import Role
from wellkept_sdk.errors import FieldError
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations.errors import NotEligible
from wellkept_stations.service.choosing import choose
from wellkept_stations.service.dispatching import require_eligible

CALLERS = 5


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param, terms={"near": {"distance_max_km": 1}}) as app:
        yield app


class TestAssignment:
    async def test_sends_the_best_candidate(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        await member(app, sh, "AWAY", max_open_tickets=1)
        _, best = await member(app, sh, "BEST", home={"longitude": 121.4737, "latitude": 31.2304})

        answer = await assignment(app.client, ticket)

        assert answer.status_code == 201, answer.text
        [proposal] = await proposals(app)
        assert answer.json() == {
            "proposal_id": str(proposal["id"]),
            "engineer_id": best["id"],
            "score": 933,
            "ticket_status": "assigned",
        }
        assert (await seen(app, ticket))["assignee_id"] == best["user_id"]

    async def test_keeps_all_candidates_as_they_were_seen(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        _, one = await member(app, sh, "LI")
        await member(app, sh, "ZW", max_open_tickets=1)
        before = await candidates(app, ticket)

        await assignment(app.client, ticket, engineer_id=one["id"])
        await app.client.patch(f"/v1/stations/engineers/{one['id']}", json={"status": "away"})

        [proposal] = await proposals(app)
        assert proposal["candidates"] == before["candidates"]
        assert proposal["weights"] == before["weights"]
        assert str(proposal["chosen_engineer_id"]) == one["id"]
        assert str(proposal["actor_id"]) == (await app.client.get("/v1/me")).json()["id"]

    async def test_keeps_what_was_proposed_before(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        for code in ("LI", "ZW"):
            _, one = await member(app, sh, code)
            assert (await assignment(app.client, ticket, engineer_id=one["id"])).status_code == 201

        assert len(await proposals(app)) == 2

    async def test_announces_who_was_sent(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        _, one = await member(app, sh, "LI")

        sent = (await assignment(app.client, ticket)).json()

        [event] = await events(app, "stations.ticket.dispatched")
        assert event["data"] == {
            "ticket_id": ticket["id"],
            "proposal_id": sent["proposal_id"],
            "engineer_id": one["id"],
            "user_id": one["user_id"],
            "score": sent["score"],
        }

    async def test_is_for_those_who_dispatch(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        client, one = await member(app, sh, "LI")

        assert (await assignment(client, ticket, engineer_id=one["id"])).status_code == 403
        dispatcher = await app.as_actor(Role.DISPATCHER)
        assert (await assignment(dispatcher, ticket, engineer_id=one["id"])).status_code == 201


class TestRefusal:
    async def test_counts_what_speaks_against_everybody(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="near"))
        for code in ("LI", "ZW"):
            await member(app, sh, code)
        _, away = await member(app, sh, "AWAY")
        await app.client.patch(f"/v1/stations/engineers/{away['id']}", json={"status": "away"})

        answer = await assignment(app.client, ticket)

        assert (answer.status_code, answer.json()["code"]) == (409, "stations.dispatch.no_candidate")
        assert answer.json()["rejections"] == {"stations.filter.not_active": 1, "stations.filter.too_far": 3}
        assert await proposals(app) == []

    async def test_tells_what_speaks_against_whoever_is_named(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="near"))
        _, one = await member(app, sh, "LI")

        answer = await assignment(app.client, ticket, engineer_id=one["id"])

        assert (answer.status_code, answer.json()["code"]) == (409, "stations.dispatch.not_eligible")
        [rejection] = answer.json()["rejections"]
        assert (rejection["filter"], rejection["code"]) == ("distance", "stations.filter.too_far")
        assert (await seen(app, ticket))["assignee_id"] is None

    async def test_is_overridden_with_a_reason(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="near"))
        _, one = await member(app, sh, "LI", max_open_tickets=1)
        other = await matter(app, await pump(app))
        assert (await assignment(app.client, other, engineer_id=one["id"])).status_code == 201

        answer = await assignment(app.client, ticket, engineer_id=one["id"], override={"reason": "Asked for him."})

        assert answer.status_code == 201, answer.text
        assert answer.json()["score"] is None
        assert [each["override_reason"] for each in await proposals(app)] == [None, "Asked for him."]

    async def test_is_not_overridden_where_it_was_not_there_when_that_was_decided(
        self, app: TestApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app, contract="near"))
        _, one = await member(app, sh, "LI", max_open_tickets=1)

        async def full(*_: object, **__: object) -> int:
            return 1

        monkeypatch.setattr("wellkept_stations.service.dispatching.open_tickets", full)
        answer = await assignment(app.client, ticket, engineer_id=one["id"], override={"reason": "Asked for him."})

        assert [each["code"] for each in answer.json()["rejections"]] == ["stations.filter.at_capacity"]

    async def test_is_not_overridden_where_the_account_takes_no_tickets(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        _, one = await member(app, sh, "LI")
        await app.client.patch(f"/v1/stations/engineers/{one['id']}", json={"status": "left"})

        answer = await assignment(app.client, ticket, engineer_id=one["id"], override={"reason": "Asked for him."})

        assert (answer.status_code, answer.json()["code"]) == (409, "stations.dispatch.not_eligible")
        assert [each["code"] for each in answer.json()["rejections"]] == ["stations.filter.not_active"]

    async def test_is_for_whoever_belongs_to_another_station(self, app: TestApp) -> None:
        await shanghai(app)
        far, ticket = await shanghai(app, "BJ", coverage=[region("110000")]), await matter(app, await pump(app))
        _, one = await member(app, far, "LI")

        refused = await assignment(app.client, ticket, engineer_id=one["id"])
        sent = await assignment(app.client, ticket, engineer_id=one["id"], override={"reason": "He lives there."})

        assert [each["message"] for each in refused.json()["rejections"]] == ["BJ does not serve the site"]
        assert sent.status_code == 201, sent.text

    @pytest.mark.parametrize(
        ("body", "mistake"),
        [
            (
                {"engineer_id": "01990000-0000-7000-8000-000000000001"},
                FieldError("/engineer_id", "unknown_reference", "There is no such engineer."),
            ),
            (
                {"override": {"reason": "Asked."}},
                FieldError("/override", "unexpected", "An override sends an engineer who is named."),
            ),
            (
                {"at": "2126-03-02T02:00:00Z"},
                FieldError("/at", "too_large", "The moment lies at most 3660 days from now."),
            ),
        ],
    )
    async def test_names_each_mistake(self, app: TestApp, body: Json, mistake: FieldError) -> None:
        answer = await assignment(app.client, await matter(app, await pump(app)), **body)

        assert answer.status_code == 422
        assert answer.json()["errors"] == [
            {"pointer": mistake.pointer, "code": mistake.code, "message": mistake.message}
        ]

    async def test_asks_for_a_reason_after_many_handovers(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        engineers = [(await member(app, sh, code))[1]["id"] for code in ("LI", "ZW", "AN", "XU", "MA")]
        sent = [await assignment(app.client, ticket, engineer_id=each) for each in engineers]

        again = await assignment(app.client, ticket, engineer_id=engineers[-1], override={"reason": "He knows it."})

        assert {answer.status_code for answer in sent} == {201, 422}
        assert [(error["pointer"], error["code"]) for error in sent[-1].json()["errors"]] == [("/override", "required")]
        assert again.status_code == 201, again.text

    async def test_is_for_a_ticket_that_needs_nobody_any_more(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        await member(app, sh, "LI")
        await moved(app.client, ticket, "cancel", reason="A mistake.")

        answer = await assignment(app.client, ticket)

        assert (answer.status_code, answer.json()["code"]) == (409, "stations.ticket.not_open")

    async def test_is_raised_for_whoever_does_not_come_into_question(self, app: TestApp) -> None:
        await shanghai(app)
        ticket = await matter(app, await pump(app))
        ctx = await ctx_of(app, ticket)
        choice = await choose(ctx, await ctx.tickets.get(TicketId(UUID(ticket["id"]))), at=ctx.at)

        with pytest.raises(NotEligible):
            require_eligible(choice, UUID(int=1))


class TestLastPlace:
    async def test_is_given_once(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        _, one = await member(app, sh, "LI", max_open_tickets=1)
        tickets = [await matter(app, item) for _ in range(CALLERS)]

        answers = await asyncio.gather(*(assignment(app.client, each, engineer_id=one["id"]) for each in tickets))

        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CALLERS - 1}
        refused = [answer.json() for answer in answers if answer.status_code == 409]
        assert {each["code"] for each in refused} == {"stations.dispatch.not_eligible"}
        assert {each["rejections"][0]["code"] for each in refused} == {"stations.filter.at_capacity"}

    async def test_leaves_the_next_best_to_the_others(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        for code in ("LI", "ZW", "AN"):
            await member(app, sh, code, max_open_tickets=1)
        tickets = [await matter(app, item) for _ in range(CALLERS)]

        answers = await asyncio.gather(*(assignment(app.client, each) for each in tickets))

        sent = [answer.json()["engineer_id"] for answer in answers if answer.status_code == 201]
        assert len(sent) == len(set(sent)) == 3
        refused = [answer.json() for answer in answers if answer.status_code != 201]
        assert [(each["code"], each["rejections"]) for each in refused] == [
            ("stations.dispatch.no_candidate", {"stations.filter.at_capacity": 3})
        ] * 2

    async def test_of_one_ticket_goes_to_one_after_the_other(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        engineers = [(await member(app, sh, code))[1] for code in ("LI", "ZW", "AN")]

        answers = await asyncio.gather(
            *(assignment(app.client, ticket, engineer_id=one["id"]) for one in engineers),
            *(moved(app.client, ticket, "triage", grade=2) for _ in range(3)),
        )

        assert {answer.status_code for answer in answers} == {201}
        last = (await proposals(app))[-1]
        assert (await seen(app, ticket))["assignee_id"] in {one["user_id"] for one in engineers}
        assert str(last["chosen_engineer_id"]) in {one["id"] for one in engineers}


async def proposals(app: TestApp) -> list[Json]:
    return await app.house.fetch("SELECT * FROM stations_proposal ORDER BY id")


async def events(app: TestApp, type_: str) -> list[Json]:
    await app.drain()
    found = (await app.client.get("/v1/events", params={"type": type_})).json()
    return found["items"]
