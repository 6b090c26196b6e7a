"""What a ticket's history says, to whom, and by which clock."""

from collections.abc import Awaitable, Callable

from api import Api
from wellkept_sdk.actor import Role

AsActor = Callable[..., Awaitable[Api]]
RESOLVED = {"cause": "seal worn", "measure": "seal replaced"}
EVIDENCE = {"kind": "phone", "contact_name": "Frau Huber"}


class TestHistory:
    async def test_keeps_notes_and_escalations_from_customers(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        await admin.act(ticket["id"], "triage", grade=1, note="They never maintain it.")
        await admin.act(ticket["id"], "escalate", reason="They threaten to sue.")
        await admin.act(ticket["id"], "hold", reason="parts")
        customer = await as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])

        facts = await customer.all_items(f"/v1/tickets/{ticket['id']}/history")

        assert "maintain" not in str(facts)
        assert "sue" not in str(facts)
        assert facts[-1]["data"] == {"reason": "parts"}

    async def test_names_no_ticket_of_another_customer_as_the_duplicate(self, admin: Api) -> None:
        ticket, foreign = await admin.ticket(), await admin.ticket()
        body = {"action": "cancel", "reason": "duplicate", "duplicate_of_id": foreign["id"]}

        answer = await admin.post(f"/v1/tickets/{ticket['id']}/transitions", body)

        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/duplicate_of_id")

    async def test_tells_a_customer_nothing_about_our_accounts(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        customer = await as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])
        body = {"action": "escalate", "reason": "no answer", "to_user_id": str(admin.user_id)}

        answer = await customer.post(f"/v1/tickets/{ticket['id']}/transitions", body)

        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unknown_reference")


class TestOccurredAt:
    async def test_decides_whether_a_ticket_may_still_be_reopened(self, admin: Api) -> None:
        reopened, late = [await admin.ticket(reported_at="2026-09-20T01:00:00Z") for _ in range(2)]
        for ticket in (reopened, late):
            await admin.act(ticket["id"], "resolve", occurred_at="2026-09-30T01:00:00Z", **RESOLVED)
            await admin.act(ticket["id"], "confirm", occurred_at="2026-09-30T02:00:00Z", evidence=EVIDENCE)
            await admin.act(ticket["id"], "close", occurred_at="2026-10-01T01:00:00Z")

        in_time = await admin.act(reopened["id"], "reopen", reason="leaks", occurred_at="2026-10-31T15:59:00Z")
        too_late = await admin.post(
            f"/v1/tickets/{late['id']}/transitions",
            {"action": "reopen", "reason": "leaks", "occurred_at": "2026-10-31T16:00:00Z"},
        )

        assert (in_time["to_status"], in_time["ticket"]["reopen_count"]) == ("triaged", 1)
        assert (too_late.status_code, too_late.json()["code"]) == (409, "tickets.reopen.too_late")

    async def test_is_the_time_of_the_event(self, admin: Api) -> None:
        ticket = await admin.ticket(reported_at="2026-11-01T01:00:00Z")
        await admin.act(ticket["id"], "start", occurred_at="2026-11-02T01:00:00Z")

        [opened] = await admin.all_events("tickets.ticket.opened")
        [started] = await admin.all_events("tickets.ticket.started")

        assert (opened["time"], started["time"]) == ("2026-11-01T01:00:00Z", "2026-11-02T01:00:00Z")
