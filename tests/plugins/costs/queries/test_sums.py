"""What tickets come to: in lists, alone, and summed up."""

from collections.abc import AsyncGenerator

import pytest

from costs_house import added, costs_app
from wellkept_sdk.testing import Json, TestApp, dialects

PAGE = 50


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    async with costs_app(request.param) as opened:
        yield opened


async def listed(app: TestApp, **query: str) -> list[Json]:
    answer = await app.client.get("/v1/tickets", params={"include": "costs", "limit": PAGE, **query})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


class TestTheExtension:
    async def test_costs_one_statement_for_a_page(self, app: TestApp) -> None:
        project = await app.project(contract="plain")
        for number in range(PAGE):
            ticket = await app.ticket(project_id=project["id"])
            if number % 2:
                await added(app, ticket)
        await app.client.get("/v1/tickets", params={"limit": PAGE})
        before = app.house.statements
        await app.client.get("/v1/tickets", params={"limit": PAGE})
        without = app.house.statements - before

        found = await listed(app)

        assert app.house.statements - before - without == without + 1
        assert {each["extensions"]["costs"]["price"]["amount_minor"] for each in found} == {0, 30000}

    async def test_chooses_tickets_for_which_the_customer_pays(self, app: TestApp) -> None:
        paid, kind, idle = [await app.ticket(contract="plain") for _ in range(3)]
        await added(app, paid)
        await added(app, kind, covered_by="goodwill")

        charged = await listed(app, **{"extensions.costs.chargeable": "true"})
        free = await listed(app, **{"extensions.costs.chargeable": "false"})

        assert [each["id"] for each in charged] == [paid["id"]]
        assert {each["id"] for each in free} == {kind["id"], idle["id"]}
