"""Day plans over HTTP: ordered, read, listed, refused."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from stations_days import DAY, made_plan, no_vroom, ordered, planned_station, stops_of, waiting_ticket
from stations_house import PUDONG, account, engineer, stations_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

PLANS = "/v1/stations/plans"
UNKNOWN = "01990000-0000-7000-8000-00000000dead"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TestApp]:
    monkeypatch.setattr("wellkept_stations.service.solving._by_vroom", no_vroom)
    async with stations_app(request.param) as app:
        yield app


async def refused(app: TestApp, station: Json, **values: Any) -> list[tuple[str, str]]:
    answer = await app.client.post(PLANS, json={"station_id": station["id"], "day": DAY, **values})
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


class TestPlan:
    async def test_is_queued_until_a_worker_has_made_it(self, app: TestApp) -> None:
        here = await planned_station(app)

        answer = await app.client.post(PLANS, json={"station_id": here["id"], "day": DAY})

        plan = answer.json()
        assert (answer.status_code, answer.headers["location"]) == (202, f"/v1/stations/plans/{plan['id']}")
        assert plan == {
            "id": plan["id"],
            "station_id": here["id"],
            "day": DAY,
            "status": "queued",
            "solver": None,
            "routes": [],
            "unassigned": [],
            "reason": None,
            "created_at": "2026-03-02T02:00:00Z",
            "updated_at": "2026-03-02T02:00:00Z",
            "version": 1,
        }

    async def test_sends_somebody_to_every_ticket_of_the_station(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang = await engineer(app, here["id"], home=PUDONG)
        ticket = await waiting_ticket(app)

        made = await made_plan(app, here["id"])

        assert (made["status"], made["unassigned"], made["version"]) == ("done", [], 2)
        assert made["routes"] == [
            {
                "engineer_id": zhang["id"],
                "stops": [
                    {
                        "ticket_id": ticket["id"],
                        "visit_id": None,
                        "arrives_at": "2026-03-02T16:00:00Z",
                        "leaves_at": "2026-03-02T17:00:00Z",
                        "travel_m": 6_823,
                    }
                ],
            }
        ]

    async def test_takes_named_tickets_and_engineers_instead(self, app: TestApp) -> None:
        here = await planned_station(app)
        there = await planned_station(app, "BJ", coverage=[])
        await engineer(app, here["id"], "ZW")
        guest = await engineer(app, there["id"], "LI")
        _, wanted = await waiting_ticket(app), await waiting_ticket(app)

        made = await made_plan(app, here["id"], engineer_ids=[guest["id"]], ticket_ids=[wanted["id"]], stop_minutes=90)

        assert [route["engineer_id"] for route in made["routes"]] == [guest["id"]]
        [stop] = stops_of(made)
        assert (stop["ticket_id"], stop["leaves_at"]) == (wanted["id"], "2026-03-02T17:30:00Z")

    async def test_is_refused_with_all_its_mistakes(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang = await engineer(app, here["id"])
        bare = await waiting_ticket(app, contract="bare")

        assert await refused(app, {"id": UNKNOWN}) == [("/station_id", "unknown_reference")]
        assert await refused(app, here, day="2026-03-01") == [("/day", "too_small")]
        assert await refused(app, here, day="2036-12-31", engineer_ids=[zhang["id"], UNKNOWN, zhang["id"]]) == [
            ("/day", "too_large"),
            ("/engineer_ids/1", "unknown_reference"),
            ("/engineer_ids/2", "duplicate"),
        ]
        assert await refused(app, here, ticket_ids=[bare["id"]]) == [("/ticket_ids/0", "unknown_reference")]
        assert await refused(app, here, seconds=31, stop_minutes=29, ticket_ids=[]) == [
            ("/ticket_ids", "too_short"),
            ("/seconds", "too_large"),
            ("/stop_minutes", "too_small"),
        ]

    async def test_is_refused_for_a_closed_station(self, app: TestApp) -> None:
        here = await planned_station(app)
        await app.client.patch(f"/v1/stations/{here['id']}", json={"status": "closed"})

        answer = await app.client.post(PLANS, json={"station_id": here["id"], "day": DAY})

        assert (answer.status_code, answer.json()["code"]) == (409, "stations.station.closed")

    async def test_is_for_dispatchers_only(self, app: TestApp) -> None:
        here = await planned_station(app)
        order = await ordered(app, here["id"])
        fellow, _ = await account(app, Role.ENGINEER)
        dispatcher, _ = await account(app, Role.DISPATCHER)

        assert (await fellow.get(f"{PLANS}/{order['id']}")).status_code == 403
        assert (await fellow.post(PLANS, json={"station_id": here["id"], "day": DAY})).status_code == 403
        assert (await fellow.post(f"{PLANS}/{order['id']}/apply")).status_code == 403
        assert (await dispatcher.get(f"{PLANS}/{order['id']}")).json()["id"] == order["id"]

    async def test_that_there_is_not_is_not_found(self, app: TestApp) -> None:
        for answer in (await app.client.get(f"{PLANS}/{UNKNOWN}"), await app.client.post(f"{PLANS}/{UNKNOWN}/apply")):
            assert (answer.status_code, answer.json()["code"]) == (404, "stations.plan.not_found")


class TestList:
    async def test_has_the_latest_plans_first_page_by_page(self, app: TestApp) -> None:
        here, there = await planned_station(app), await planned_station(app, "BJ", coverage=[])
        orders = [await ordered(app, here["id"]) for _ in range(2)]
        await ordered(app, there["id"])
        await ordered(app, here["id"], day="2026-03-04")
        params = {"station_id": here["id"], "day": DAY, "limit": "1"}

        first = (await app.client.get(PLANS, params=params)).json()
        second = (await app.client.get(PLANS, params={**params, "cursor": first["next_cursor"]})).json()

        assert [*first["items"], *second["items"]] == orders[::-1]
        assert second["next_cursor"] is None
        assert len((await app.client.get(PLANS)).json()["items"]) == 4

    async def test_costs_one_statement(self, app: TestApp) -> None:
        here = await planned_station(app)
        for _ in range(3):
            await ordered(app, here["id"])
        await app.client.get(PLANS)
        before = app.house.statements

        await app.client.get(PLANS)

        # Who calls, and the page.
        assert app.house.statements - before <= 2
