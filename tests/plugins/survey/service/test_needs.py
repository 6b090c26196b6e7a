"""What follow-ups found, and the tickets that are opened for it."""

from collections.abc import AsyncIterator

import pytest

from survey_follow_ups import FOLLOW_UPS, moved, planned
from survey_house import events, survey_app, told_wrong
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with survey_app(request.param) as app:
        yield app


class TestCompleting:
    async def test_keeps_what_it_found_and_opens_tickets_with_it(self, app: TestApp) -> None:
        project = await app.project(contract="plain")
        follow_up = await planned(app, project)
        needs = [
            {"kind": "training", "text": "Two new operators"},
            {"kind": "fault", "text": "Pump 3 leaks\nsince Monday", "open_ticket": True},
        ]

        answer = await moved(
            app,
            follow_up,
            "complete",
            summary="All else is well",
            contact_name="王工",
            needs=needs,
            occurred_at="2026-03-02T09:00:00+08:00",
        )

        done = answer.json()
        ticket_id = done["result"]["needs"][1]["ticket_id"]
        assert (answer.status_code, done["status"], done["done_at"]) == (201, "done", "2026-03-02T01:00:00Z")
        assert done["result"] == {
            "summary": "All else is well",
            "contact_name": "王工",
            "needs": [
                {"kind": "training", "text": "Two new operators", "ticket_id": None},
                {"kind": "fault", "text": "Pump 3 leaks\nsince Monday", "ticket_id": ticket_id},
            ],
        }
        ticket = (await app.client.get(f"/v1/tickets/{ticket_id}")).json()
        assert (ticket["title"], ticket["channel"], ticket["project_id"]) == ("Pump 3 leaks", "visit", project["id"])
        assert ticket["reported_at"] == "2026-03-02T01:00:00Z"
        assert (await app.client.get(f"{FOLLOW_UPS}/{follow_up['id']}")).json() == done
        found = await events(app, "survey.need.found")
        assert [(each["need"], each["ticket_id"]) for each in found] == [("training", None), ("fault", ticket_id)]
        assert [each["needs"] for each in await events(app, "survey.follow_up.completed")] == [2]

    async def test_is_for_engineers_too(self, app: TestApp) -> None:
        follow_up = await planned(app)
        engineer = await app.as_actor(Role.ENGINEER)

        answer = await engineer.post(
            f"{FOLLOW_UPS}/{follow_up['id']}/transitions",
            json={
                "action": "complete",
                "summary": "Well",
                "contact_name": "王工",
                "needs": [{"kind": "part", "text": "A seal", "open_ticket": True}],
            },
        )

        assert answer.status_code == 201
        assert answer.json()["result"]["needs"][0]["ticket_id"] is not None

    async def test_does_nothing_if_a_ticket_cannot_be_opened(
        self, app: TestApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        follow_up = await planned(app)
        monkeypatch.setattr("wellkept_survey.service.needs._TITLE_LENGTH_MAX", 500)
        needs = [{"kind": "fault", "text": "x" * 300, "open_ticket": True}]

        answer = await moved(app, follow_up, "complete", summary="Well", contact_name="王工", needs=needs)

        assert answer.status_code == 422
        assert (await app.client.get(f"{FOLLOW_UPS}/{follow_up['id']}")).json() == follow_up
        assert await events(app, "survey.follow_up.completed") == []

    async def test_in_the_future_is_refused(self, app: TestApp) -> None:
        follow_up = await planned(app)

        answer = await moved(
            app, follow_up, "complete", summary="Well", contact_name="王工", occurred_at="2026-03-03T02:00:00Z"
        )

        assert told_wrong(answer) == [("/occurred_at", "too_large")]

    async def test_with_a_long_need_opens_a_ticket_with_a_short_title(self, app: TestApp) -> None:
        follow_up = await planned(app)
        needs = [{"kind": "fault", "text": "x" * 300, "open_ticket": True}]

        done = (await moved(app, follow_up, "complete", summary="Well", contact_name="王工", needs=needs)).json()

        ticket = (await app.client.get(f"/v1/tickets/{done['result']['needs'][0]['ticket_id']}")).json()
        assert ticket["title"] == "x" * 199 + "…"
        assert ticket["description"].startswith("x" * 300)
