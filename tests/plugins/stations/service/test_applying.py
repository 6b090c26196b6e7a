"""Plans become visits: what still fits, once."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from stations_days import agreed_visit, made_plan, no_vroom, ordered, planned_station, stops_of, waiting_ticket
from stations_house import PUDONG, engineer, stations_app
from wellkept_sdk.testing import Json, TestApp, dialects

CALLERS = 5


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TestApp]:
    monkeypatch.setattr("wellkept_stations.service.solving._by_vroom", no_vroom)
    async with stations_app(request.param) as app:
        yield app


async def applied(app: TestApp, made: Json) -> httpx.Response:
    return await app.client.post(f"/v1/stations/plans/{made['id']}/apply")


async def visits(app: TestApp) -> list[Json]:
    return (await app.client.get("/v1/stations/visits")).json()["items"]


class TestApplying:
    async def test_agrees_a_visit_for_every_stop(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang = await engineer(app, here["id"], home=PUDONG)
        for _ in range(3):
            await waiting_ticket(app)
        made = await made_plan(app, here["id"])

        answer = await applied(app, made)

        assert answer.status_code == 201, answer.text
        assert (answer.json()["plan_id"], answer.json()["refused"]) == (made["id"], [])
        found = answer.json()["visits"]
        assert [
            (each["ticket_id"], each["status"], each["engineers"][0]["engineer_id"], each["window"], each["planned"])
            for each in found
        ] == [
            (stop["ticket_id"], "planned", zhang["id"], period, period)
            for stop in stops_of(made)
            for period in [{"from": stop["arrives_at"], "to": stop["leaves_at"]}]
        ]
        assert [each["id"] for each in await visits(app)] == [each["id"] for each in found]

    async def test_is_told_of_once(self, app: TestApp) -> None:
        here = await planned_station(app)
        await engineer(app, here["id"])
        await waiting_ticket(app)
        made = await made_plan(app, here["id"])

        await applied(app, made)
        again = await applied(app, made)

        assert (again.status_code, again.json()["code"]) == (409, "stations.plan.not_ready")
        events = (await app.client.get("/v1/events", params={"type": "stations.plan.applied"})).json()["items"]
        assert [event["data"] for event in events] == [
            {
                "plan_id": made["id"],
                "station_id": here["id"],
                "day": "2026-03-03",
                "visits": 1,
                "refused": 0,
            }
        ]
        audit = (await app.client.get("/v1/audit", params={"limit": 200})).json()["items"]
        told = [entry["action"] for entry in audit if entry["subject"] == f"stations/plans/{made['id']}"]
        assert told == ["stations.plan.applied"]

    async def test_leaves_visits_as_they_are_that_were_agreed_before(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang = await engineer(app, here["id"])
        visit = await agreed_visit(
            app, await waiting_ticket(app), zhang, "2026-03-03T01:00:00Z", "2026-03-03T02:00:00Z"
        )
        made = await made_plan(app, here["id"])

        answer = await applied(app, made)

        assert (answer.json()["visits"], answer.json()["refused"]) == ([], [])
        assert [each["version"] for each in await visits(app)] == [visit["version"]]

    async def test_tells_what_no_longer_fits_and_makes_the_rest(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang = await engineer(app, here["id"])
        tickets = [await waiting_ticket(app) for _ in range(5)]
        made = await made_plan(app, here["id"])
        by_ticket = {stop["ticket_id"]: stop for stop in stops_of(made)}
        busy, elsewhere, over, moved, fine = [by_ticket[ticket["id"]] for ticket in tickets]
        await agreed_visit(app, await waiting_ticket(app), zhang, busy["arrives_at"], busy["leaves_at"])
        li = await engineer(app, here["id"], "LI")
        await agreed_visit(app, {"id": elsewhere["ticket_id"]}, li, "2026-03-05T01:00:00Z", "2026-03-05T02:00:00Z")
        await app.client.post(
            f"/v1/tickets/{over['ticket_id']}/transitions", json={"action": "cancel", "reason": "wrong plant"}
        )
        absence = {"starts_at": moved["arrives_at"], "ends_at": moved["leaves_at"]}
        await app.created(f"/v1/stations/engineers/{zhang['id']}/absences", absence)

        answer = (await applied(app, made)).json()

        assert [each["ticket_id"] for each in answer["visits"]] == [fine["ticket_id"]]
        assert {each["ticket_id"]: each["code"] for each in answer["refused"]} == {
            busy["ticket_id"]: "stations.visit.engineer_busy",
            elsewhere["ticket_id"]: "stations.plan.visit_open",
            over["ticket_id"]: "stations.ticket.not_open",
            moved["ticket_id"]: "stations.visit.off_duty",
        }

    async def test_leaves_out_what_stations_do_not_serve_any_more(self, app: TestApp) -> None:
        here = await planned_station(app)
        await engineer(app, here["id"])
        ticket = await waiting_ticket(app)
        made = await made_plan(app, here["id"])
        await app.client.patch(f"/v1/contracts/{ticket['contract_id']}", json={"ends_on": "2026-03-01"})
        bare = {"customer_id": ticket["customer_id"], "plan_code": "bare", "starts_on": "2026-03-01"}
        await app.created("/v1/contracts", {"number": "BARE", **bare})
        assert (await app.client.post(f"/v1/tickets/{ticket['id']}/activation", json={})).is_success

        answer = (await applied(app, made)).json()

        assert [(each["ticket_id"], each["code"]) for each in answer["refused"]] == [(ticket["id"], "service_inactive")]

    async def test_needs_a_plan_that_is_done(self, app: TestApp) -> None:
        here = await planned_station(app)
        order = await ordered(app, here["id"])

        answer = await applied(app, order)

        assert (answer.status_code, answer.json()["code"]) == (409, "stations.plan.not_ready")
        assert answer.json()["plan_status"] == "queued"

    async def test_happens_once_whoever_calls_at_the_same_time(self, app: TestApp) -> None:
        here = await planned_station(app)
        await engineer(app, here["id"])
        for _ in range(4):
            await waiting_ticket(app)
        made = await made_plan(app, here["id"])

        answers = await asyncio.gather(*(applied(app, made) for _ in range(CALLERS)))

        assert sorted(answer.status_code for answer in answers) == [201, *[409] * (CALLERS - 1)]
        assert len(await visits(app)) == 4

    async def test_waits_for_nobody_who_waits_for_it(self, app: TestApp) -> None:
        here = await planned_station(app)
        people = [await engineer(app, here["id"], code) for code in ("ZW", "LI")]
        for _ in range(6):
            await waiting_ticket(app)
        made = await made_plan(app, here["id"])
        stops = stops_of(made)

        answers = await asyncio.gather(
            applied(app, made),
            *(
                app.client.post(
                    f"/v1/tickets/{stop['ticket_id']}/stations/visits",
                    json={
                        "engineer_ids": [person["id"]],
                        "window": {"from": stop["arrives_at"], "to": stop["leaves_at"]},
                    },
                )
                for stop in reversed(stops)
                for person in people
            ),
        )

        assert {answer.status_code for answer in answers} <= {201, 409}
        assert answers[0].status_code == 201
        taken = [(each["engineers"][0]["engineer_id"], each["planned"]["from"]) for each in await visits(app)]
        assert (
            len(taken)
            == len(set(taken))
            == sum(answer.status_code == 201 for answer in answers[1:]) + len(answers[0].json()["visits"])
        )

    async def test_of_two_plans_for_the_same_tickets_sends_everybody_once(self, app: TestApp) -> None:
        here = await planned_station(app)
        await engineer(app, here["id"])
        await engineer(app, here["id"], "LI")
        for _ in range(4):
            await waiting_ticket(app)
        plans = [await made_plan(app, here["id"]), await made_plan(app, here["id"])]

        answers = await asyncio.gather(*(applied(app, made) for made in plans))

        assert [answer.status_code for answer in answers] == [201, 201]
        assert sorted(len(answer.json()["visits"]) for answer in answers) == [0, 4]
        assert len(await visits(app)) == 4
