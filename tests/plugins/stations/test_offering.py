"""Waves of offers: who is asked, in which order, and until when."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest

from stations_house import station, stations_app
from stations_offers import asked
from wellkept_sdk.ids import TicketId
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations.service.offering import go_on

UNKNOWN: Final = "01990000-0000-7000-8000-00000000dead"
SMALL: Final = {"offer": {"size": 1, "expires_after_minutes": 15, "waves": 3}}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    terms = {"small": SMALL, "offers": {"mode": "offer"}}
    async with stations_app(request.param, terms=terms) as app:
        yield app


class TestWave:
    async def test_asks_the_best_as_the_terms_say(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", "WANG", "ZHAO")

        answer = await scene.ask()

        assert answer.status_code == 201, answer.text
        assert answer.json()["wave"] == 1
        assert [each["engineer_code"] for each in answer.json()["items"]] == ["LI", "WANG", "ZHAO"]
        [first, *_] = answer.json()["items"]
        assert first == {
            "id": first["id"],
            "ticket_id": scene.ticket["id"],
            "wave": 1,
            "engineer_id": scene.people["LI"]["id"],
            "engineer_code": "LI",
            "status": "open",
            "offered_at": "2026-03-02T02:00:00Z",
            "expires_at": "2026-03-02T02:15:00Z",
            "answered_at": None,
            "eta": None,
            "reason": None,
        }
        assert await scene.offers() == answer.json()["items"]
        made = await scene.told("stations.offer.made")
        assert [(each["engineer_id"], each["wave"], each["expires_at"]) for each in made] == [
            (each["engineer_id"], 1, "2026-03-02T02:15:00Z") for each in answer.json()["items"]
        ]

    async def test_asks_as_many_as_the_caller_says_or_those_whom_he_names(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", "WANG")
        one = await scene.wave(size=1, expires_after_minutes=1)
        await scene.say("LI", "decline")

        named = await scene.ask(engineer_ids=[scene.people["ZW"]["id"]])

        assert (list(one), one["LI"]["expires_at"]) == (["LI"], "2026-03-02T02:01:00Z")
        assert (named.status_code, named.json()["code"]) == (409, "stations.offers.open")
        assert await scene.standing() == [(1, "LI", "declined"), (2, "WANG", "open"), (2, "ZW", "open")]
        await scene.say("WANG", "decline")
        await scene.say("ZW", "decline")
        left = await scene.ask(engineer_ids=[scene.people["ZW"]["id"]])
        assert (left.status_code, left.json()["code"]) == (409, "stations.dispatch.not_eligible")
        assert [each["code"] for each in left.json()["rejections"]] == ["stations.filter.declined"]

    async def test_is_refused_where_nobody_is_left(self, app: TestApp) -> None:
        scene = await asked(app, "ZW")
        await scene.becomes("ZW", status="away")

        answer = await scene.ask()

        assert (answer.status_code, answer.json()["code"]) == (409, "stations.dispatch.no_candidate")
        assert answer.json()["rejections"] == {"stations.filter.not_active": 1}

    async def test_is_refused_for_a_ticket_that_is_over(self, app: TestApp) -> None:
        scene = await asked(app, "ZW")
        await scene.done("cancel", reason="Wrong plant.")

        answer = await scene.ask()

        assert (answer.status_code, answer.json()["code"]) == (409, "stations.ticket.not_open")

    @pytest.mark.parametrize(
        ("body", "mistakes"),
        [
            ({"size": 0}, [("/size", "too_small")]),
            ({"size": 21}, [("/size", "too_large")]),
            ({"expires_after_minutes": 1441}, [("/expires_after_minutes", "too_large")]),
            ({"engineer_ids": []}, [("/engineer_ids", "too_short")]),
            ({"engineer_ids": [UNKNOWN]}, [("/engineer_ids/0", "unknown_reference")]),
            (
                {"engineer_ids": [UNKNOWN, UNKNOWN], "size": 1},
                [
                    ("/engineer_ids/1", "duplicate"),
                    ("/size", "unexpected"),
                    ("/engineer_ids/0", "unknown_reference"),
                    ("/engineer_ids/1", "unknown_reference"),
                ],
            ),
        ],
    )
    async def test_is_refused_with_all_mistakes(
        self, app: TestApp, body: dict[str, object], mistakes: list[tuple[str, str]]
    ) -> None:
        scene = await asked(app, "ZW")

        answer = await scene.ask(**body)

        assert answer.status_code == 422, answer.text
        assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == mistakes


class TestLadder:
    async def test_goes_up_to_the_next_station_when_nobody_is_left(self, app: TestApp) -> None:
        scene = await asked(app, contract="small")
        await scene.joins("BOSS")
        near = await station(
            app, "PD", parent_id=scene.place["id"], coverage=[{"kind": "region", "region_code": "310000"}]
        )
        for code in ("LI", "ZW"):
            await scene.joins(code, station_id=near["id"])
        await scene.wave(size=1)
        await scene.minutes_pass(15)
        await scene.say("ZW", "decline")

        before = await scene.standing()
        answer = await scene.say("BOSS", "accept", by=app.client)

        assert before == [(1, "LI", "expired"), (2, "ZW", "declined"), (3, "BOSS", "open")]
        assert answer.status_code == 201, answer.text
        assert (await scene.shown())["assignee_id"] == scene.people["BOSS"]["user_id"]
        [proposal] = await app.house.fetch("SELECT chosen_engineer_id, override_reason FROM stations_proposal")
        assert str(proposal["chosen_engineer_id"]) == scene.people["BOSS"]["id"]
        assert proposal["override_reason"] == "Nobody at a nearer station has taken the ticket."

    async def test_asks_nobody_twice_and_calls_for_attention_once(self, app: TestApp) -> None:
        scene = await asked(app, "A1", "A2", "A3", "A4", "A5", "A6", "A7")
        await scene.wave()
        waves: list[set[str]] = []
        for _ in range(3):
            waves.append({code for _, code, status in await scene.standing() if status == "open"})
            for code in waves[-1]:
                assert (await scene.say(code, "decline", reason="Too far.")).status_code == 201
        await app.drain()
        await scene.minutes_pass(60)

        assert [len(wave) for wave in waves] == [3, 3, 1]
        assert len({code for wave in waves for code in wave}) == 7
        assert {status for _, _, status in await scene.standing()} == {"declined"}
        assert [each["waves"] for each in await scene.told("stations.offers.exhausted")] == [3]
        shown = await scene.shown()
        assert (shown["escalation_level"], shown["status"], shown["assignee_id"]) == (1, "new", None)
        declined = await scene.told("stations.offer.declined")
        assert [each["reason"] for each in declined] == ["Too far."] * 7

    async def test_ends_after_as_many_waves_as_the_terms_say(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", "WANG", contract="small")
        await scene.wave()

        for _ in range(4):
            await scene.minutes_pass(15)

        assert await scene.standing() == [(1, "LI", "expired"), (2, "WANG", "expired"), (3, "ZW", "expired")]
        assert len(await scene.told("stations.offers.exhausted")) == 1
        again = await scene.ask()
        assert again.json()["rejections"] == {}

    async def test_asks_nobody_for_a_ticket_that_is_over(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", contract="small")
        await scene.wave()
        await scene.done("cancel", reason="Wrong plant.")
        ctx = await scene.ctx()

        async with app.house.transaction():
            await go_on(ctx, await ctx.tickets.get(TicketId(UUID(scene.ticket["id"]))))

        assert await scene.standing() == [(1, "LI", "withdrawn")]
        assert await scene.told("stations.offers.exhausted") == []


class TestFirstWave:
    async def test_is_opened_though_the_worker_has_not_ended_an_earlier_one(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", contract="offers")
        await scene.wave(size=1)
        app.clock.advance(timedelta(minutes=15))

        await scene.done("triage")
        await app.drain()

        assert await scene.standing() == [(1, "LI", "expired"), (2, "ZW", "open")]

    async def test_is_opened_by_the_triage_where_the_terms_say_so(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", contract="offers")

        await scene.done("triage", grade=2)
        await scene.done("triage", grade=3)

        assert await scene.standing() == [(1, "LI", "open"), (1, "ZW", "open")]

    async def test_of_an_engineer_who_judges_is_followed_by_an_escalation(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", contract="offers")
        await scene.becomes("ZW", status="away")

        judged = await scene.clients["ZW"].post(
            f"/v1/tickets/{scene.ticket['id']}/transitions", json={"action": "triage"}
        )
        await app.drain()

        assert judged.status_code == 201, judged.text
        assert [each["waves"] for each in await scene.told("stations.offers.exhausted")] == [0]
        assert (await scene.shown())["escalation_level"] == 1

    async def test_is_opened_again_for_a_ticket_that_was_reopened(self, app: TestApp) -> None:
        scene = await asked(app, "ZW", "LI", contract="offers")
        await scene.done("triage")
        await scene.say("LI", "accept", by=app.client)
        await scene.joins("WANG")
        await scene.done("resolve", cause="Worn.", measure="Changed.")
        await scene.done("confirm", evidence={"kind": "phone", "contact_name": "Wang"})
        await scene.done("reopen", reason="Again.")

        await scene.done("triage")

        assert await scene.standing() == [(1, "LI", "accepted"), (1, "ZW", "withdrawn"), (2, "WANG", "open")]
