import pytest

from installed_base import ADMIN, ANY_VERSION, SETTINGS, announced, make_customer, make_customer_type, make_project
from wellkept.customers.schemas import CustomerCreate, CustomerPatch, CustomerTypePatch
from wellkept.customers.service import customer_types, customers
from wellkept.platform.storage.database import Database
from wellkept.platform.storage.unit_of_work import unit_of_work
from wellkept_sdk.errors import CodeTaken, InUse, Invalid, NotFound, PreconditionFailed
from wellkept_sdk.http.preconditions import IfMatch
from wellkept_sdk.ids import CustomerId, CustomerTypeId, uuid7


def pointers(error: Invalid | CodeTaken) -> list[tuple[str, str]]:
    return [(mistake.pointer, mistake.code) for mistake in error.errors]


class TestCustomerType:
    async def test_is_announced_when_made_changed_and_deleted(self, database: Database) -> None:
        made = await make_customer_type("ship")
        key = CustomerTypeId(made["id"])

        changed = await customer_types.update(
            key, patch=CustomerTypePatch(name="Ship owners"), if_match=ANY_VERSION, actor=ADMIN
        )
        await customer_types.delete(key, if_match=ANY_VERSION, actor=ADMIN)

        assert (changed["name"], changed["version"]) == ("Ship owners", 2)
        subject, ids = f"customer-types/{key}", {"customer_type_id": str(key), "code": "ship"}
        assert await announced() == [
            ("customers.customer_type.created", subject, ids),
            ("customers.customer_type.updated", subject, ids | {"changed_fields": ["name"]}),
            ("customers.customer_type.deleted", subject, ids),
        ]

    async def test_has_a_code_of_its_own(self, database: Database) -> None:
        await make_customer_type("ship")

        with pytest.raises(CodeTaken) as refusal:
            await make_customer_type("ship")

        assert pointers(refusal.value) == [("/code", "code_taken")]

    async def test_stays_while_customers_have_it(self, database: Database) -> None:
        customer = await make_customer()

        with pytest.raises(InUse):
            await customer_types.delete(CustomerTypeId(customer["customer_type_id"]), if_match=ANY_VERSION, actor=ADMIN)


class TestCustomer:
    async def test_gets_locale_and_time_zone_of_the_deployment(self, database: Database) -> None:
        customer = await make_customer()

        assert (customer["locale"], customer["time_zone"]) == ("zh-CN", "Asia/Shanghai")

    async def test_is_refused_with_all_mistakes_at_once(self, database: Database) -> None:
        draft = CustomerCreate(
            code="ACME", name="Acme", customer_type="ship", time_zone="Mars/Base", metadata={"note": "x" * 16_384}
        )

        with pytest.raises(Invalid) as refusal:
            await customers.create(draft, settings=SETTINGS, actor=ADMIN)

        assert pointers(refusal.value) == [
            ("/customer_type", "unknown_reference"),
            ("/time_zone", "not_a_choice"),
            ("/metadata", "too_long"),
        ]

    async def test_is_made_with_four_statements_at_most(self, database: Database) -> None:
        await make_customer_type()

        async with unit_of_work() as unit:
            await make_customer()
            made = unit.statements - 1  # the maker of this test looks for the type first

        assert made <= 4

    async def test_changes_type_and_merges_metadata(self, database: Database) -> None:
        await make_customer_type("ship")
        before = await make_customer(metadata={"erp": {"id": 7, "unit": "A"}, "tag": "x"})
        patch = CustomerPatch(customer_type="ship", metadata={"erp": {"id": None}, "tag": None})

        after = await customers.update(CustomerId(before["id"]), patch=patch, if_match=ANY_VERSION, actor=ADMIN)

        assert (after["customer_type"], after["metadata"], after["version"]) == ("ship", {"erp": {"unit": "A"}}, 2)
        assert (await announced())[-1][2]["changed_fields"] == ["metadata", "customer_type"]

    async def test_is_neither_written_nor_announced_when_nothing_differs(self, database: Database) -> None:
        before = await make_customer()
        events = await announced()
        patch = CustomerPatch(name=before["name"], customer_type="industry", contacts=[], metadata={})

        after = await customers.update(CustomerId(before["id"]), patch=patch, if_match=ANY_VERSION, actor=ADMIN)

        assert after["version"] == 1
        assert await announced() == events

    async def test_changed_meanwhile_is_left_alone(self, database: Database) -> None:
        customer = await make_customer()

        with pytest.raises(PreconditionFailed):
            await customers.update(
                CustomerId(customer["id"]), patch=CustomerPatch(name="B"), if_match=IfMatch(('"2"',)), actor=ADMIN
            )

    async def test_stays_while_projects_are_its(self, database: Database) -> None:
        project = await make_project()

        with pytest.raises(InUse):
            await customers.delete(CustomerId(project["customer_id"]), if_match=ANY_VERSION, actor=ADMIN)

    async def test_that_is_absent_is_not_found(self, database: Database) -> None:
        with pytest.raises(NotFound):
            await customers.delete(CustomerId(uuid7()), if_match=ANY_VERSION, actor=ADMIN)
