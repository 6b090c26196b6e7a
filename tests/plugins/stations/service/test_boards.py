"""The dispatch board, put together."""

from collections.abc import AsyncIterator

import pytest

from stations_days import DAY, agreed_visit, board, calendar, planned_station, waiting_ticket
from stations_house import account, engineer, stations_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects

PATH = "/v1/stations/board"
UNKNOWN = "01990000-0000-7000-8000-00000000dead"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestBoard:
    async def test_shows_who_works_when_what_is_agreed_and_what_waits(self, app: TestApp) -> None:
        here = await planned_station(app, calendar_code=await calendar(app, "day", ("09:00", "12:00")))
        zhang = await engineer(app, here["id"])
        agreed, waiting = await waiting_ticket(app, grade=2), await waiting_ticket(app, grade=1)
        visit = await agreed_visit(app, agreed, zhang, "2026-03-03T01:00:00Z", "2026-03-03T02:00:00Z")
        absence = {"starts_at": "2026-03-03T03:00:00Z", "ends_at": "2026-03-04T03:00:00Z"}
        await app.created(f"/v1/stations/engineers/{zhang['id']}/absences", absence)

        found = await board(app, here)

        place = {"longitude": 121.4737, "latitude": 31.2304}
        hour = {"starts_at": "2026-03-03T01:00:00Z", "ends_at": "2026-03-03T02:00:00Z"}
        assert found == {
            "station_id": here["id"],
            "day": DAY,
            "time_zone": "Asia/Shanghai",
            "period": {"starts_at": "2026-03-02T16:00:00Z", "ends_at": "2026-03-03T16:00:00Z"},
            "engineers": [
                {
                    "engineer_id": zhang["id"],
                    "code": "ZW",
                    "name": "Engineer ZW",
                    "kind": "engineer",
                    "status": "active",
                    "station_id": here["id"],
                    "station_code": "SH",
                    "shifts": [{"starts_at": "2026-03-03T01:00:00Z", "ends_at": "2026-03-03T04:00:00Z"}],
                    "absences": [absence],
                    "visits": [
                        {
                            "visit_id": visit["id"],
                            "number": visit["number"],
                            "status": "planned",
                            "lead": True,
                            "window": hour,
                            "planned": hour,
                            "ticket_id": agreed["id"],
                            "ticket_number": agreed["number"],
                            "ticket_title": "Pump trips",
                            "ticket_grade": 2,
                            "position": place,
                        }
                    ],
                }
            ],
            "tickets": [
                {
                    "ticket_id": waiting["id"],
                    "number": waiting["number"],
                    "title": "Pump trips",
                    "grade": 1,
                    "status": "new",
                    "station_id": here["id"],
                    "reported_at": waiting["reported_at"],
                    "position": place,
                }
            ],
            "truncated": False,
        }

    async def test_is_cut_off_and_says_so(self, app: TestApp, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("wellkept_stations.service.boards.BOARD_TICKETS_MAX", 1)
        here = await planned_station(app)
        urgent = await waiting_ticket(app, grade=1)
        await waiting_ticket(app)

        found = await board(app, here)

        assert ([each["ticket_id"] for each in found["tickets"]], found["truncated"]) == ([urgent["id"]], True)

    async def test_is_refused_for_days_that_no_calendar_knows(self, app: TestApp) -> None:
        here = await planned_station(app)

        for day, code in (("9999-12-31", "too_large"), ("0001-01-01", "too_small")):
            answer = await app.client.get(PATH, params={"station_id": here["id"], "day": day})
            assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)
        unknown = await app.client.get(PATH, params={"station_id": UNKNOWN, "day": DAY})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "stations.station.not_found")

    async def test_is_for_dispatchers_only(self, app: TestApp) -> None:
        here = await planned_station(app)
        fellow, _ = await account(app, Role.ENGINEER)

        answer = await fellow.get(PATH, params={"station_id": here["id"], "day": DAY})

        assert answer.status_code == 403

    async def test_costs_six_statements_however_many_there_are(self, app: TestApp) -> None:
        here = await planned_station(app, calendar_code=await calendar(app, "day", ("09:00", "12:00")))
        for code in ("ZW", "LI", "WANG"):
            person = await engineer(app, here["id"], code)
            await agreed_visit(app, await waiting_ticket(app), person, "2026-03-03T01:00:00Z", "2026-03-03T02:00:00Z")
            await waiting_ticket(app)
        await board(app, here)
        before = app.house.statements

        await board(app, here)

        # And one for who calls.
        assert app.house.statements - before <= 7
