"""From tickets to the jobs of a problem."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from stations_days import planned_station, waiting_ticket
from stations_house import engineer, stations_app
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations.queries import plans
from wellkept_stations.queries.engineers import engineers_of
from wellkept_stations.rules.problems import Job, Span
from wellkept_stations.service.day_work import Work, promised, work_of

WINDOW = Span(0, 86_400)
TERMS = {"hydraulic": {"requirements": [{"skills": {"hydraulics": 2}, "certificates": ["high_voltage"]}]}}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param, terms=TERMS) as app:
        yield app


async def work(app: TestApp, *tickets: Json) -> Work:
    ctx = await app.house.context("stations", None)
    rows = await plans.work_of(ctx, [UUID(ticket["id"]) for ticket in tickets])
    return await work_of(ctx, rows, await engineers_of(ctx), window=WINDOW, stop_minutes=45)


class TestWork:
    async def test_asks_for_what_terms_and_ticket_ask_for_together(self, app: TestApp) -> None:
        ticket = await waiting_ticket(app, contract="hydraulic", grade=1)
        own = {"required_skills": [{"code": "hydraulics", "level": 4}, {"code": "welding", "level": 1}]}
        changed = await app.client.patch(f"/v1/tickets/{ticket['id']}", json={"extensions": {"stations": own}})
        assert changed.status_code == 200, changed.text

        found = await work(app, ticket)

        assert [task.job for task in found.tasks] == [
            Job(
                place=0,
                service=2_700,
                windows=[WINDOW],
                load=45,
                grade=1,
                skills={"hydraulics": 4, "welding": 1},
                certificates=frozenset({"high_voltage"}),
            )
        ]

    async def test_has_the_urgent_tickets_first(self, app: TestApp) -> None:
        tickets = [await waiting_ticket(app, grade=grade) for grade in (3, 1, 2)]

        found = await work(app, *tickets)

        assert [str(task.ticket_id) for task in found.tasks] == [tickets[place]["id"] for place in (1, 2, 0)]

    async def test_is_for_the_customers_team(self, app: TestApp) -> None:
        here = await planned_station(app)
        for code in ("A", "B", "C"):
            await engineer(app, here["id"], code)
        said = {"only_engineers": ["A", "B"], "never_engineers": ["B"]}
        await app.created("/v1/service-plans", {"code": "team", "name": "team", "plugins": {"stations": said}})

        found = await work(app, await waiting_ticket(app, contract="team"), await waiting_ticket(app))

        assert [task.job.only for task in found.tasks] == [frozenset({0}), None]


class TestPromise:
    def test_is_a_job_at_its_own_time_for_its_own_engineer(self) -> None:
        row = {
            "planned_from": datetime(2026, 3, 3, 9, tzinfo=UTC),
            "planned_to": datetime(2026, 3, 3, 10, 30, tzinfo=UTC),
        }

        found = promised(row, vehicle=2, begins_at=datetime(2026, 3, 3, 8, tzinfo=UTC))

        assert found == Job(
            place=0, service=5_400, windows=[Span(3_600, 3_600)], load=90, only=frozenset({2}), is_fixed=True
        )
