"""A ticket and its history are written together."""

import pytest

from api import Api, AsActor
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import transaction
from wellkept.tickets.service.history import locked
from wellkept_sdk.actor import Role
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import uuid7


class TestFirstOwner:
    async def test_is_the_first_of_our_people_to_act_on_a_customers_report(self, admin: Api, as_actor: AsActor) -> None:
        project = await admin.project()
        customer = await as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])
        engineer = await as_actor(Role.ENGINEER)
        ticket = await customer.ticket(project_id=project["id"])
        assert ticket["first_owner_id"] is None

        started = await engineer.act(ticket["id"], "start")
        later = await admin.act(ticket["id"], "assign", assignee_id=str(admin.user_id))

        assert started["ticket"]["first_owner_id"] == str(engineer.user_id)
        assert later["ticket"]["first_owner_id"] == str(engineer.user_id)

    async def test_is_who_opened_the_ticket_if_that_was_one_of_us(self, admin: Api, as_actor: AsActor) -> None:
        engineer = await as_actor(Role.ENGINEER)
        ticket = await admin.ticket()

        started = await engineer.act(ticket["id"], "start")

        assert started["ticket"]["first_owner_id"] == str(admin.user_id)

    async def test_is_not_a_program(self, admin: Api, as_actor: AsActor) -> None:
        program = await as_actor(Role.INTEGRATION, scopes=["tickets:read", "tickets:open", "tickets:work"])
        project = await admin.project()

        ticket = await program.ticket(project_id=project["id"])
        started = await program.act(ticket["id"], "start")

        assert started["ticket"]["first_owner_id"] is None


class TestWrite:
    async def test_numbers_facts_and_keeps_both_times(self, admin: Api) -> None:
        ticket = await admin.ticket(reported_at="2026-11-01T01:00:00Z")
        made = await admin.act(ticket["id"], "start", occurred_at="2026-11-02T01:00:00Z", note="by bicycle")

        facts = await admin.all_items(f"/v1/tickets/{ticket['id']}/history")

        assert [fact["position"] for fact in facts] == [1, 2]
        assert [fact["occurred_at"] for fact in facts] == ["2026-11-01T01:00:00Z", "2026-11-02T01:00:00Z"]
        assert all(fact["recorded_at"] > "2026-11-02T01:00:00Z" for fact in facts)
        assert (facts[1]["id"], facts[1]["note"]) == (made["id"], "by bicycle")
        assert facts[1]["actor"] == {"kind": "user", "id": str(admin.user_id), "name": facts[1]["actor"]["name"]}


class TestLocked:
    async def test_refuses_what_is_not_there(self, database: Database) -> None:
        with pytest.raises(NotFound):
            async with transaction():
                await locked(uuid7())
