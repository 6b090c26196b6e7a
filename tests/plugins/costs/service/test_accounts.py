"""The account of a ticket: few statements, and right whoever else is at work."""

import asyncio
from collections.abc import AsyncGenerator
from uuid import UUID

import pytest

from costs_house import added, adding, cny, costs_app, lines, mistakes, spent, summary
from wellkept_costs.schemas.lines import CostsLineCreate
from wellkept_costs.service.lines import add
from wellkept_sdk import RecordName, RecordRef
from wellkept_sdk.ids import TicketId
from wellkept_sdk.services.costs import CostKind
from wellkept_sdk.testing import Json, TestApp, dialects

#: Ticket, account, line, sums, version, event with its deliveries, and the beginning and end of it all; on
#: PostgreSQL the lock of the ticket as well, on SQLite the number.
STATEMENTS_MAX = 10
EUR: Json = {"amount_minor": 5, "currency": "EUR"}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    async with costs_app(request.param) as opened:
        yield opened


@pytest.fixture
async def ticket(app: TestApp) -> Json:
    return await app.ticket(contract="plain")


class TestAnAccount:
    async def test_takes_a_line_in_few_statements(self, app: TestApp, ticket: Json) -> None:
        ticket_id = TicketId(UUID(ticket["id"]))
        ctx = await app.house.context("costs", RecordRef(RecordName.TICKET, ticket_id))
        draft = CostsLineCreate(kind=CostKind.LABOUR, description="Work", quantity="1", unit="h")
        await add(ctx, ticket_id, draft)
        before = app.house.statements

        await add(ctx, ticket_id, draft)

        assert app.house.statements - before <= STATEMENTS_MAX

    async def test_stays_in_its_currency_whatever_the_contract_says_later(self, app: TestApp, ticket: Json) -> None:
        await added(app, ticket)
        rates = {"labour": {"unit": "h", "unit_cost": EUR, "unit_price": EUR}, "travel": None}
        said = {"overrides": {"costs": {"terms": {"currency": "EUR", "rates": rates}}}}
        changed = await app.client.patch(f"/v1/contracts/{ticket['contract_id']}", json=said)
        assert changed.status_code == 200, changed.text
        assert (await app.client.post(f"/v1/tickets/{ticket['id']}/activation", json={})).is_success

        priced = await added(app, ticket, unit_cost=cny(100), unit_price=cny(200))

        assert (priced["cost"], priced["price"]) == (cny(100), cny(200))
        assert mistakes(await adding(app, ticket)) == [("/unit_cost", "costs.line.cost_missing")]
        assert (await summary(app, ticket))["price"] == cny(30200)

    async def test_is_right_with_many_at_work_and_the_ticket_moving(self, app: TestApp, ticket: Json) -> None:
        for action in ({"action": "triage", "grade": 2}, {"action": "start"}):
            assert (await app.client.post(f"/v1/tickets/{ticket['id']}/transitions", json=action)).status_code == 201
        resolve = {"action": "resolve", "cause": "A worn seal.", "measure": "A new seal."}

        answers = await asyncio.gather(
            *(adding(app, ticket, "1") for _ in range(6)),
            app.client.post(f"/v1/tickets/{ticket['id']}/transitions", json=resolve),
            *(adding(app, ticket, "2") for _ in range(6)),
        )

        assert {answer.status_code for answer in answers} == {201}
        assert (await summary(app, ticket))["price"] == cny(18 * 30000)
        shown = (await app.client.get(f"/v1/tickets/{ticket['id']}")).json()["extensions"]["costs"]
        assert shown["price"] == cny(18 * 30000)

    async def test_knows_one_key_once_whoever_sends_it_at_the_same_time(self, app: TestApp, ticket: Json) -> None:
        answers = await asyncio.gather(*(adding(app, ticket, source_key="job-1") for _ in range(6)))

        assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
        assert len({answer.json()["id"] for answer in answers}) == 1

    async def test_is_not_touched_by_a_line_that_is_refused(self, app: TestApp, ticket: Json) -> None:
        await added(app, ticket)

        refused = await app.client.post(f"/v1/tickets/{ticket['id']}/costs/lines", json=spent("0"))

        assert refused.status_code == 422
        assert (len(await lines(app, ticket)), (await summary(app, ticket))["price"]) == (1, cny(30000))
