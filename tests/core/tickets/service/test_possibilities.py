"""What a caller could do to a ticket now."""

from api import Api, AsActor
from wellkept_sdk.actor import Role


class TestPossibleActions:
    async def test_lists_all_thirteen_with_reasons(self, admin: Api) -> None:
        ticket = await admin.ticket()

        possible = await admin.found(f"/v1/tickets/{ticket['id']}/transitions")

        by_name = {action["action"]: action for action in possible["actions"]}
        assert len(by_name) == 13
        assert by_name["resolve"]["allowed"]
        assert by_name["resolve"]["required"] == ["cause", "measure"]
        assert not by_name["close"]["allowed"]
        assert by_name["close"]["reasons"][0]["code"] == "tickets.transition.not_allowed"

    async def test_agrees_with_what_happens(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        viewer = await as_actor(Role.VIEWER)

        possible = await viewer.found(f"/v1/tickets/{ticket['id']}/transitions")
        answer = await viewer.post(f"/v1/tickets/{ticket['id']}/transitions", {"action": "start"})

        assert not any(action["allowed"] for action in possible["actions"])
        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")

    async def test_asks_staff_for_evidence_and_the_customer_for_none(self, admin: Api, as_actor: AsActor) -> None:
        ticket = await admin.ticket()
        customer = await as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])

        async def required(api: Api) -> list[str]:
            possible = await api.found(f"/v1/tickets/{ticket['id']}/transitions")
            return next(action["required"] for action in possible["actions"] if action["action"] == "confirm")

        assert await required(admin) == ["evidence"]
        assert await required(customer) == []
