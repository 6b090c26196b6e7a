"""A visit is agreed with people who have time for it, once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from calendar_calls import made
from stations_house import stations_app
from stations_visits import MORNING, NOON, TOMORROW, UNKNOWN, Scene, at, codes, window
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects

CALLERS = 10


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestPlanning:
    async def test_makes_a_visit_that_the_ticket_shows(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        before = await scene.shown()

        answer = await scene.plan(purpose="Replace the bearing.")

        visit = answer.json()
        assert answer.status_code == 201
        assert answer.headers["Location"] == f"{scene.path}/{visit['id']}"
        assert answer.headers["ETag"] == '"1"'
        assert visit["number"] == f"{scene.ticket['number']}-V1"
        assert (visit["status"], visit["purpose"], visit["station_id"]) == (
            "planned",
            "Replace the bearing.",
            scene.station["id"],
        )
        assert visit["window"] == visit["planned"] == window(MORNING)
        assert visit["engineers"] == [
            {"engineer_id": scene.engineer["id"], "code": "ZW", "name": "Engineer ZW", "lead": True}
        ]
        assert await scene.types() == ["stations.visit.planned"]
        after = await scene.shown()
        assert after["version"] > before["version"]
        shown = after["extensions"]["stations"]
        assert (shown["visits_open"], shown["next_window"]) == (1, window(MORNING))

    async def test_numbers_the_visits_of_a_ticket(self, app: TestApp) -> None:
        scene = await Scene.make(app)

        numbers = [(await scene.planned(period))["number"] for period in (NOON, MORNING, TOMORROW)]

        assert numbers == [f"{scene.ticket['number']}-V{place}" for place in (1, 2, 3)]
        shown = (await scene.shown())["extensions"]["stations"]
        assert (shown["visits_open"], shown["next_window"]) == (3, window(MORNING))

    async def test_takes_up_the_time_of_all_who_make_it(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        other = await scene.another("LI")
        first = await scene.planned(engineer_ids=[other["id"], scene.engineer["id"]])

        again = await scene.plan()

        assert [(each["code"], each["lead"]) for each in first["engineers"]] == [("LI", True), ("ZW", False)]
        assert (again.status_code, again.json()["code"]) == (409, "stations.visit.engineer_busy")
        assert (again.json()["number"], again.json()["engineer_code"]) == (first["number"], "ZW")

    async def test_lets_visits_touch(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await scene.planned(MORNING)

        assert (await scene.plan(NOON)).status_code == 201

    async def test_takes_the_planned_time_not_the_window(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        early, late = ("2026-03-02T03:00:00Z", "2026-03-02T04:00:00Z"), ("2026-03-02T04:00:00Z", MORNING[1])

        answers = [await scene.plan(MORNING, planned=window(planned)) for planned in (early, late, late)]

        assert [answer.status_code for answer in answers] == [201, 201, 409]

    async def test_is_refused_for_a_ticket_that_is_over(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        assert (await scene.do("cancel", reason="A mistake.")).status_code == 201

        answer = await scene.plan()

        assert (answer.status_code, answer.json()["code"]) == (409, "stations.visit.ticket_closed")

    async def test_is_for_dispatchers(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        body = {"engineer_ids": [scene.engineer["id"]], "window": window(MORNING)}
        dispatcher, viewer = await app.as_actor(Role.DISPATCHER), await app.as_actor(Role.VIEWER)

        statuses = [(await each.post(scene.path, json=body)).status_code for each in (viewer, scene.client, dispatcher)]

        assert statuses == [403, 403, 201]

    async def test_is_of_tickets_that_the_plugin_serves(self, app: TestApp) -> None:
        scene = await Scene.make(app, contract="bare")

        answer = await scene.plan()

        assert (answer.status_code, answer.json()["code"]) == (404, "plugin_inactive")


class TestAWindow:
    @pytest.mark.parametrize(
        "period",
        [
            (MORNING[0], MORNING[0]),
            (MORNING[1], MORNING[0]),
            ("2026-03-01T03:00:00Z", "2026-03-02T02:00:00Z"),
            (MORNING[0], "2026-03-02T03:29:59Z"),
            (MORNING[0], "2026-04-02T03:00:01Z"),
        ],
        ids=["empty", "reversed", "past", "too_short", "too_long"],
    )
    async def test_has_to_be_one(self, app: TestApp, period: tuple[str, str]) -> None:
        scene = await Scene.make(app)

        answer = await scene.plan(period)

        assert (answer.status_code, answer.json()["code"]) == (422, "stations.visit.window_invalid")
        assert codes(answer) == [("/window/to", "stations.visit.window_invalid")]

    async def test_holds_the_beginning_of_the_planned_time(self, app: TestApp) -> None:
        scene = await Scene.make(app)

        answer = await scene.plan(MORNING, planned=window(NOON))

        assert (answer.status_code, codes(answer)) == (422, [("/planned/from", "stations.visit.window_invalid")])

    async def test_is_told_with_offsets_in_the_years_of_the_calendar(self, app: TestApp) -> None:
        await made(app, "office")
        scene = await Scene.make(app, calendar_code="office")

        last = await scene.plan(("9999-12-31T00:00:00Z", "9999-12-31T23:00:00Z"))
        naive = await scene.plan(("2026-03-02T03:00:00", MORNING[1]))
        beyond = await scene.plan((MORNING[0], "9999-12-31T23:59:59-14:00"))

        assert (last.status_code, last.json()["code"]) == (422, "calendars.calendar.unreachable")
        assert (naive.status_code, codes(naive)) == (422, [("/window/from", "naive_time")])
        assert (beyond.status_code, codes(beyond)) == (422, [("/window/to", "too_large")])


class TestThoseWhoMakeIt:
    async def test_are_named_once_and_known(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        mine = scene.engineer["id"]

        twice = await scene.plan(engineer_ids=[mine, UNKNOWN, mine])
        unknown = await scene.plan(engineer_ids=[mine, UNKNOWN])
        nobody = await scene.plan(engineer_ids=[])
        many = await scene.plan(engineer_ids=[UNKNOWN] * 11)

        assert (twice.status_code, codes(twice)) == (422, [("/engineer_ids/2", "duplicate")])
        assert (unknown.status_code, codes(unknown)) == (422, [("/engineer_ids/1", "unknown_reference")])
        assert (nobody.status_code, many.status_code) == (422, 422)

    async def test_have_not_left(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        left = await app.client.patch(f"/v1/stations/engineers/{scene.engineer['id']}", json={"status": "left"})
        assert left.status_code == 200, left.text

        answer = await scene.plan(override={"reason": "He comes back for it."})

        assert (answer.status_code, answer.json()["code"]) == (409, "stations.engineer.left")

    async def test_work_at_that_time(self, app: TestApp) -> None:
        await made(app, "office")
        scene = await Scene.make(app, calendar_code="office")
        night = ("2026-03-02T12:00:00Z", "2026-03-02T14:00:00Z")

        refused = await scene.plan(night)
        over_lunch = await scene.plan(("2026-03-02T03:00:00Z", "2026-03-02T06:00:00Z"))
        sent = await scene.plan(night, override={"reason": "The plant stands still."})

        assert (refused.status_code, refused.json()["code"]) == (409, "stations.visit.off_duty")
        assert refused.json()["engineers"] == [
            {"engineer_id": scene.engineer["id"], "engineer_code": "ZW", "because": ["calendar"]}
        ]
        assert (over_lunch.status_code, sent.status_code) == (201, 201)
        [step] = (await app.client.get(f"{scene.path}/{sent.json()['id']}/history")).json()["items"]
        assert step["data"]["override"] == {"reason": "The plant stands still."}

    async def test_are_not_absent_or_away(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        engineer = f"/v1/stations/engineers/{scene.engineer['id']}"
        await app.created(
            f"{engineer}/absences", {"starts_at": "2026-03-02T04:59:00Z", "ends_at": MORNING[1], "reason": "Training"}
        )
        assert (await app.client.patch(engineer, json={"status": "away"})).status_code == 200

        refused = await scene.plan()
        later = await scene.plan(NOON, override={"reason": "He is back by then."})

        assert (refused.status_code, refused.json()["engineers"][0]["because"]) == (409, ["away", "absence"])
        assert later.status_code == 201

    async def test_may_be_overridden_but_not_be_in_two_places(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        await scene.planned()

        answer = await scene.plan(override={"reason": "Both."})

        assert (answer.status_code, answer.json()["code"]) == (409, "stations.visit.engineer_busy")


class TestTenAtOnce:
    async def test_plan_two_visits_that_touch(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        at(app, "2026-03-02T00:00:00Z")
        nine, eleven, one = "2026-03-02T01:00:00Z", "2026-03-02T03:00:00Z", "2026-03-02T05:00:00Z"

        answers = await asyncio.gather(
            *(scene.plan(((nine, eleven), (eleven, one))[number % 2]) for number in range(CALLERS))
        )

        assert Counter(answer.status_code for answer in answers) == {201: 2, 409: CALLERS - 2}
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {
            "stations.visit.engineer_busy"
        }
        listed = (await app.client.get(scene.path)).json()["items"]
        assert sorted(each["planned"]["from"] for each in listed) == [nine, eleven]

    async def test_plan_for_crews_without_waiting_for_each_other_for_ever(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        crew = [scene.engineer["id"], *[(await scene.another(code))["id"] for code in ("LI", "WU")]]
        tickets = [await app.ticket(project_id=scene.ticket["project_id"]) for _ in range(CALLERS)]

        answers = await asyncio.gather(
            *(
                app.client.post(
                    f"/v1/tickets/{ticket['id']}/stations/visits",
                    json={"engineer_ids": crew[number % 3 :] + crew[: number % 3], "window": window(MORNING)},
                )
                for number, ticket in enumerate(tickets)
            )
        )

        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CALLERS - 1}
