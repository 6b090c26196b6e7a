"""Acceptance 9 to 11 of the specification of core, as far as plans and contracts decide them, over HTTP."""

from typing import Any

import pytest

from api import Api

pytestmark = pytest.mark.usefixtures("host")

Json = dict[str, Any]


@pytest.fixture
async def customer(admin: Api) -> Json:
    """Return a customer in Shanghai, with the plan GOLD to be had: shelf and clock, an answer within 4 hours."""
    plugins = {"shelf": {}, "clock": {"respond_hours": 4}}
    await admin.created("/v1/service-plans", {"code": "GOLD", "name": "Gold", "plugins": plugins})
    return await admin.customer(time_zone="Asia/Shanghai")


async def contract(admin: Api, customer: Json, number: str, **values: Any) -> Json:
    body = {"number": number, "customer_id": customer["id"], "plan_code": "GOLD", "starts_on": "2026-01-01"}
    return await admin.created("/v1/contracts", {**body, **values})


async def explained(admin: Api, ticket: Json, **params: Any) -> Json:
    return await admin.found(f"/v1/tickets/{ticket['id']}/activation", params=params)


class TestProjectContract:
    async def test_goes_before_the_contract_of_the_customer(self, admin: Api, customer: Json) -> None:
        first, second = [await admin.project(customer_id=customer["id"]) for _ in range(2)]
        await contract(admin, customer, "K-1")
        await contract(admin, customer, "K-2", project_id=first["id"], overrides={"clock": {"enabled": False}})

        of_project = await explained(admin, await admin.ticket(project_id=first["id"]))
        of_customer = await explained(admin, await admin.ticket(project_id=second["id"]))

        assert (of_project["chosen"]["rule"], of_customer["chosen"]["rule"]) == (
            "project_contract",
            "customer_contract",
        )
        assert of_project["inactive"] == {"clock": "The contract switches it off."}
        assert "clock" in of_customer["plugins"]


class TestPlanRevision:
    async def test_leaves_open_tickets_alone_until_they_are_resolved_again(self, admin: Api, customer: Json) -> None:
        project = await admin.project(customer_id=customer["id"])
        await contract(admin, customer, "K-1")
        old = await admin.ticket(project_id=project["id"])
        (plan,) = await admin.all_items("/v1/service-plans", code="GOLD")
        revised = {"plugins": {"shelf": {}, "clock": {"respond_hours": 2}}}
        await admin.created(f"/v1/service-plans/{plan['id']}/revisions", revised)

        new = await admin.ticket(project_id=project["id"])
        before = [await explained(admin, ticket) for ticket in (old, new)]
        await admin.post(f"/v1/tickets/{old['id']}/activation", {})
        after = await explained(admin, old)

        assert [each["plugins"]["clock"]["terms"]["respond_hours"] for each in before] == [4, 2]
        assert [each["chosen"]["plan_revision"] for each in before] == [1, 2]
        assert (after["plugins"]["clock"]["terms"]["respond_hours"], after["chosen"]["plan_revision"]) == (2, 2)
        assert after["activation_id"] == before[1]["activation_id"]


class TestPeriods:
    async def test_change_at_the_customers_midnight(self, admin: Api, customer: Json) -> None:
        ticket = await admin.ticket(project_id=(await admin.project(customer_id=customer["id"]))["id"])
        await contract(admin, customer, "K-1", ends_on="2026-07-01")
        await contract(admin, customer, "K-2", starts_on="2026-07-01")

        june = await explained(admin, ticket, at="2026-06-30T15:59:59Z")
        july = await explained(admin, ticket, at="2026-06-30T16:30:00Z")

        assert [each["chosen"]["contract_number"] for each in (june, july)] == ["K-1", "K-2"]
        assert (june["pinned"], june["at"]) == (False, "2026-06-30T15:59:59Z")
