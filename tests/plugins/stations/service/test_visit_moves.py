"""Who may do what to a visit, when, and in which order."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from stations_house import stations_app
from stations_visits import MORNING, NOON, TOMORROW, UNKNOWN, Scene, at, codes, window
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects

LATER = "2026-03-02T05:00:01Z"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


class TestAVisit:
    async def test_goes_from_plan_to_check_out(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        done: list[tuple[str, int]] = []

        for action, moment, said in (
            ("confirm", "2026-03-02T02:05:00Z", {}),
            ("depart", "2026-03-02T02:30:00Z", {"note": "With the crane."}),
            ("check_in", "2026-03-02T03:10:00Z", {}),
            ("check_out", "2026-03-02T04:00:01Z", {"outcome": "done", "travel_km": 86, "note": "Runs again."}),
        ):
            at(app, moment)
            visit = await scene.moved(visit, action, **said)
            done.append((visit["status"], visit["version"]))

        assert done == [("confirmed", 2), ("en_route", 3), ("on_site", 4), ("completed", 5)]
        assert (visit["departed_at"], visit["checked_in_at"], visit["checked_out_at"]) == (
            "2026-03-02T02:30:00Z",
            "2026-03-02T03:10:00Z",
            "2026-03-02T04:00:01Z",
        )
        assert (visit["outcome"], visit["work_minutes"], visit["travel_km"], visit["note"]) == (
            "done",
            51,
            86.0,
            "Runs again.",
        )
        assert await scene.types() == [
            f"stations.visit.{name}" for name in ("planned", "confirmed", "departed", "checked_in", "checked_out")
        ]

    async def test_needs_neither_confirmation_nor_departure(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.moved(await scene.planned(), "check_in")

        ended = await scene.moved(visit, "check_out", outcome="no_access", work_minutes=15)

        assert (ended["outcome"], ended["work_minutes"], ended["travel_km"]) == ("no_access", 15, None)
        assert (await scene.types())[-2:] == ["stations.visit.checked_out", "stations.visit.incomplete"]

    async def test_keeps_every_step_for_our_own_house(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        await scene.moved(visit, "cancel", reason="The customer is closed.", note="Told by telephone.")

        steps = (await app.client.get(f"{scene.path}/{visit['id']}/history")).json()["items"]

        assert [(each["action"], each["from_status"], each["to_status"]) for each in steps] == [
            ("plan", None, "planned"),
            ("cancel", "planned", "cancelled"),
        ]
        assert (steps[1]["note"], steps[1]["data"]) == ("Told by telephone.", {"reason": "The customer is closed."})
        assert steps[1]["actor_id"] == scene.engineer["user_id"]


class TestAnAction:
    async def test_is_refused_where_the_status_does_not_allow_it(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()

        early = await scene.move(visit, "check_out", outcome="done")
        await scene.moved(visit, "check_in")
        late = await scene.move(visit, "cancel", reason="Too late.")

        assert [(answer.status_code, answer.json()["code"]) for answer in (early, late)] == [
            (409, "stations.visit.not_allowed")
        ] * 2
        assert (late.json()["visit_status"], late.json()["allowed_actions"]) == ("on_site", ["check_out"])

    async def test_is_told_with_what_stands_against_it(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()

        told = (await scene.client.get(f"{scene.path}/{visit['id']}/transitions")).json()

        assert told["status"] == "planned"
        assert {each["action"]: (each["allowed"], each["to"], each["because"]) for each in told["actions"]} == {
            "confirm": (True, "confirmed", None),
            "depart": (True, "en_route", None),
            "check_in": (True, "on_site", None),
            "check_out": (False, "completed", "status"),
            "reschedule": (True, "planned", None),
            "cancel": (True, "cancelled", None),
            "miss": (False, "missed", "window_open"),
        }

    async def test_of_a_ticket_that_is_over_is_refused(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned(MORNING)
        assert (await scene.do("resolve", cause_code="wear", cause="Worn.", measure="Replaced.")).status_code == 201
        evidence = {"kind": "phone", "contact_name": "Wang Fang", "statement": "Runs again."}
        for action, said in (("confirm", {"evidence": evidence}), ("close", {})):
            assert (await scene.do(action, **said)).status_code == 201

        begun = await scene.move(visit, "check_in")
        ended = await scene.move(visit, "cancel", reason="Not needed any more.")

        assert (begun.status_code, begun.json()["code"]) == (409, "stations.visit.ticket_closed")
        # The end of the ticket has cancelled it.
        assert (ended.status_code, ended.json()["visit_status"]) == (409, "cancelled")

    async def test_misses_a_visit_only_when_its_window_is_over(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.moved(await scene.planned(), "depart")

        early = await scene.move(visit, "miss", reason="Stuck in traffic.")
        at(app, LATER)
        late = await scene.move(visit, "miss", reason="Stuck in traffic.")

        assert (early.status_code, early.json()["because"]) == (409, "window_open")
        assert (late.status_code, late.json()["status"]) == (201, "missed")
        assert (await scene.types())[-1] == "stations.visit.missed"

    async def test_of_many_at_once_happens_once(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()

        answers = await asyncio.gather(*(scene.move(visit, "check_in") for _ in range(8)))

        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 7}
        assert (await scene.types()).count("stations.visit.checked_in") == 1

    async def test_is_for_the_version_that_was_seen(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.moved(await scene.planned(), "confirm")
        path = f"{scene.path}/{visit['id']}/transitions"

        stale = await scene.client.post(path, json={"action": "depart"}, headers={"If-Match": '"1"'})
        fresh = await scene.client.post(path, json={"action": "depart"}, headers={"If-Match": '"2"'})

        assert (stale.status_code, fresh.status_code, fresh.headers["ETag"]) == (412, 201, '"3"')


class TestTheMoment:
    async def test_is_neither_in_the_future_nor_before_the_last_action(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        at(app, "2026-03-02T04:00:00Z")
        await scene.moved(visit, "depart", occurred_at="2026-03-02T03:00:00Z")

        future = await scene.move(visit, "check_in", occurred_at="2026-03-02T04:01:01Z")
        before = await scene.move(visit, "check_in", occurred_at="2026-03-02T02:59:59Z")
        skewed = await scene.move(visit, "check_in", occurred_at="2026-03-02T12:00:59+08:00")
        at_once = await scene.move(visit, "check_out", outcome="done")

        assert (future.status_code, codes(future)) == (422, [("/occurred_at", "too_large")])
        assert (before.status_code, codes(before)) == (422, [("/occurred_at", "too_small")])
        assert (skewed.status_code, skewed.json()["checked_in_at"]) == (201, "2026-03-02T04:00:59Z")
        # Whose clock was ahead has the next action with the last one.
        assert at_once.json()["checked_out_at"] == "2026-03-02T04:00:59Z"

    async def test_may_be_before_the_visit_was_written_down(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        at(app, "2026-03-02T04:00:00Z")
        visit = await scene.planned()

        arrived = await scene.moved(visit, "check_in", occurred_at="2026-03-02T03:05:00Z")

        assert arrived["checked_in_at"] == "2026-03-02T03:05:00Z"


class TestAnotherTime:
    async def test_is_planned_again_and_frees_the_old_one(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.moved(await scene.planned(), "depart")

        moved = await scene.moved(visit, "reschedule", window=window(TOMORROW), reason="Strike.")

        assert (moved["status"], moved["window"], moved["planned"], moved["departed_at"]) == (
            "planned",
            window(TOMORROW),
            window(TOMORROW),
            None,
        )
        assert (await scene.types())[-1] == "stations.visit.rescheduled"
        assert (await scene.shown())["extensions"]["stations"]["next_window"] == window(TOMORROW)
        assert (await scene.plan(MORNING)).status_code == 201
        assert (await scene.plan(TOMORROW)).status_code == 409

    async def test_may_overlap_its_own_old_one(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned(MORNING)
        shifted = ("2026-03-02T04:00:00Z", "2026-03-02T06:00:00Z")

        assert (await scene.move(visit, "reschedule", window=window(shifted), reason="An hour.")).status_code == 201

    async def test_obeys_the_rules_of_planning(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        first, second = await scene.planned(MORNING), await scene.planned(NOON)
        absence = {"starts_at": TOMORROW[0], "ends_at": TOMORROW[1], "reason": "Training"}
        await app.created(f"/v1/stations/engineers/{scene.engineer['id']}/absences", absence)

        busy = await scene.move(second, "reschedule", window=window(MORNING), reason="Earlier.")
        absent = await scene.move(second, "reschedule", window=window(TOMORROW), reason="Later.")
        reversed_ = await scene.move(second, "reschedule", window=window((MORNING[1], MORNING[0])), reason="Later.")
        sent = await scene.move(
            second, "reschedule", window=window(TOMORROW), reason="Later.", override={"reason": "He agrees."}
        )

        assert (busy.status_code, busy.json()["number"]) == (409, first["number"])
        assert (absent.status_code, absent.json()["code"]) == (409, "stations.visit.off_duty")
        assert (reversed_.status_code, reversed_.json()["code"]) == (422, "stations.visit.window_invalid")
        assert sent.status_code == 201


class TestWhoMoves:
    async def test_is_who_makes_the_visit_or_dispatches(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        dispatcher, engineer = await app.as_actor(Role.DISPATCHER), await app.as_actor(Role.ENGINEER)
        viewer = await app.as_actor(Role.VIEWER)

        statuses = [
            (await scene.move(visit, "confirm", client=each)).status_code for each in (viewer, engineer, dispatcher)
        ]

        assert statuses == [403, 403, 201]

    async def test_moves_visits_of_the_ticket_only(self, app: TestApp) -> None:
        scene = await Scene.make(app)
        visit = await scene.planned()
        other = await app.ticket(project_id=scene.ticket["project_id"])

        elsewhere = await app.client.post(
            f"/v1/tickets/{other['id']}/stations/visits/{visit['id']}/transitions", json={"action": "confirm"}
        )
        unknown = await scene.move({"id": UNKNOWN}, "confirm")

        assert [(answer.status_code, answer.json()["code"]) for answer in (elsewhere, unknown)] == [
            (404, "stations.visit.not_found")
        ] * 2
