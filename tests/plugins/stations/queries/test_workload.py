"""How engineers stand at a moment."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from stations_dispatch import assignment, crowd, ctx_of, matter, member, pump, resolved, shanghai
from stations_house import PUDONG, SUZHOU, stations_app
from wellkept_sdk.ids import TicketId
from wellkept_sdk.period import Period
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations.queries.workload import Workload, open_tickets, workloads
from wellkept_stations.rules.geometry import Point
from wellkept_stations.tables import StationsOffer

#: The beginning of the local day, two hours before which the application begins.
DAY = datetime(2026, 3, 1, 16, tzinfo=UTC)
AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
IDLE = Workload(open_tickets=0, is_absent=False, busy_with=None, last_seen=None, has_declined=False)


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


async def workload(app: TestApp, one: Json, ticket: Json, *, at: datetime = AT, since: datetime = DAY) -> Workload:
    ctx = await ctx_of(app, ticket)
    visit = Period(starts_at=at, ends_at=at + timedelta(hours=4))
    found = await workloads(ctx, [UUID(one["id"])], ticket_id=TicketId(UUID(ticket["id"])), visit=visit, since=since)
    return found[UUID(one["id"])]


class TestWorkload:
    async def test_is_nothing_for_the_idle(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        _, one = await member(app, sh, "LI")

        assert await workload(app, one, ticket) == IDLE

    async def test_counts_open_tickets_besides_the_one_in_question(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        client, one = await member(app, sh, "LI")
        tickets = [await matter(app, item) for _ in range(3)]
        for each in tickets:
            assert (await assignment(app.client, each, engineer_id=one["id"])).status_code == 201
        await resolved(client, tickets[0])
        ctx = await ctx_of(app, tickets[1])

        assert (await workload(app, one, tickets[1])).open_tickets == 1
        assert await open_tickets(ctx, UUID(one["user_id"]), besides=TicketId(UUID(tickets[1]["id"]))) == 1

    @pytest.mark.parametrize(("minutes", "is_absent"), [(-1, False), (0, True), (59, True), (60, False)])
    async def test_tells_who_is_absent_at_the_beginning(self, app: TestApp, minutes: int, *, is_absent: bool) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        _, one = await member(app, sh, "LI")
        absence = {"starts_at": "2026-03-02T02:00:00Z", "ends_at": "2026-03-02T03:00:00Z", "reason": "training"}
        await app.created(f"/v1/stations/engineers/{one['id']}/absences", absence)

        found = await workload(app, one, ticket, at=AT + timedelta(minutes=minutes))

        assert found.is_absent is is_absent

    async def test_names_the_first_visit_that_overlaps(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        _, one = await member(app, sh, "LI")
        visits = [await visit(app, await matter(app, item), one, hour=hour) for hour in (5, 3)]

        assert (await workload(app, one, await matter(app, item))).busy_with == visits[1]["number"]

    async def test_does_not_count_a_visit_that_is_cancelled(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        _, one = await member(app, sh, "LI")
        await step(app, await visit(app, await matter(app, item), one, hour=3), "cancel", reason="Not needed.")

        assert (await workload(app, one, await matter(app, item))).busy_with is None

    async def test_knows_where_somebody_has_last_checked_in_that_day(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        _, one = await member(app, sh, "LI")
        for hour, place in ((3, SUZHOU), (5, PUDONG)):
            made = await visit(app, await matter(app, item), one, hour=hour)
            app.clock.set(AT.replace(hour=hour))
            await step(app, made, "check_in", **place)
            await step(app, made, "check_out", outcome="done")
        ticket = await matter(app, item)
        times = (AT.replace(hour=2), AT.replace(hour=4), AT.replace(hour=6))

        found = [(await workload(app, one, ticket, at=at)).last_seen for at in times]
        next_day = await workload(app, one, ticket, at=AT + timedelta(days=1), since=DAY + timedelta(days=1))

        assert found == [None, Point(120.5853, 31.2989), Point(121.5447, 31.2215)]
        assert next_day.last_seen is None

    async def test_remembers_who_has_declined_the_ticket(self, app: TestApp) -> None:
        sh, item = await shanghai(app), await pump(app)
        _, one = await member(app, sh, "LI")
        asked, other = await matter(app, item), await matter(app, item)
        ctx = await ctx_of(app, asked)
        async with app.house.transaction():
            await ctx.db.insert(
                StationsOffer,
                ticket_id=UUID(asked["id"]),
                wave=1,
                engineer_id=UUID(one["id"]),
                status="declined",
                offered_at=AT,
                expires_at=AT,
            )

        found = [(await workload(app, one, ticket)).has_declined for ticket in (asked, other)]

        assert found == [True, False]

    async def test_of_many_takes_one_statement(self, app: TestApp) -> None:
        sh, ticket = await shanghai(app), await matter(app, await pump(app))
        await crowd(app, sh, size=30)
        ids = [row["id"] for row in await app.house.fetch("SELECT id FROM stations_engineer")]
        ctx = await ctx_of(app, ticket)
        window = Period(starts_at=AT, ends_at=AT + timedelta(hours=4))

        before = app.house.statements
        found = await workloads(ctx, ids, ticket_id=TicketId(UUID(ticket["id"])), visit=window, since=DAY)

        assert app.house.statements == before + 1
        assert found == dict.fromkeys(ids, IDLE)


async def visit(app: TestApp, ticket: Json, one: Json, *, hour: int) -> Json:
    window = {"from": f"2026-03-02T{hour:02}:00:00Z", "to": f"2026-03-02T{hour + 1:02}:00:00Z"}
    body = {"engineer_ids": [one["id"]], "window": window}
    return await app.created(f"/v1/tickets/{ticket['id']}/stations/visits", body)


async def step(app: TestApp, made: Json, action: str, **fields: object) -> None:
    path = f"/v1/tickets/{made['ticket_id']}/stations/visits/{made['id']}/transitions"
    answer = await app.client.post(path, json={"action": action, **fields})
    assert answer.is_success, answer.text
