from httpx import AsyncClient

from core_api import ClientOf, customer_actor
from installed_base import make_customer, make_customer_type, make_project
from wellkept.platform.storage.database import Database
from wellkept_sdk.ids import uuid7

CONTACT = {"name": "Wang Wei", "role": None, "phone": "+86 21 5555 0100", "email": None, "preferred": True}


class TestCustomerTypes:
    async def test_are_made_read_changed_and_deleted(self, client: AsyncClient) -> None:

        made = await client.post("/customer-types", json={"code": "ship", "name": "Ship owners"})
        read = await client.get(made.headers["location"].removeprefix("/v1"))
        changed = await client.patch(f"/customer-types/{made.json()['id']}", json={"name": "Shipping"})
        listed = await client.get("/customer-types")
        deleted = await client.delete(f"/customer-types/{made.json()['id']}", headers={"If-Match": '"2"'})

        assert (made.status_code, made.headers["etag"]) == (201, '"1"')
        assert read.json() == made.json()
        assert (changed.status_code, changed.headers["etag"], changed.json()["name"]) == (200, '"2"', "Shipping")
        assert listed.json() == {"items": [changed.json()], "next_cursor": None}
        assert (deleted.status_code, deleted.content) == (204, b"")

    async def test_are_not_for_customers(self, client_of: ClientOf) -> None:
        customer = await make_customer()

        answer = await client_of(customer_actor(customer["id"])).get("/customer-types")

        assert answer.status_code == 403


class TestCustomers:
    async def test_are_made_with_every_field(self, client: AsyncClient) -> None:
        await make_customer_type("ship")
        body = {
            "code": "COSCO-7",
            "name": "Cosco",
            "customer_type": "ship",
            "contacts": [{"name": "Wang Wei", "phone": "+86 21 5555 0100", "preferred": True}],
            "locale": "en",
            "time_zone": "Europe/Berlin",
            "metadata": {"erp": 7},
        }

        made = await client.post("/customers", json=body)

        assert made.status_code == 201
        assert made.headers["location"] == f"/v1/customers/{made.json()['id']}"
        assert made.json() | body | {"contacts": [CONTACT]} == made.json()
        assert made.json()["customer_type_id"] is not None

    async def test_answer_304_for_the_version_that_the_caller_has(self, client: AsyncClient) -> None:
        customer = await make_customer()

        first = await client.get(f"/customers/{customer['id']}")
        second = await client.get(f"/customers/{customer['id']}", headers={"If-None-Match": first.headers["etag"]})

        assert (first.status_code, second.status_code, second.content) == (200, 304, b"")

    async def test_refuse_a_body_with_all_mistakes_at_once(self, client: AsyncClient) -> None:
        body = {"code": "-", "customer_type": "ship", "locale": "中文", "contacts": [{"email": "nobody"}], "colour": 1}

        answer = await client.post("/customers", json=body)

        assert answer.status_code == 422
        assert {(error["pointer"], error["code"]) for error in answer.json()["errors"]} == {
            ("/code", "pattern"),
            ("/name", "required"),
            ("/locale", "pattern"),
            ("/contacts/0/name", "required"),
            ("/contacts/0/email", "pattern"),
            ("/colour", "unknown_field"),
        }

    async def test_refuse_a_second_of_the_same_code(self, client: AsyncClient) -> None:
        await make_customer("ACME")

        answer = await client.post("/customers", json={"code": "ACME", "name": "B", "customer_type": "industry"})

        assert (answer.status_code, answer.json()["code"]) == (409, "code_taken")
        assert answer.json()["errors"][0]["pointer"] == "/code"

    async def test_refuse_a_change_of_another_version(self, client: AsyncClient) -> None:
        customer = await make_customer()

        answer = await client.patch(f"/customers/{customer['id']}", json={"name": "B"}, headers={"If-Match": '"9"'})

        assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")

    async def test_say_that_a_reference_is_unknown_before_that_the_version_is_old(self, client: AsyncClient) -> None:
        customer = await make_customer()

        answer = await client.patch(
            f"/customers/{customer['id']}", json={"customer_type": "x"}, headers={"If-Match": '"9"'}
        )

        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/customer_type")

    async def test_refuse_null_where_a_value_is_needed(self, client: AsyncClient) -> None:
        customer = await make_customer()

        answer = await client.patch(f"/customers/{customer['id']}", json={"name": None, "metadata": None})

        assert [error["pointer"] for error in answer.json()["errors"]] == ["/name"]

    async def test_stay_while_projects_are_theirs(self, client: AsyncClient) -> None:
        project = await make_project()

        answer = await client.delete(f"/customers/{project['customer_id']}")

        assert (answer.status_code, answer.json()["code"]) == (409, "in_use")

    async def test_are_not_found_by_an_unknown_id_or_none_at_all(self, client: AsyncClient) -> None:

        answers = [await client.get(f"/customers/{wrong}") for wrong in (uuid7(), "ACME")]

        assert [answer.status_code for answer in answers] == [404, 404]


class TestCustomerList:
    async def test_filters(self, client: AsyncClient) -> None:
        await make_customer("A-1", customer_type="ship")
        await make_customer("A_2")
        await make_customer("B-100%")

        async def codes(**query: str) -> list[str]:
            answer = await client.get("/customers", params=query)
            return [item["code"] for item in answer.json()["items"]]

        assert await codes(code="A-1") == ["A-1"]
        assert await codes(customer_type="ship") == ["A-1"]
        assert await codes(q="a_") == ["A_2"]
        assert await codes(q="0%") == ["B-100%"]
        assert await codes(q="CUSTOMER b", sort="-code") == ["B-100%"]
        assert await codes(updated_since="2999-01-01T00:00:00Z") == []

    async def test_is_read_by_pages_in_either_order(self, client: AsyncClient) -> None:
        for number in range(5):
            await make_customer(f"C{number}")

        async def walk(sort: str) -> list[str]:
            seen: list[str] = []
            query = {"limit": "2", "sort": sort}
            while True:
                page = (await client.get("/customers", params=query)).json()
                seen += [item["code"] for item in page["items"]]
                if page["next_cursor"] is None:
                    return seen
                query["cursor"] = page["next_cursor"]

        assert await walk("code") == ["C0", "C1", "C2", "C3", "C4"]
        assert await walk("-created_at") == ["C4", "C3", "C2", "C1", "C0"]

    async def test_refuses_unknown_parameters_sorts_and_foreign_cursors(self, client: AsyncClient) -> None:
        for code in "AB":
            await make_customer(code)
        cursor = (await client.get("/customers", params={"limit": 1})).json()["next_cursor"]

        async def mistake(**query: str) -> tuple[str, str]:
            answer = await client.get("/customers", params=query)
            assert answer.status_code == 422
            return answer.json()["errors"][0]["pointer"], answer.json()["errors"][0]["code"]

        assert await mistake(colour="red") == ("query/colour", "unknown_parameter")
        assert await mistake(sort="name") == ("query/sort", "not_a_choice")
        assert await mistake(cursor=cursor, q="a") == ("query/cursor", "cursor_invalid")
        assert await mistake(updated_since="2026-01-01T00:00:00") == ("query/updated_since", "naive_time")
        assert await mistake(updated_since="0001-01-01T00:00:00+23:00") == ("query/updated_since", "too_large")
        assert await mistake(q="") == ("query/q", "too_short")

    async def test_takes_one_statement(self, database: Database, client: AsyncClient) -> None:
        await make_customer()
        before = database.statements

        await client.get("/customers")

        assert database.statements - before == 1


class TestCustomersOwnPeople:
    async def test_see_their_rows_alone_and_no_metadata(self, client_of: ClientOf) -> None:
        own, other = await make_customer("OWN", metadata={"rating": "slow payer"}), await make_customer("OTHER")
        client = client_of(customer_actor(own["id"]))

        listed = await client.get("/customers")
        foreign = await client.get(f"/customers/{other['id']}")

        assert [(item["code"], item["metadata"]) for item in listed.json()["items"]] == [("OWN", {})]
        assert foreign.status_code == 404
        assert "OTHER" not in listed.text + foreign.text

    async def test_change_nothing(self, client_of: ClientOf) -> None:
        own, other = await make_customer("OWN"), await make_customer("OTHER")
        client = client_of(customer_actor(own["id"]))

        answers = [
            await client.post("/customers", json={"code": "X", "name": "X", "customer_type": "industry"}),
            await client.patch(f"/customers/{own['id']}", json={"name": "X"}),
            await client.delete(f"/customers/{own['id']}"),
            await client.patch(f"/customers/{other['id']}", json={"name": "X"}),
        ]

        assert [answer.status_code for answer in answers] == [403, 403, 403, 404]
