"""Asking about projects again and again, and about visits."""

from collections.abc import AsyncIterator

import pytest

from survey_house import WANG, account, acted, answered, later, survey_app
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp

CONTACTS = [{"name": "Chief", "email": "chief@customer.example"}]
YEARLY = {
    "on": "periodic",
    "template": "yearly",
    "every_months": 12,
    "anchor": "handed_over_on",
    "respondents": ["contacts"],
}
VISIT = {"on": "visit_completed", "template": "repair"}
TERMS = {
    "yearly": {"triggers": {"after_repair": None, "yearly": YEARLY}},
    "visits": {"triggers": {"after_repair": None, "visit": VISIT}},
}


@pytest.fixture
async def app(dialect: Dialect) -> AsyncIterator[TestApp]:
    async with survey_app(dialect, terms=TERMS) as app:
        yield app


class TestPeriod:
    async def test_asks_contacts_about_the_project_once(self, app: TestApp) -> None:
        customer = await app.customer(contract="yearly", contacts=CONTACTS)
        project = await app.project(customer_id=customer["id"], handed_over_on="2024-03-01")
        await app.project(customer_id=customer["id"], handed_over_on="2024-08-01")
        await app.project(customer_id=customer["id"])
        for _ in range(3):
            later(app, days=1)
            await app.drain()

        [found] = (await app.client.get("/v1/survey/invitations")).json()["items"]

        told = [found[name] for name in ("project_id", "ticket_id", "trigger", "wave", "status", "template")]
        assert told == [project["id"], None, "yearly", 2, "sent", "yearly"]
        link = await app.client.post(f"/v1/survey/invitations/{found['id']}/token")
        assert (await answered(app, link.json()["token"], overall=1)).status_code == 201
        [low] = (await app.client.get("/v1/tickets")).json()["items"]
        assert (low["title"], low["previous_ticket_id"]) == (f"Low satisfaction: {project['code']}", None)
        taken = (await app.client.get(f"/v1/survey/invitations/{found['id']}")).json()
        assert taken["follow_up_ticket_id"] == low["id"]

    async def test_invitation_is_taken_back_without_a_ticket(self, app: TestApp) -> None:
        customer = await app.customer(contract="yearly", contacts=CONTACTS)
        await app.project(customer_id=customer["id"], handed_over_on="2025-03-01")
        await app.drain()
        [found] = (await app.client.get("/v1/survey/invitations")).json()["items"]

        path = f"/v1/survey/invitations/{found['id']}/cancellation"
        cancelled = await app.client.post(path, json={"reason": "Retired"})

        assert (cancelled.status_code, cancelled.json()["status"]) == (201, "cancelled")


class TestVisit:
    async def test_that_is_over_is_asked_about(self, app: TestApp) -> None:
        _, user_id = await account(app)
        station = await app.created(
            "/v1/stations", {"code": "SH", "name": "SH", "kind": "station", "time_zone": "Asia/Shanghai"}
        )
        engineer = await app.created(
            "/v1/stations/engineers",
            {"user_id": user_id, "code": "ZW", "name": "ZW", "station_id": station["id"], "kind": "engineer"},
        )
        ticket = await app.ticket(contract="visits", reporter=WANG)
        await acted(app, ticket["id"], {"action": "triage", "grade": 2})
        window = {"from": "2026-03-02T03:00:00Z", "to": "2026-03-02T05:00:00Z"}
        draft = {"engineer_ids": [engineer["id"]], "window": window, "override": {"reason": "Agreed"}}
        visit = await app.created(f"/v1/tickets/{ticket['id']}/stations/visits", draft)
        later(app, hours=1)
        path = f"/v1/tickets/{ticket['id']}/stations/visits/{visit['id']}/transitions"
        for step in ({"action": "check_in"}, {"action": "check_out", "outcome": "done", "work_minutes": 60}):
            answer = await app.client.post(path, json=step)
            assert answer.status_code == 201, answer.text
        for _ in range(2):
            later(app, minutes=1)
            await app.drain()
        await app.house.redeliver("survey")

        [found] = (await app.client.get("/v1/survey/invitations")).json()["items"]

        assert (found["visit_id"], found["ticket_id"], found["status"]) == (visit["id"], ticket["id"], "sent")
