"""The problem of a day as a solver gets it: places, people, work; counted in seconds from the day's beginning."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import pytest

from stations_days import agreed_visit, calendar, planned_station, waiting_ticket
from stations_house import PUDONG, SUZHOU, engineer, stations_app
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations.queries import stations
from wellkept_stations.rules.problems import Job, Span
from wellkept_stations.schemas.plans import StationsPlanOrder
from wellkept_stations.service.day_problems import Day, day_of

HOUR = 3_600
TUESDAY = date(2026, 3, 3)
ORDER = StationsPlanOrder(engineer_ids=None, ticket_ids=None, seconds=1, stop_minutes=60)


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def problem_of(app: TestApp, station: Json, *, day: date = TUESDAY) -> Day:
    ctx = await app.house.context("stations", None)
    row = await stations.stored(ctx, UUID(station["id"]))
    assert row is not None
    return await day_of(ctx, row, day, ORDER)


class TestDay:
    async def test_numbers_the_places_of_jobs_and_then_where_everybody_begins(self, app: TestApp) -> None:
        here = await planned_station(app)
        at_home, unknown = await engineer(app, here["id"], "A", home=SUZHOU), await engineer(app, here["id"], "B")
        ticket = await waiting_ticket(app, grade=2)

        day = await problem_of(app, here)

        assert [str(each) for each in day.engineer_ids] == [at_home["id"], unknown["id"]]
        assert [(str(matter.ticket_id), matter.visit_id) for matter in day.matters] == [(ticket["id"], None)]
        assert [vehicle.start for vehicle in day.problem.vehicles] == [1, 2]
        # From Suzhou, and from the station in Pudong, where somebody begins whose home nobody knows.
        assert [row[0] for row in day.problem.ways] == [0, 84_783, 6_823]
        assert day.problem.jobs == [
            Job(place=0, service=HOUR, windows=[Span(0, 24 * HOUR)], load=60, grade=2, skills={}, only=None)
        ]

    async def test_takes_no_time_for_the_way_to_the_first_stop_of_a_day_that_has_not_begun(self, app: TestApp) -> None:
        here = await planned_station(app)
        await engineer(app, here["id"], home=SUZHOU)
        await waiting_ticket(app)

        tomorrow, today = await problem_of(app, here), await problem_of(app, here, day=date(2026, 3, 2))

        assert (tomorrow.problem.travel[1][0], today.problem.travel[1][0]) == (0, 128 * 60)
        # Ten o'clock and half an hour.
        assert today.problem.jobs[0].windows == [Span(10 * HOUR + 1_800, 24 * HOUR)]
        assert today.problem.vehicles[0].shifts == [Span(10 * HOUR + 1_800, 24 * HOUR)]

    async def test_has_nobody_on_duty_when_it_is_nearly_over(self, app: TestApp) -> None:
        here = await planned_station(app, calendar_code=await calendar(app, "early", ("06:00", "10:15")))
        await engineer(app, here["id"])

        day = await problem_of(app, here, day=date(2026, 3, 2))

        assert [vehicle.shifts for vehicle in day.problem.vehicles] == [[]]

    async def test_asks_for_the_rows_of_people_once(self, app: TestApp) -> None:
        here = await planned_station(app, calendar_code=await calendar(app, "day", ("09:00", "17:00")))
        await engineer(app, here["id"], "A")
        await problem_of(app, here)
        before = app.house.statements
        await problem_of(app, here)
        for_one = app.house.statements - before
        for code in ("B", "C", "D"):
            await engineer(app, here["id"], code)
        before = app.house.statements

        await problem_of(app, here)

        assert app.house.statements - before == for_one


class TestPeople:
    async def test_have_their_calendar_less_absences_and_with_what_they_promised(self, app: TestApp) -> None:
        here = await planned_station(app, calendar_code=await calendar(app, "day", ("09:00", "17:00")))
        zhang = await engineer(app, here["id"], home=PUDONG, daily_minutes=300)
        absence = {"starts_at": "2026-03-03T03:00:00Z", "ends_at": "2026-03-03T05:00:00Z"}
        await app.created(f"/v1/stations/engineers/{zhang['id']}/absences", absence)
        override = {"override": {"reason": "He wants to."}}
        ticket = await waiting_ticket(app, **SUZHOU)
        visit = await agreed_visit(app, ticket, zhang, "2026-03-03T10:00:00Z", "2026-03-03T11:30:00Z", **override)

        day = await problem_of(app, here)

        [vehicle] = day.problem.vehicles
        assert vehicle.shifts == [
            Span(9 * HOUR, 11 * HOUR),
            Span(13 * HOUR, 17 * HOUR),
            Span(18 * HOUR, 19 * HOUR + 1_800),
        ]
        assert vehicle.load_max == 300
        assert [str(matter.visit_id) for matter in day.matters] == [visit["id"]]
        assert day.problem.jobs == [
            Job(
                place=0,
                service=HOUR + 1_800,
                windows=[Span(18 * HOUR, 18 * HOUR)],
                load=90,
                only=frozenset({0}),
                is_fixed=True,
            )
        ]

    async def test_who_make_a_visit_together_have_both_promised_it(self, app: TestApp) -> None:
        here = await planned_station(app)
        people = [await engineer(app, here["id"], code) for code in ("A", "B")]
        window = {"from": "2026-03-03T01:00:00Z", "to": "2026-03-03T02:00:00Z"}
        body = {"engineer_ids": [person["id"] for person in people], "window": window}
        await app.created(f"/v1/tickets/{(await waiting_ticket(app))['id']}/stations/visits", body)

        day = await problem_of(app, here)

        assert [job.only for job in day.problem.jobs] == [frozenset({0}), frozenset({1})]
        assert day.matters[0] == day.matters[1]

    async def test_have_no_place_where_nobody_knows_one(self, app: TestApp) -> None:
        here = await planned_station(app, location=None)
        await engineer(app, here["id"])
        await waiting_ticket(app)

        assert (await problem_of(app, here)).problem.ways == [[0, 0], [0, 0]]
