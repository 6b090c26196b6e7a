"""Doing actions through the API."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api import Api, AsActor
from wellkept.platform.storage.database import Database
from wellkept_sdk.actor import Role

RESOLVED = {"cause": "seal worn", "measure": "seal replaced"}
EVIDENCE = {"kind": "phone", "contact_name": "Frau Huber"}


def days_ago(days: float) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()  # noqa: TID251 - the server reads the same clock


class TestTransition:
    async def test_goes_through_a_whole_life(self, admin: Api) -> None:
        ticket = await admin.ticket()
        steps: list[tuple[str, dict[str, Any], str]] = [
            ("triage", {"grade": 1, "urgency": "major", "fault_code": "E-501"}, "triaged"),
            ("assign", {"assignee_id": str(admin.user_id)}, "assigned"),
            ("respond", {"message": "We are on our way."}, "assigned"),
            ("start", {}, "in_progress"),
            ("hold", {"reason": "parts"}, "on_hold"),
            ("resume", {}, "in_progress"),
            ("resolve", RESOLVED, "resolved"),
            ("reject", {"reason": "still leaks"}, "in_progress"),
            ("resolve", RESOLVED, "resolved"),
            ("confirm", {"evidence": EVIDENCE}, "confirmed"),
            ("close", {}, "closed"),
            ("reopen", {"reason": "leaks again"}, "triaged"),
            ("cancel", {"reason": "duplicate"}, "cancelled"),
        ]

        statuses = [(await admin.act(ticket["id"], action, **fields))["to_status"] for action, fields, _ in steps]

        assert statuses == [to_status for _, _, to_status in steps]
        facts = await admin.all_items(f"/v1/tickets/{ticket['id']}/history", limit=3)
        assert [fact["position"] for fact in facts] == list(range(1, len(facts) + 1))
        assert [fact["action"] for fact in facts if fact["kind"] == "transition"] == [action for action, _, _ in steps]
        ended = await admin.found(f"/v1/tickets/{ticket['id']}")
        assert ended["reopen_count"] == 2
        assert (ended["resolved_at"], ended["confirmed_at"], ended["closed_at"]) == (None, None, None)

    async def test_lets_one_of_eight_callers_start(self, admin: Api) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/transitions"

        answers = await asyncio.gather(*(admin.post(path, {"action": "start"}) for _ in range(8)))

        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
        refused = next(answer.json() for answer in answers if answer.status_code == 409)
        assert refused["code"] == "tickets.transition.not_allowed"
        assert refused["ticket_status"] == "in_progress"
        assert "hold" in refused["allowed_actions"]
        history = await admin.all_items(f"/v1/tickets/{ticket['id']}/history")
        assert [fact["action"] for fact in history] == [None, "start"]

    async def test_resolves_from_hold_with_a_resume_of_the_same_instant(self, admin: Api) -> None:
        ticket = await admin.ticket(reported_at=days_ago(2))
        await admin.act(ticket["id"], "hold", reason="customer", occurred_at=days_ago(1))
        at = days_ago(0.5)

        resolved = await admin.act(ticket["id"], "resolve", occurred_at=at, **RESOLVED)

        assert resolved["ticket"]["hold"] is None
        last = (await admin.all_items(f"/v1/tickets/{ticket['id']}/history"))[-2:]
        assert [fact["action"] for fact in last] == ["resume", "resolve"]
        assert last[0]["occurred_at"] == last[1]["occurred_at"]

    async def test_asks_staff_for_evidence_and_the_customer_for_none(self, admin: Api, as_actor: AsActor) -> None:
        one, other = await admin.ticket(), await admin.ticket()
        for ticket in (one, other):
            await admin.act(ticket["id"], "resolve", **RESOLVED)
        customer = await as_actor(Role.CUSTOMER, customer_ids=[one["customer_id"]])

        refused = await admin.post(f"/v1/tickets/{other['id']}/transitions", {"action": "confirm"})
        by_staff = await admin.act(other["id"], "confirm", evidence=EVIDENCE)
        by_customer = await customer.act(one["id"], "confirm")

        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/evidence")
        assert (by_staff["on_behalf_of"], by_staff["to_status"]) == ("Frau Huber", "confirmed")
        assert (by_customer["on_behalf_of"], by_customer["to_status"]) == (None, "confirmed")

    @pytest.mark.parametrize(
        ("body", "pointer", "code"),
        [
            ({"action": "resolve", "cause": ""}, "/measure", "required"),
            ({"action": "dance"}, "/action", "not_a_choice"),
            ({"action": "hold", "reason": "lunch"}, "/reason", "not_a_choice"),
            (
                {"action": "start", "occurred_at": "2999-01-01T00:00:00Z"},
                "/occurred_at",
                "tickets.occurred_at.in_future",
            ),
            (
                {"action": "start", "occurred_at": "2001-01-01T00:00:00Z"},
                "/occurred_at",
                "tickets.occurred_at.out_of_order",
            ),
            ({"action": "start", "occurred_at": "2026-01-01T00:00:00"}, "/occurred_at", "naive_time"),
            (
                {"action": "assign", "assignee_id": "01900000-0000-7000-8000-000000000001"},
                "/assignee_id",
                "unknown_reference",
            ),
            ({}, "/action", "required"),
        ],
    )
    async def test_refuses_mistakes_and_changes_nothing(
        self, admin: Api, body: dict[str, str], pointer: str, code: str
    ) -> None:
        ticket = await admin.ticket()

        answer = await admin.post(f"/v1/tickets/{ticket['id']}/transitions", body)

        assert answer.status_code == 422, answer.text
        assert (pointer, code) in {(error["pointer"], error["code"]) for error in answer.json()["errors"]}
        assert (await admin.found(f"/v1/tickets/{ticket['id']}"))["version"] == 1

    async def test_assigns_staff_only(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        customer = await as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])
        body = {"action": "assign", "assignee_id": str(customer.user_id)}

        answer = await admin.post(f"/v1/tickets/{ticket['id']}/transitions", body)

        assert (answer.status_code, answer.json()["code"]) == (422, "tickets.assignee.not_staff")

    async def test_honours_if_match(self, admin: Api) -> None:
        ticket = await admin.ticket()
        path = f"/v1/tickets/{ticket['id']}/transitions"
        await admin.act(ticket["id"], "start")

        stale = await admin.post(path, {"action": "hold", "reason": "parts"}, headers={"If-Match": '"1"'})
        fresh = await admin.post(path, {"action": "hold", "reason": "parts"}, headers={"If-Match": '"2"'})

        assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
        assert (fresh.status_code, fresh.headers["etag"]) == (201, '"3"')

    async def test_may_be_reopened_until_the_last_day(self, admin: Api) -> None:
        late, in_time = await admin.ticket(reported_at=days_ago(90)), await admin.ticket(reported_at=days_ago(90))
        for ticket, closed_at in ((late, days_ago(32)), (in_time, days_ago(29))):
            await admin.act(ticket["id"], "cancel", reason="by mistake", occurred_at=closed_at)
        reopen = {"action": "reopen", "reason": "again"}

        refused = await admin.post(f"/v1/tickets/{late['id']}/transitions", reopen)
        reopened = await admin.act(in_time["id"], "reopen", reason="again")

        assert (refused.status_code, refused.json()["code"]) == (409, "tickets.reopen.too_late")
        assert (reopened["to_status"], reopened["ticket"]["reopen_count"]) == ("triaged", 1)

    async def test_issues_at_most_twelve_statements(self, admin: Api, database: Database) -> None:
        ticket = await admin.ticket()

        before = database.statements
        await admin.act(ticket["id"], "resolve", **RESOLVED)

        assert database.statements - before <= 12

    async def test_counts_handovers_and_then_asks_for_a_dispatcher(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        engineers = [await as_actor(Role.ENGINEER) for _ in range(5)]
        for engineer in engineers[:4]:
            await admin.act(ticket["id"], "assign", assignee_id=str(engineer.user_id))
        path, fifth = f"/v1/tickets/{ticket['id']}/transitions", str(engineers[4].user_id)

        silent = await admin.post(path, {"action": "assign", "assignee_id": fifth})
        explained = await admin.act(ticket["id"], "assign", assignee_id=fifth, note="on leave")

        assert (silent.status_code, silent.json()["errors"][0]["pointer"]) == (422, "/note")
        assert explained["ticket"]["handover_count"] == 4

    async def test_of_a_caller_who_may_never_do_it_is_denied(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        customer = await as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])

        answer = await customer.post(f"/v1/tickets/{ticket['id']}/transitions", {"action": "start"})

        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")

    async def test_beyond_the_handovers_is_for_dispatchers(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        engineers = [await as_actor(Role.ENGINEER) for _ in range(5)]
        for engineer in engineers[:4]:
            await admin.act(ticket["id"], "assign", assignee_id=str(engineer.user_id))
        program = await as_actor(Role.INTEGRATION, scopes=["tickets:read", "tickets:dispatch"])
        body = {"action": "assign", "assignee_id": str(engineers[4].user_id), "note": "on leave"}

        answer = await program.post(f"/v1/tickets/{ticket['id']}/transitions", body)

        assert (answer.status_code, answer.json()["code"]) == (409, "tickets.handover.dispatcher_required")

    async def test_lets_a_customer_withdraw_a_report_that_nobody_has_taken_up(
        self, admin: Api, as_actor: AsActor
    ) -> None:
        early, late = await admin.ticket(), await admin.ticket()
        customer = await as_actor(Role.CUSTOMER, customer_ids=[early["customer_id"], late["customer_id"]])
        await admin.act(late["id"], "start")
        cancel = {"action": "cancel", "reason": "solved itself"}

        refused = await customer.post(f"/v1/tickets/{late['id']}/transitions", cancel)
        cancelled = await customer.act(early["id"], "cancel", reason="solved itself")

        assert (refused.status_code, refused.json()["code"]) == (409, "tickets.transition.not_allowed")
        assert cancelled["to_status"] == "cancelled"

    async def test_refuses_a_hold_that_would_be_over_already(self, admin: Api) -> None:
        ticket = await admin.ticket(reported_at=days_ago(3))
        body = {"action": "hold", "reason": "parts", "until": days_ago(1)}

        answer = await admin.post(f"/v1/tickets/{ticket['id']}/transitions", body)

        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/until")
