"""What tickets show: what they are about, where their case stands, whether they are under warranty."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from liability_house import found, liability_app, promised, site
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def project(app: TestApp) -> Json:
    return await site(app)


async def about(app: TestApp, project: Json, scope: str | None = "electrical", **values: Any) -> Json:
    said = {"extensions": {"liability": {"scope": scope}}, "occurred_at": "2026-03-01T02:00:00Z"}
    return await app.ticket(project_id=project["id"], **said, **values)


async def shown(app: TestApp, ticket: Json) -> Json:
    answer = await app.client.get(f"/v1/tickets/{ticket['id']}")
    return answer.json()["extensions"]["liability"]


async def listed(app: TestApp, **query: Any) -> list[Json]:
    answer = await app.client.get("/v1/tickets", params={"include": "liability", **query})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


class TestTicket:
    async def test_shows_its_scope_its_case_and_its_coverage(self, app: TestApp, project: Json) -> None:
        await promised(app, project)
        ticket = await about(app, project)
        before = await shown(app, ticket)

        await found(app, ticket, {"role": "self", "share_bp": 10_000})

        assert before == {"scope": "electrical", "case_status": None, "covered": "covered"}
        assert await shown(app, ticket) == {**before, "case_status": "provisional"}

    async def test_without_any_of_that_shows_so(self, app: TestApp, project: Json) -> None:
        ticket = await app.ticket(project_id=project["id"])

        assert await shown(app, ticket) == {"scope": None, "case_status": None, "covered": "not_covered"}

    async def test_changes_what_it_is_about(self, app: TestApp, project: Json) -> None:
        await promised(app, project)
        ticket = await about(app, project)
        path = f"/v1/tickets/{ticket['id']}"

        await app.client.patch(path, json={"extensions": {"liability": {"scope": "hvac"}}})
        other = await shown(app, ticket)
        await app.client.patch(path, json={"extensions": {"liability": None}})

        assert (other["scope"], other["covered"]) == ("hvac", "not_covered")
        assert await shown(app, ticket) == {"scope": None, "case_status": None, "covered": "covered"}

    @pytest.mark.parametrize("said", [{"scope": "roof"}, {"covered": "covered"}, {"case_status": "final"}])
    async def test_takes_only_a_scope(self, app: TestApp, project: Json, said: Json) -> None:
        answer = await app.client.post(
            "/v1/tickets",
            json={
                "title": "Trips",
                "channel": "phone",
                "project_id": project["id"],
                "extensions": {"liability": said},
            },
        )

        assert answer.status_code == 422

    async def test_is_read_anew_when_another_warranty_makes_it_another_answer(
        self, app: TestApp, project: Json
    ) -> None:
        ticket = await about(app, project)
        path = f"/v1/tickets/{ticket['id']}"
        await app.drain()
        tag = (await app.client.get(path)).headers["ETag"]

        await promised(app, project)
        await app.drain()

        answer = await app.client.get(path, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert answer.json()["extensions"]["liability"]["covered"] == "covered"

    async def test_stays_as_it_was_when_somebody_promises_us_something(self, app: TestApp, project: Json) -> None:
        supplier = await app.created("/v1/parties", {"code": "P", "name": "P", "roles": ["supplier"]})
        ticket = await about(app, project)
        await app.drain()
        tag = (await app.client.get(f"/v1/tickets/{ticket['id']}")).headers["ETag"]

        await promised(app, project, side="received", obligor_party_id=supplier["id"])
        await app.drain()

        answer = await app.client.get(f"/v1/tickets/{ticket['id']}", headers={"If-None-Match": tag})
        assert answer.status_code == 304

    async def test_shows_nothing_to_customers(self, app: TestApp, project: Json) -> None:
        ticket = await about(app, project)
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])

        answer = await customer.get(f"/v1/tickets/{ticket['id']}")

        assert "liability" not in answer.json()["extensions"]


class TestList:
    async def test_of_fifty_tickets_takes_one_statement_more(self, app: TestApp, project: Json) -> None:
        item: Json = {"id": None}
        for _ in range(6):
            parent = {} if item["id"] is None else {"parent_id": item["id"]}
            item = await app.equipment(project_id=project["id"], **parent)
            await promised(app, project, equipment_id=item["id"])
        for number in range(50):
            await about(app, project, equipment_id=item["id"] if number % 2 else None)

        async def statements(**query: str) -> int:
            counts: list[int] = []
            for _ in range(3):
                before = app.house.statements
                answer = await app.client.get("/v1/tickets", params={"limit": 50, **query})
                assert len(answer.json()["items"]) == 50
                counts.append(app.house.statements - before)
            # Now and then a key is looked up anew.
            return min(counts)

        assert await statements(include="liability") == await statements() + 1
        covered = [each["extensions"]["liability"]["covered"] for each in await listed(app, limit=50)]
        assert (covered.count("covered"), covered.count("not_covered")) == (25, 25)

    async def test_is_filtered_by_where_the_case_stands(self, app: TestApp, project: Json) -> None:
        ticket, _ = await about(app, project), await about(app, project)
        await found(app, ticket, {"role": "self", "share_bp": 10_000})

        provisional = await listed(app, **{"extensions.liability.case_status": "provisional"})
        final = await listed(app, **{"extensions.liability.case_status": "final"})

        assert ([each["id"] for each in provisional], final) == ([ticket["id"]], [])
