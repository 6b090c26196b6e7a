"""Under which terms a statement is settled: of its only project, of the customer, or of the first of its tickets."""

from collections.abc import AsyncGenerator

import pytest

from costs_house import RATES, added, confirmed, costs_app, drafted, moved, served
from wellkept_sdk.testing import Json, TestApp, dialects

EUR: Json = {"amount_minor": 100, "currency": "EUR"}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    terms: dict[str, Json] = {
        "quick": {"rates": RATES, "settlement": {"answer_within_days": 3}},
        "patient": {"rates": RATES, "settlement": {"answer_within_days": 9}},
        "euro": {"currency": "EUR", "settlement": {"answer_within_days": 5}},
    }
    async with costs_app(request.param, terms=terms) as opened:
        yield opened


async def on_project(app: TestApp, contract: str) -> Json:
    """Return a project whose customer has no contract."""
    project = await app.project()
    where = {"customer_id": project["customer_id"], "project_id": project["id"]}
    said = {"number": f"ON-{contract}", "plan_code": contract, "starts_on": "2000-01-01"}
    await app.created("/v1/contracts", {**said, **where})
    return project


async def of_its_own(app: TestApp, house: Json, contract: str) -> Json:
    """Return another project of a customer, with a contract of its own."""
    project = await app.project(customer_id=house["customer_id"])
    where = {"customer_id": project["customer_id"], "project_id": project["id"]}
    said = {"number": f"OWN-{contract}", "plan_code": contract, "starts_on": "2000-01-01"}
    await app.created("/v1/contracts", {**said, **where})
    return project


async def issued(app: TestApp, project: Json, *, line: Json, **values: object) -> Json:
    ticket = await app.ticket(project_id=project["id"])
    await added(app, ticket, **line)
    await confirmed(app, ticket)
    return await moved(app, await drafted(app, project["customer_id"], **values), "issue")


class TestTheTimeForAnAnswer:
    async def test_is_that_of_the_customers_terms(self, app: TestApp) -> None:
        found = await issued(app, await app.project(contract="quick"), line={})

        assert found["answer_due_at"] == "2026-03-05T02:00:00Z"

    async def test_is_that_of_the_only_project_with_lines_whatever_else_the_customer_has(self, app: TestApp) -> None:
        house = await app.project(contract="quick")
        project = await of_its_own(app, house, "patient")

        found = await issued(app, project, line={})

        assert (found["project_id"], found["answer_due_at"]) == (None, "2026-03-11T02:00:00Z")

    async def test_is_that_of_the_customers_terms_where_lines_are_of_several_projects(self, app: TestApp) -> None:
        house = await app.project(contract="quick")
        await served(app, house, "1")

        found = await issued(app, await of_its_own(app, house, "patient"), line={})

        assert found["answer_due_at"] == "2026-03-05T02:00:00Z"

    async def test_is_that_of_the_first_ticket_where_the_customer_has_none(self, app: TestApp) -> None:
        found = await issued(app, await on_project(app, "quick"), line={})

        assert found["answer_due_at"] == "2026-03-05T02:00:00Z"

    async def test_and_the_currency_are_those_of_the_project(self, app: TestApp) -> None:
        project = await on_project(app, "euro")

        found = await issued(app, project, line={"unit_cost": EUR, "unit_price": EUR}, project_id=project["id"])

        assert (found["total"], found["answer_due_at"]) == (EUR, "2026-03-07T02:00:00Z")
