"""Opening tickets through the API."""

import asyncio

import pytest

from api import Api
from wellkept.platform.storage.database import Database


class TestOpenTicket:
    async def test_fills_what_the_report_leaves_out(self, admin: Api) -> None:
        project = await admin.project()

        ticket = await admin.ticket(project_id=project["id"], title="Pump trips")

        assert ticket["number"] == "T-00000001"
        assert (ticket["status"], ticket["grade"], ticket["urgency"]) == ("new", 3, "minor")
        assert ticket["customer_id"] == project["customer_id"]
        assert ticket["reported_at"] == ticket["received_at"]
        assert ticket["first_owner_id"] == str(admin.user_id)
        assert (ticket["metadata"], ticket["extensions"], ticket["version"]) == ({}, {}, 1)

    async def test_answers_with_its_address_and_etag(self, admin: Api) -> None:
        project = await admin.project()
        body = {"title": "Pump trips", "project_id": project["id"], "channel": "phone"}

        answer = await admin.post("/v1/tickets", body)

        assert answer.status_code == 201
        assert answer.headers["etag"] == '"1"'
        assert answer.headers["location"] == f"/v1/tickets/{answer.json()['id']}"

    async def test_names_every_mistake_of_the_body_at_once(self, admin: Api) -> None:
        answer = await admin.post("/v1/tickets", {"channel": "phone", "grade": 4, "colour": "red"})

        assert answer.status_code == 422
        assert answer.json()["code"] == "validation_failed"
        assert {(error["pointer"], error["code"]) for error in answer.json()["errors"]} == {
            ("/title", "required"),
            ("/project_id", "required"),
            ("/grade", "too_large"),
            ("/colour", "unknown_field"),
        }

    async def test_refuses_references_that_do_not_fit(self, admin: Api) -> None:
        project, other = await admin.project(), await admin.project()
        pump = await admin.equipment(project_id=other["id"])
        body = {"title": "Pump trips", "channel": "phone", "project_id": project["id"]}

        foreign = await admin.post("/v1/tickets", {**body, "equipment_id": pump["id"]})
        missing = await admin.post("/v1/tickets", {**body, "project_id": pump["id"]})

        assert (foreign.status_code, foreign.json()["code"]) == (422, "tickets.equipment.other_project")
        assert foreign.json()["errors"][0]["pointer"] == "/equipment_id"
        assert (missing.status_code, missing.json()["errors"][0]["code"]) == (422, "unknown_reference")
        assert missing.json()["errors"][0]["pointer"] == "/project_id"

    async def test_refuses_equipment_that_does_not_exist(self, admin: Api) -> None:
        project = await admin.project()
        body = {"title": "Pump trips", "channel": "phone", "project_id": project["id"], "equipment_id": project["id"]}

        answer = await admin.post("/v1/tickets", body)

        assert answer.status_code == 422
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
            ("/equipment_id", "unknown_reference")
        ]

    @pytest.mark.parametrize(
        ("field", "value", "code"),
        [
            ("reported_at", "2999-01-01T00:00:00Z", "tickets.reported_at.in_future"),
            ("occurred_at", "2999-01-01T00:00:00Z", "tickets.occurred_at.in_future"),
            ("occurred_at", "2026-11-01T08:00:00", "naive_time"),
            ("title", "nul\x00", "bad_characters"),
            ("channel", "by phone", "pattern"),
            ("metadata", {"text": "x" * 17_000}, "too_long"),
            ("reported_at", "0001-01-01T00:00:00+23:00", "too_large"),
        ],
    )
    async def test_refuses_values_that_cannot_be(self, admin: Api, field: str, value: object, code: str) -> None:
        project = await admin.project()
        body = {"title": "Pump trips", "channel": "phone", "project_id": project["id"], field: value}

        answer = await admin.post("/v1/tickets", body)

        assert answer.status_code == 422
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(f"/{field}", code)]

    async def test_stores_times_in_utc(self, admin: Api) -> None:
        ticket = await admin.ticket(reported_at="2026-11-02T09:30:00+08:00")

        assert ticket["reported_at"] == "2026-11-02T01:30:00Z"

    async def test_issues_at_most_twelve_statements(self, admin: Api, database: Database) -> None:
        project = await admin.project()
        pump = await admin.equipment(project_id=project["id"])
        body = {"title": "x", "channel": "phone", "project_id": project["id"], "equipment_id": pump["id"]}
        # The first ticket of an activation stores that too.
        await admin.created("/v1/tickets", body)

        before = database.statements
        await admin.created("/v1/tickets", {**body, "fault_code": "E-501"}, headers={"Idempotency-Key": "a"})

        assert database.statements - before <= 12


class TestDedupKey:
    async def test_makes_one_ticket_of_twenty_reports_at_once(self, admin: Api) -> None:
        project = await admin.project()
        body = {"title": "E501", "channel": "monitoring", "project_id": project["id"], "dedup_key": "PLC-7/E501"}

        answers = await asyncio.gather(*(admin.post("/v1/tickets", body) for _ in range(20)))

        assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
        ticket = await admin.found(f"/v1/tickets/{answers[0].json()['id']}")
        assert ticket["repeat_count"] == 19
        events = await admin.all_events("tickets.ticket.opened")
        assert len(events) == 1

    async def test_logs_what_the_further_report_says(self, admin: Api) -> None:
        project = await admin.project()
        ticket = await admin.ticket(project_id=project["id"], dedup_key="K")

        again = await admin.ticket(project_id=project["id"], dedup_key="K", description="Still ringing")

        assert again["id"] == ticket["id"]
        [entry] = await admin.all_items(f"/v1/tickets/{ticket['id']}/log")
        assert entry["text"] == "Still ringing"
        kinds = [fact["kind"] for fact in await admin.all_items(f"/v1/tickets/{ticket['id']}/history")]
        assert kinds == ["opened", "repeat"]

    async def test_is_held_until_the_customer_has_confirmed(self, admin: Api) -> None:
        project = await admin.project()
        ticket = await admin.ticket(project_id=project["id"], dedup_key="K")
        await admin.act(ticket["id"], "resolve", cause="dirt", measure="cleaned")
        assert (await admin.ticket(project_id=project["id"], dedup_key="K"))["id"] == ticket["id"]

        evidence = {"kind": "phone", "contact_name": "Frau Huber"}
        await admin.act(ticket["id"], "confirm", evidence=evidence)
        await admin.act(ticket["id"], "close")
        newer = await admin.ticket(project_id=project["id"], dedup_key="K")

        assert newer["id"] != ticket["id"]
        reopened = await admin.post(f"/v1/tickets/{ticket['id']}/transitions", {"action": "reopen", "reason": "again"})
        assert (reopened.status_code, reopened.json()["code"]) == (409, "tickets.dedup_key.held")

    async def test_belongs_to_one_project(self, admin: Api) -> None:
        one = await admin.ticket(dedup_key="K")
        other = await admin.ticket(dedup_key="K")

        assert one["id"] != other["id"]
