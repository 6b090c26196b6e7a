"""The service plan of a kind of customer, over HTTP."""

import pytest

from api import Api


@pytest.fixture
async def kind(admin: Api) -> str:
    """Return the path of a customer type whose default plan is GOLD."""
    await admin.created("/v1/service-plans", {"code": "GOLD", "name": "Gold", "plugins": {}})
    body = {"code": "OPERATORS", "name": "Operators", "default_plan_code": "GOLD"}
    return f"/v1/customer-types/{(await admin.created('/v1/customer-types', body))['id']}"


class TestDefaultPlan:
    async def test_is_shown_by_its_code(self, admin: Api, kind: str) -> None:
        (listed,) = await admin.all_items("/v1/customer-types", code="OPERATORS")

        assert (await admin.found(kind)) == listed
        assert listed["default_plan_code"] == "GOLD"

    async def test_is_cleared_by_null(self, admin: Api, kind: str) -> None:
        answer = await admin.patch(kind, {"default_plan_code": None})

        assert answer.json()["default_plan_code"] is None
        (event,) = await admin.all_events("customers.customer_type.updated")
        assert event["data"]["changed_fields"] == ["default_plan_code"]

    async def test_stays_where_the_patch_does_not_name_it(self, admin: Api, kind: str) -> None:
        answer = await admin.patch(kind, {"name": "Plant operators"})

        assert (answer.json()["name"], answer.json()["default_plan_code"]) == ("Plant operators", "GOLD")

    async def test_must_be_there(self, admin: Api, kind: str) -> None:
        body = {"code": "OTHERS", "name": "Others", "default_plan_code": "NONE"}

        answers = [await admin.post("/v1/customer-types", body), await admin.patch(kind, {"default_plan_code": "NONE"})]

        for answer in answers:
            assert answer.status_code == 422
            assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
                ("/default_plan_code", "unknown_reference")
            ]

    async def test_serves_customers_of_the_type(self, admin: Api, kind: str) -> None:
        assert kind
        body = {"code": "C-1", "name": "C", "customer_type": "OPERATORS"}
        customer = await admin.created("/v1/customers", body)

        found = await admin.found(f"/v1/customers/{customer['id']}/activation")

        assert (found["chosen"]["rule"], found["chosen"]["plan_code"]) == ("customer_type_plan", "GOLD")
