"""A customer reports a breakdown in the portal and, in the end, confirms that it is put right."""

from uuid import UUID

import pytest

from api import Api, AsActor, Json
from wellkept_sdk.actor import Role


class Breakdown:
    """The people and things of one breakdown."""

    def __init__(self, *, portal: Api, dispatcher: Api, engineer: Api, pump: Json) -> None:
        self.portal = portal
        self.dispatcher = dispatcher
        self.engineer = engineer
        self.pump = pump

    async def report(self) -> Json:
        """Return the ticket that the customer opens."""
        return await self.portal.ticket(
            title="Pump trips after ten minutes",
            project_id=self.pump["project_id"],
            equipment_id=self.pump["id"],
            channel="portal",
            operating_state="full load",
            impact="The line stands",
        )

    async def put_right(self, ticket: Json) -> None:
        """Triage, assign, start and resolve it."""
        await self.dispatcher.act(ticket["id"], "triage", grade=1, urgency="emergency", note="Known bad batch")
        await self.dispatcher.act(ticket["id"], "assign", assignee_id=str(self.engineer.user_id))
        await self.engineer.act(ticket["id"], "start")
        await self.engineer.act(ticket["id"], "resolve", cause="Bearing worn", measure="Bearing replaced")


@pytest.fixture
async def breakdown(admin: Api, as_actor: AsActor) -> Breakdown:
    customer = await admin.customer()
    project = await admin.project(customer_id=customer["id"])
    return Breakdown(
        portal=await as_actor(Role.CUSTOMER, customer_ids=[UUID(customer["id"])]),
        dispatcher=await as_actor(Role.DISPATCHER),
        engineer=await as_actor(Role.ENGINEER),
        pump=await admin.equipment(project_id=project["id"]),
    )


class TestBreakdown:
    async def test_goes_from_the_portal_to_the_customers_confirmation(self, breakdown: Breakdown) -> None:
        ticket = await breakdown.report()
        await breakdown.put_right(ticket)

        confirmed = await breakdown.portal.act(ticket["id"], "confirm")
        closed = await breakdown.dispatcher.act(ticket["id"], "close")

        assert ticket["status"] == "new"
        assert confirmed["to_status"] == "confirmed"
        assert confirmed["on_behalf_of"] is None
        assert closed["ticket"]["status"] == "closed"
        assert closed["ticket"]["first_owner_id"] == str(breakdown.dispatcher.user_id)
        assert closed["ticket"]["recurrence_watch_until"] > closed["ticket"]["resolved_at"]

    async def test_goes_round_again_when_the_customer_does_not_agree(self, breakdown: Breakdown) -> None:
        ticket = await breakdown.report()
        await breakdown.put_right(ticket)

        rejected = await breakdown.portal.act(ticket["id"], "reject", reason="It trips again")
        await breakdown.engineer.act(ticket["id"], "resolve", cause="Shaft bent", measure="Shaft replaced")
        confirmed = await breakdown.portal.act(ticket["id"], "confirm")

        assert rejected["to_status"] == "in_progress"
        assert rejected["ticket"]["resolved_at"] is None
        assert confirmed["ticket"]["reopen_count"] == 1
        assert confirmed["ticket"]["resolution"]["cause"] == "Shaft bent"

    async def test_shows_the_customer_what_is_meant_for_customers(self, breakdown: Breakdown) -> None:
        ticket = await breakdown.report()
        log = f"/v1/tickets/{ticket['id']}/log"
        await breakdown.engineer.created(log, {"kind": "note", "text": "Their operator forgot the oil"})
        await breakdown.engineer.act(ticket["id"], "respond", message="We are on our way")
        await breakdown.put_right(ticket)

        seen = await breakdown.portal.all_items(log)
        history = await breakdown.portal.all_items(f"/v1/tickets/{ticket['id']}/history")

        assert [entry["text"] for entry in seen] == ["We are on our way"]
        assert {fact["note"] for fact in history} == {None}

    async def test_is_no_business_of_another_customer(
        self, breakdown: Breakdown, admin: Api, as_actor: AsActor
    ) -> None:
        ticket = await breakdown.report()
        neighbour = await as_actor(Role.CUSTOMER, customer_ids=[UUID((await admin.customer())["id"])])

        answers = [
            await neighbour.get(f"/v1/tickets/{ticket['id']}"),
            await neighbour.get(f"/v1/equipment/{ticket['equipment_id']}"),
            await neighbour.post(f"/v1/tickets/{ticket['id']}/transitions", {"action": "cancel", "reason": "Mine"}),
        ]

        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert await neighbour.all_items("/v1/tickets") == []

    async def test_leaves_the_work_to_those_who_do_it(self, breakdown: Breakdown) -> None:
        ticket = await breakdown.report()

        refused = await breakdown.portal.post(f"/v1/tickets/{ticket['id']}/transitions", {"action": "start"})
        offered = await breakdown.portal.found(f"/v1/tickets/{ticket['id']}/transitions")

        assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")
        assert [one["action"] for one in offered["actions"] if one["allowed"]] == ["cancel", "escalate"]

    async def test_can_be_withdrawn_by_the_customer_until_somebody_is_on_it(self, breakdown: Breakdown) -> None:
        early, late = await breakdown.report(), await breakdown.report()
        await breakdown.dispatcher.act(late["id"], "assign", assignee_id=str(breakdown.engineer.user_id))

        withdrawn = await breakdown.portal.act(early["id"], "cancel", reason="Our own fuse")
        refused = await breakdown.portal.post(
            f"/v1/tickets/{late['id']}/transitions", {"action": "cancel", "reason": "Our own fuse"}
        )

        assert withdrawn["to_status"] == "cancelled"
        assert refused.status_code in {403, 409}, refused.text
