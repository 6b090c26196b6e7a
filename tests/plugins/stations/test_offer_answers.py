"""Answers to offers: the first who accepts gets the ticket."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from stations_house import stations_app
from stations_offers import asked
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations.rules.offers import OfferAnswer
from wellkept_stations.schemas.offers import StationsOfferAnswerCreate
from wellkept_stations.service import offer_answers


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestFirstWhoAccepts:
    async def test_gets_the_ticket(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", "WANG")
        await scene.wave()

        answer = await scene.say("ZW", "accept", by=app.client, eta="2026-03-02T03:30:00+00:00")

        assert answer.status_code == 201, answer.text
        said = answer.json()
        assert (said["status"], said["answered_at"], said["eta"]) == (
            "accepted",
            "2026-03-02T02:00:00Z",
            "2026-03-02T03:30:00Z",
        )
        shown = await scene.shown()
        assert (shown["status"], shown["assignee_id"]) == ("assigned", scene.people["ZW"]["user_id"])
        assert await scene.standing() == [(1, "LI", "withdrawn"), (1, "WANG", "withdrawn"), (1, "ZW", "accepted")]
        late = await scene.say("LI", "accept")
        assert (late.status_code, late.json()["code"]) == (409, "stations.offer.gone")
        [accepted] = await scene.told("stations.offer.accepted")
        assert (accepted["engineer_id"], accepted["eta"]) == (scene.people["ZW"]["id"], "2026-03-02T03:30:00Z")
        [dispatched] = await scene.told("stations.ticket.dispatched")
        assert dispatched["user_id"] == scene.people["ZW"]["user_id"]

    async def test_is_refused_where_he_cannot_be_sent_any_more(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI")
        await scene.wave()
        await scene.becomes("ZW", status="away")

        answers = [await scene.say("ZW", "accept", by=by) for by in (None, app.client)]

        assert [(each.status_code, each.json()["code"]) for each in answers] == [
            (409, "stations.dispatch.not_eligible")
        ] * 2
        assert await scene.standing() == [(1, "LI", "open"), (1, "ZW", "open")]


class TestSimultaneousAnswers:
    async def test_give_the_ticket_to_one_of_two(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", "WANG")
        await scene.wave()

        answers = await asyncio.gather(scene.say("ZW", "accept"), scene.say("LI", "accept"))
        await app.drain()

        assert sorted(each.status_code for each in answers) == [201, 409]
        assert [each.json()["code"] for each in answers if each.status_code == 409] == ["stations.offer.gone"]
        statuses = [status for _, _, status in await scene.standing()]
        assert sorted(statuses) == ["accepted", "withdrawn", "withdrawn"]
        shown = await scene.shown()
        [taker] = [each for each in await scene.offers() if each["status"] == "accepted"]
        assert shown["assignee_id"] == scene.people[taker["engineer_code"]]["user_id"]
        facts = await app.house.fetch("SELECT id FROM ticket_fact WHERE action = 'assign'")
        assert len(facts) == 1

    async def test_of_many_engineers_give_it_to_one(self, app: TestApp) -> None:
        codes = [f"A{number}" for number in range(8)]
        scene = await asked(app, *codes)
        await scene.wave(size=8)

        answers = await asyncio.gather(*(scene.say(code, "accept", by=app.client) for code in codes))

        assert sorted(each.status_code for each in answers) == [201] + [409] * 7
        assert len(await scene.told("stations.ticket.dispatched")) == 1
        assert (await scene.shown())["status"] == "assigned"

    async def test_never_wait_in_a_circle_for_what_core_does(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", "WANG")
        await scene.wave()

        answers = await asyncio.gather(
            *(scene.say(code, "accept", by=app.client) for code in ("ZW", "LI")),
            scene.say("WANG", "decline"),
            scene.done("cancel", reason="Wrong plant."),
            scene.done("assign", assignee_id=scene.people["WANG"]["user_id"]),
        )

        assert {each.status_code for each in answers} <= {201, 409}
        assert "open" not in {status for _, _, status in await scene.standing()}

    async def test_that_all_decline_open_the_next_wave_once(self, app: TestApp) -> None:
        codes = ["A1", "A2", "A3", "A4"]
        scene = await asked(app, *codes)
        first = await scene.wave(size=3)

        answers = await asyncio.gather(*(scene.say(code, "decline") for code in first))

        assert [each.status_code for each in answers] == [201] * 3
        left = (set(codes) - set(first)).pop()
        assert (await scene.standing())[3:] == [(2, left, "open")]


class TestLastPlace:
    async def test_of_an_engineer_is_given_once_though_he_accepts_two_tickets(self, app: TestApp) -> None:
        scene = await asked(app)
        await scene.joins("ZW", max_open_tickets=1)
        paths: list[str] = []
        for _ in range(2):
            ticket = await app.ticket(project_id=scene.ticket["project_id"])
            made = await app.created(f"/v1/tickets/{ticket['id']}/stations/offers", {})
            paths.append(f"/v1/tickets/{ticket['id']}/stations/offers/{made['items'][0]['id']}/answer")

        answers = await asyncio.gather(*(app.client.post(path, json={"answer": "accept"}) for path in paths))

        assert sorted(each.status_code for each in answers) == [201, 409]
        [refused] = [each.json() for each in answers if each.status_code == 409]
        assert refused["code"] == "stations.dispatch.not_eligible"
        assert [each["code"] for each in refused["rejections"]] == ["stations.filter.at_capacity"]


class TestRefusal:
    async def test_leaves_the_ticket_to_the_others(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI")
        await scene.wave()

        answer = await scene.say("ZW", "decline", reason="The van is being repaired.")
        again = await scene.say("ZW", "accept")

        assert (answer.json()["status"], answer.json()["reason"]) == ("declined", "The van is being repaired.")
        assert (again.status_code, again.json()["code"]) == (409, "stations.offer.gone")
        assert await scene.standing() == [(1, "LI", "open"), (1, "ZW", "declined")]

    async def test_is_counted_among_the_candidates(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI")
        await scene.wave()
        await scene.say("ZW", "decline")

        found = (await app.client.get(f"/v1/tickets/{scene.ticket['id']}/stations/candidates")).json()["candidates"]

        assert [(each["code"], [why["code"] for why in each["rejections"]]) for each in found] == [
            ("LI", []),
            ("ZW", ["stations.filter.declined"]),
        ]


class TestAnswerThatFailsOnTheWay:
    @pytest.mark.parametrize(
        ("answer", "step"),
        [("accept", "withdraw"), ("accept", "taken"), ("decline", "go_on")],
    )
    async def test_changes_nothing(self, app: TestApp, monkeypatch: pytest.MonkeyPatch, answer: str, step: str) -> None:
        scene = await asked(app, "ZW", "LI")
        made = await scene.wave(size=1)
        [(code, offer)] = made.items()
        said = StationsOfferAnswerCreate(answer=OfferAnswer(answer))
        ids = TicketId(UUID(scene.ticket["id"])), UUID(offer["id"])
        with monkeypatch.context() as broken:
            broken.setattr(offer_answers, step, failing)
            with pytest.raises(RuntimeError):
                await offer_answers.answer(await scene.ctx(), *ids, said)
        before = await scene.standing()

        again = await scene.say(code, answer, by=app.client)

        assert before == [(1, code, "open")]
        assert again.status_code == 201, again.text
        assert len(await scene.told("stations.offer.accepted", "stations.offer.declined")) == 1


async def failing(*_: object, **__: object) -> None:
    raise RuntimeError


class TestAnswerOnce:
    async def test_is_given_again_to_the_same_key_and_changes_nothing(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI")
        made = await scene.wave()
        path = f"{scene.path}/{made['ZW']['id']}/answer"
        key = {"Idempotency-Key": "answer-1"}

        first, second = [await app.client.post(path, json={"answer": "accept"}, headers=key) for _ in range(2)]

        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json() == second.json()
        assert len(await scene.told("stations.offer.accepted")) == 1
