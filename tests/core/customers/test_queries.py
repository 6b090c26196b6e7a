import pytest

from core_api import customer_actor
from installed_base import ADMIN, make_customer, make_customer_type
from wellkept.customers import queries
from wellkept.customers.queries import CustomerFilters
from wellkept.platform.storage.database import Database
from wellkept_sdk.errors import NotFound
from wellkept_sdk.http.paging import PageRequest
from wellkept_sdk.ids import CustomerId, CustomerTypeId, uuid7


class TestCustomer:
    async def test_carries_its_types_code(self, database: Database) -> None:
        made = await make_customer(customer_type="ship")

        row = await queries.customer(CustomerId(made["id"]), actor=ADMIN)

        assert row == made

    async def test_of_others_is_not_found(self, database: Database) -> None:
        own, other = await make_customer("OWN"), await make_customer("OTHER")

        with pytest.raises(NotFound):
            await queries.customer(CustomerId(other["id"]), actor=customer_actor(own["id"]))


class TestCustomerPage:
    async def test_shows_a_person_of_several_customers_all_of_them(self, database: Database) -> None:
        own = [(await make_customer(code))["id"] for code in ("A", "B")]
        await make_customer("C")

        page = await queries.customer_page(
            PageRequest(), filters=CustomerFilters(), sort=None, actor=customer_actor(*own)
        )

        assert [customer.code for customer in page.items] == ["A", "B"]

    async def test_walk_sees_each_row_once_while_others_are_made(self, database: Database) -> None:
        for number in range(6):
            await make_customer(f"M{number}")
        seen: list[str] = []
        request = PageRequest(limit=2)

        for made_meanwhile in ("A", "Z", "N"):
            page = await queries.customer_page(request, filters=CustomerFilters(), sort="code", actor=ADMIN)
            seen += [customer.code for customer in page.items]
            request = PageRequest(limit=2, cursor=page.next_cursor)
            await make_customer(made_meanwhile)

        assert seen == ["M0", "M1", "M2", "M3", "M4", "M5"]


class TestCustomerType:
    async def test_is_found_by_its_code(self, database: Database) -> None:
        made = await make_customer_type("ship")

        assert await queries.customer_type_id("ship") == made["id"]
        assert await queries.customer_type_id("SHIP") is None

    async def test_that_is_absent_is_not_found(self, database: Database) -> None:
        with pytest.raises(NotFound):
            await queries.customer_type(CustomerTypeId(uuid7()))
