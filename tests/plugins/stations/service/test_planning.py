"""Making plans: who is sent where, and why somebody is not."""

from collections.abc import AsyncIterator

import pytest

from stations_days import (
    DAY,
    agreed_visit,
    calendar,
    left_out,
    made_plan,
    ordered,
    plan,
    planned_station,
    stops_of,
    waiting_ticket,
)
from stations_house import NOW, PUDONG, SUZHOU, engineer, stations_app
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations.service import planning

TERMS = {
    "hydraulic": {"requirements": [{"skills": {"hydraulics": 3}, "certificates": ["high_voltage"]}]},
}
SKILLED: Json = {
    "skills": [{"code": "hydraulics", "level": 3}],
    "certificates": [{"code": "high_voltage", "valid_until": "2026-03-03"}],
}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param, terms=TERMS) as app:
        yield app


def sent(made: Json) -> dict[str, list[str]]:
    return {route["engineer_id"]: [stop["ticket_id"] for stop in route["stops"]] for route in made["routes"]}


class TestRoutes:
    async def test_have_skills_and_certificates_that_are_valid_on_the_day(self, app: TestApp) -> None:
        here = await planned_station(app)
        skilled = await engineer(app, here["id"], "ZW", **SKILLED)
        expired = [{"code": "high_voltage", "valid_until": "2026-03-02"}]
        await engineer(app, here["id"], "LI", **{**SKILLED, "certificates": expired})
        ticket = await waiting_ticket(app, contract="hydraulic")

        made = await made_plan(app, here["id"])
        later = await made_plan(app, here["id"], day="2026-03-04")

        assert sent(made)[skilled["id"]] == [ticket["id"]]
        assert left_out(later) == {ticket["id"]: "nobody_able"}

    async def test_have_what_the_ticket_itself_asks_for(self, app: TestApp) -> None:
        here = await planned_station(app)
        await engineer(app, here["id"], "LI", **SKILLED)
        wanted = {"required_skills": [{"code": "hydraulics", "level": 4}], "required_certificates": []}
        ticket = await waiting_ticket(app)
        changed = await app.client.patch(f"/v1/tickets/{ticket['id']}", json={"extensions": {"stations": wanted}})
        assert changed.status_code == 200, changed.text

        assert left_out(await made_plan(app, here["id"])) == {ticket["id"]: "nobody_able"}

    async def test_send_nobody_but_the_customers_team(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang, li = await engineer(app, here["id"], "ZW"), await engineer(app, here["id"], "LI")
        for name, said in (("own_team", {"only_engineers": ["LI"]}), ("not_him", {"never_engineers": ["ZW"]})):
            await app.created("/v1/service-plans", {"code": name, "name": name, "plugins": {"stations": said}})
        team = await waiting_ticket(app, contract="own_team")
        other = await waiting_ticket(app, contract="not_him")

        made = await made_plan(app, here["id"])

        assert (sent(made)[zhang["id"]], sorted(sent(made)[li["id"]])) == ([], sorted([team["id"], other["id"]]))

    async def test_fit_the_work_of_a_day_with_grade_one_first(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang = await engineer(app, here["id"], daily_minutes=120)
        tickets = [await waiting_ticket(app, grade=grade) for grade in (3, 2, 3, 1)]

        made = await made_plan(app, here["id"])

        assert sorted(sent(made)[zhang["id"]]) == sorted([tickets[1]["id"], tickets[3]["id"]])
        assert left_out(made) == {tickets[0]["id"]: "no_room", tickets[2]["id"]: "no_room"}

    async def test_keep_to_the_working_time_of_the_calendar(self, app: TestApp) -> None:
        here = await planned_station(
            app, calendar_code=await calendar(app, "day", ("09:00", "12:00"), ("13:00", "17:00"))
        )
        await engineer(app, here["id"], home=PUDONG)
        for _ in range(7):
            await waiting_ticket(app)

        made = await made_plan(app, here["id"])

        # The way to the first stop is made before nine; all are at one place, so nothing is lost between them.
        hours = ["01", "02", "03", "05", "06", "07", "08"]
        assert [stop["arrives_at"] for stop in stops_of(made)] == [f"2026-03-03T{hour}:00:00Z" for hour in hours]
        assert [stop["travel_m"] for stop in stops_of(made)] == [6_823, 0, 0, 0, 0, 0, 0]

    async def test_send_nobody_who_is_absent_or_away(self, app: TestApp) -> None:
        here = await planned_station(app)
        absent = await engineer(app, here["id"], "ZW")
        period = {"starts_at": "2026-03-02T00:00:00Z", "ends_at": "2026-03-05T00:00:00Z"}
        await app.created(f"/v1/stations/engineers/{absent['id']}/absences", period)
        away = await engineer(app, here["id"], "LI")
        await app.client.patch(f"/v1/stations/engineers/{away['id']}", json={"status": "away"})
        ticket = await waiting_ticket(app)

        made = await made_plan(app, here["id"])

        assert (sent(made), left_out(made)) == ({absent["id"]: []}, {ticket["id"]: "nobody_on_duty"})

    async def test_keep_visits_that_are_agreed(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang = await engineer(app, here["id"], home=PUDONG)
        near, far = await waiting_ticket(app), await waiting_ticket(app, **SUZHOU)
        visit = await agreed_visit(app, far, zhang, "2026-03-02T17:00:00Z", "2026-03-02T19:00:00Z")

        made = await made_plan(app, here["id"])

        kept, added = stops_of(made)
        assert (kept["visit_id"], kept["arrives_at"], kept["leaves_at"]) == (
            visit["id"],
            "2026-03-02T17:00:00Z",
            "2026-03-02T19:00:00Z",
        )
        # 84.783 km at 40 km/h are 128 minutes; an hour is too little to come from there before.
        assert (added["ticket_id"], added["arrives_at"], added["travel_m"]) == (
            near["id"],
            "2026-03-02T21:08:00Z",
            84_783,
        )

    async def test_keep_visits_that_contradict_each_other_and_add_nothing(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang = await engineer(app, here["id"])
        near, far, more = [await waiting_ticket(app), await waiting_ticket(app, **SUZHOU), await waiting_ticket(app)]
        await agreed_visit(app, near, zhang, "2026-03-03T01:00:00Z", "2026-03-03T02:00:00Z")
        await agreed_visit(app, far, zhang, "2026-03-03T02:00:00Z", "2026-03-03T03:00:00Z")

        made = await made_plan(app, here["id"])

        assert [stop["arrives_at"] for stop in stops_of(made)] == ["2026-03-03T01:00:00Z", "2026-03-03T02:00:00Z"]
        assert left_out(made) == {more["id"]: "no_room"}


class TestToday:
    async def test_begins_in_half_an_hour_from_where_everybody_is(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang = await engineer(app, here["id"], home=PUDONG)
        running, ticket = await waiting_ticket(app, **SUZHOU), await waiting_ticket(app)
        await agreed_visit(app, running, zhang, NOW, "2026-03-02T03:00:00Z")

        made = await made_plan(app, here["id"], day="2026-03-02")

        # It is ten o'clock; he is in Suzhou until eleven, and 128 minutes away.
        [stop] = stops_of(made)
        assert (stop["ticket_id"], stop["arrives_at"]) == (ticket["id"], "2026-03-02T05:08:00Z")

    async def test_takes_time_for_the_way_from_home_once_the_day_has_begun(self, app: TestApp) -> None:
        here = await planned_station(app)
        await engineer(app, here["id"], home=PUDONG)
        await waiting_ticket(app)

        [stop] = stops_of(await made_plan(app, here["id"], day="2026-03-02"))

        # 10:00:06, half an hour, the next full minute, and 11 minutes for 6.8 km.
        assert stop["arrives_at"] == "2026-03-02T02:42:00Z"


class TestTicket:
    async def test_is_left_out_with_a_reason(self, app: TestApp) -> None:
        here = await planned_station(app)
        zhang = await engineer(app, here["id"])
        nowhere = await waiting_ticket(app, longitude=None, latitude=None)
        agreed, over = await waiting_ticket(app), await waiting_ticket(app)
        await agreed_visit(app, agreed, zhang, "2026-03-03T01:00:00Z", "2026-03-03T02:00:00Z")
        done = await app.client.post(
            f"/v1/tickets/{over['id']}/transitions", json={"action": "cancel", "reason": "wrong plant"}
        )
        assert done.is_success, done.text

        named = await made_plan(app, here["id"], ticket_ids=[each["id"] for each in (nowhere, agreed, over)])
        usual = await made_plan(app, here["id"])

        assert left_out(named) == {nowhere["id"]: "no_position", agreed["id"]: "visit_open", over["id"]: "not_open"}
        assert left_out(usual) == {nowhere["id"]: "no_position"}


class TestWorker:
    async def test_fails_one_plan_and_makes_the_others(self, app: TestApp, monkeypatch: pytest.MonkeyPatch) -> None:
        here = await planned_station(app)
        bad = await ordered(app, here["id"], stop_minutes=31)
        solve = planning.day_of

        async def failing(ctx: object, station: object, day: object, order: object) -> object:
            if getattr(order, "stop_minutes", 0) == 31:
                raise RuntimeError("a broken day")
            return await solve(ctx, station, day, order)  # pyright: ignore[reportArgumentType] - handed on

        monkeypatch.setattr(planning, "day_of", failing)

        made = await made_plan(app, here["id"])

        failed = await plan(app, bad["id"])
        assert (failed["status"], failed["reason"]) == ("failed", "It could not be made; the log tells why.")
        assert (made["status"], made["day"]) == ("done", DAY)

    async def test_makes_a_plan_once(self, app: TestApp) -> None:
        here = await planned_station(app)
        made = await made_plan(app, here["id"])

        await made_plan(app, here["id"])

        assert await plan(app, made["id"]) == made
