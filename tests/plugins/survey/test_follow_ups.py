"""Follow-ups over HTTP: planned by hand, given to somebody, made, moved, missed, called off."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from survey_follow_ups import FOLLOW_UPS, VISIT, moved, planned, steps
from survey_house import UNKNOWN, account, events, survey_app, told_wrong
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with survey_app(request.param) as app:
        yield app


class TestPlanning:
    async def test_by_hand_makes_one_with_the_next_number(self, app: TestApp) -> None:
        project = await app.project(contract="plain")

        answer = await app.client.post(f"/v1/projects/{project['id']}/survey/follow-ups", json=VISIT)

        made = answer.json()
        assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
        assert answer.headers["location"] == f"{FOLLOW_UPS}/{made['id']}"
        assert made == {
            "id": made["id"],
            "number": "F-00000001",
            "customer_id": project["customer_id"],
            "project_id": project["id"],
            "code": "goodwill",
            "occurrence": 1,
            "manual": True,
            "kind": "visit",
            "due_on": "2026-03-10",
            "window_until": "2026-03-15",
            "status": "planned",
            "assignee_id": None,
            "checklist": ["roof"],
            "result": None,
            "reason": None,
            "done_at": None,
            "created_at": "2026-03-02T02:00:00Z",
            "updated_at": "2026-03-02T02:00:00Z",
            "version": 1,
        }
        assert (await planned(app, project))["occurrence"] == 2
        assert (await planned(app, project))["number"] == "F-00000003"
        told = await events(app, "survey.follow_up.planned")
        assert [(each["number"], each["due_on"]) for each in told][:1] == [("F-00000001", "2026-03-10")]

    async def test_of_many_at_once_gives_each_its_own_number(self, app: TestApp) -> None:
        project = await app.project(contract="plain")

        made = await asyncio.gather(*(planned(app, project) for _ in range(5)))

        assert sorted(each["occurrence"] for each in made) == [1, 2, 3, 4, 5]
        assert len({each["number"] for each in made}) == 5

    async def test_on_a_day_that_is_over_is_refused(self, app: TestApp) -> None:
        project = await app.project(contract="plain")
        path = f"/v1/projects/{project['id']}/survey/follow-ups"

        # In Shanghai it is the second of March.
        past = await app.client.post(path, json={**VISIT, "due_on": "2026-03-01"})
        today = await app.client.post(path, json={**VISIT, "due_on": "2026-03-02"})
        last = await app.client.post(path, json={**VISIT, "due_on": "9999-12-31"})

        assert told_wrong(past) == [("/due_on", "survey.follow_up.day_passed")]
        assert today.status_code == 201
        assert told_wrong(last) == [("/due_on", "too_large")]

    async def test_needs_surveys_and_the_permission(self, app: TestApp) -> None:
        bare, served = await app.project(contract="bare"), await app.project(contract="plain")
        engineer = await app.as_actor(Role.ENGINEER)

        unserved = await app.client.post(f"/v1/projects/{bare['id']}/survey/follow-ups", json=VISIT)
        unallowed = await engineer.post(f"/v1/projects/{served['id']}/survey/follow-ups", json=VISIT)

        assert (unserved.status_code, unserved.json()["code"]) == (404, "plugin_inactive")
        assert unallowed.status_code == 403


class TestActions:
    async def test_are_all_as_long_as_it_is_to_be_made(self, app: TestApp) -> None:
        follow_up = await planned(app)

        answer = await app.client.get(f"{FOLLOW_UPS}/{follow_up['id']}/transitions")

        assert answer.json() == {
            "status": "planned",
            "actions": [
                {"action": "assign", "allowed": True, "to": "assigned"},
                {"action": "complete", "allowed": True, "to": "done"},
                {"action": "reschedule", "allowed": True, "to": "planned"},
                {"action": "miss", "allowed": True, "to": "missed"},
                {"action": "cancel", "allowed": True, "to": "cancelled"},
            ],
        }

    async def test_are_none_of_one_that_is_over(self, app: TestApp) -> None:
        follow_up = await planned(app)

        cancelled = await moved(app, follow_up, "cancel", reason="Sold")

        assert (cancelled.status_code, cancelled.json()["status"]) == (201, "cancelled")
        possible = (await app.client.get(f"{FOLLOW_UPS}/{follow_up['id']}/transitions")).json()["actions"]
        assert not any(each["allowed"] for each in possible)
        refused = await moved(app, follow_up, "miss", reason="Nobody there")
        assert (refused.status_code, refused.json()["code"]) == (409, "survey.follow_up.not_allowed")
        assert refused.json()["follow_up_status"] == "cancelled"
        assert [each["reason"] for each in await events(app, "survey.follow_up.cancelled")] == ["Sold"]

    async def test_need_the_version_that_the_caller_has_seen(self, app: TestApp) -> None:
        follow_up = await planned(app)
        path, body = f"{FOLLOW_UPS}/{follow_up['id']}/transitions", {"action": "cancel", "reason": "Sold"}

        stale = await app.client.post(path, json=body, headers={"If-Match": '"7"'})
        fresh = await app.client.post(path, json=body, headers={"If-Match": '"1"'})

        assert stale.status_code == 412
        assert (fresh.status_code, fresh.headers["etag"]) == (201, '"2"')

    async def test_at_once_are_done_once(self, app: TestApp) -> None:
        follow_up = await planned(app)

        answers = await asyncio.gather(
            *(moved(app, follow_up, "complete", summary="All is well", contact_name="王工") for _ in range(5))
        )

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
        assert len(await events(app, "survey.follow_up.completed")) == 1

    async def test_stay_in_the_history(self, app: TestApp) -> None:
        follow_up = await planned(app)
        await moved(app, follow_up, "reschedule", due_on="2026-04-01", reason="The customer is away")
        await moved(app, follow_up, "miss", reason="Nobody there")

        found = await steps(app, follow_up)

        assert [(step["action"], step["from_status"], step["to_status"], step["data"]) for step in found] == [
            ("plan", None, "planned", {}),
            ("reschedule", "planned", "planned", {"due_on": "2026-04-01", "reason": "The customer is away"}),
            ("miss", "planned", "missed", {"reason": "Nobody there"}),
        ]


class TestAssigning:
    async def test_gives_it_to_somebody_and_then_to_somebody_else(self, app: TestApp) -> None:
        follow_up = await planned(app)
        _, engineer_id = await account(app)
        _, other_id = await account(app, Role.DISPATCHER)

        first = await moved(app, follow_up, "assign", assignee_id=engineer_id)
        second = await moved(app, follow_up, "assign", assignee_id=other_id)

        assert (first.json()["status"], first.json()["assignee_id"]) == ("assigned", engineer_id)
        assert second.json()["assignee_id"] == other_id
        told = await events(app, "survey.follow_up.assigned")
        assert [each["assignee_id"] for each in told] == [engineer_id, other_id]

    async def test_takes_only_people_who_work(self, app: TestApp) -> None:
        follow_up = await planned(app)
        _, viewer_id = await account(app, Role.VIEWER)

        assert told_wrong(await moved(app, follow_up, "assign", assignee_id=viewer_id)) == [
            ("/assignee_id", "not_a_choice")
        ]
        assert told_wrong(await moved(app, follow_up, "assign", assignee_id=UNKNOWN)) == [
            ("/assignee_id", "unknown_reference")
        ]


class TestRescheduling:
    async def test_keeps_the_window_and_who_makes_it(self, app: TestApp) -> None:
        follow_up = await planned(app)
        _, engineer_id = await account(app)
        await moved(app, follow_up, "assign", assignee_id=engineer_id)

        later = (await moved(app, follow_up, "reschedule", due_on="2026-04-01", reason="Away")).json()

        assert (later["status"], later["assignee_id"]) == ("assigned", engineer_id)
        assert (later["due_on"], later["window_until"], later["reason"]) == ("2026-04-01", "2026-04-06", "Away")

    async def test_to_a_day_that_is_over_is_refused(self, app: TestApp) -> None:
        follow_up = await planned(app)

        refused = await moved(app, follow_up, "reschedule", due_on="2026-03-01", reason="Away")

        assert told_wrong(refused) == [("/due_on", "survey.follow_up.day_passed")]


class TestList:
    async def test_is_narrowed_by_what_is_asked_for(self, app: TestApp) -> None:
        project = await app.project(contract="plain")
        early, late = await planned(app, project), await planned(app, due_on="2026-05-01")
        _, engineer_id = await account(app)
        await moved(app, late, "assign", assignee_id=engineer_id)

        async def numbers(**filters: str) -> list[str]:
            answer = await app.client.get(FOLLOW_UPS, params=filters)
            assert answer.status_code == 200, answer.text
            return [each["number"] for each in answer.json()["items"]]

        assert await numbers() == [early["number"], late["number"]]
        assert await numbers(sort="-due_on") == [late["number"], early["number"]]
        assert await numbers(project_id=project["id"]) == [early["number"]]
        assert await numbers(status="assigned") == [late["number"]]
        assert await numbers(assignee_id=engineer_id) == [late["number"]]
        assert await numbers(due_from="2026-03-11") == [late["number"]]
        assert await numbers(due_to="2026-03-10") == [early["number"]]

    async def test_is_for_our_own_house(self, app: TestApp) -> None:
        project = await app.project(contract="plain")
        follow_up = await planned(app, project)
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])

        for path in ("", f"/{follow_up['id']}", f"/{follow_up['id']}/transitions", f"/{follow_up['id']}/history"):
            assert (await customer.get(f"{FOLLOW_UPS}{path}")).status_code == 403
            assert (await (await app.as_actor(Role.VIEWER)).get(f"{FOLLOW_UPS}{path}")).status_code == 200

    async def test_leaves_out_projects_that_surveys_serve_no_more(self, app: TestApp) -> None:
        project = await app.project(contract="plain")
        follow_up = await planned(app, project)
        bare = {"customer_id": project["customer_id"], "project_id": project["id"], "plan_code": "bare"}
        await app.created("/v1/contracts", {"number": "BARE", "starts_on": "2026-01-01", **bare})

        assert (await app.client.get(FOLLOW_UPS)).json()["items"] == []
        gone = await app.client.get(f"{FOLLOW_UPS}/{follow_up['id']}")
        assert (gone.status_code, gone.json()["code"]) == (404, "survey.follow_up.not_found")
        assert (await moved(app, follow_up, "cancel", reason="Sold")).status_code == 404
