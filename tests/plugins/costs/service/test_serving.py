"""What other plugins get under `COSTS`."""

from collections.abc import AsyncGenerator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from costs_house import HOURS, RATES, added, borne, costs_app, lines, reversed_line, transitioned
from wellkept_costs.errors import CostMissing, TicketCancelled
from wellkept_costs.service.serving import Costs
from wellkept_sdk import RecordName, RecordRef
from wellkept_sdk.errors import CodeTaken, Invalid
from wellkept_sdk.ids import TicketId
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.costs import CostKind, CostLineDraft, CoveredBy
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    async with costs_app(request.param, terms={"hours": {"rates": RATES, "allowances": HOURS}}) as opened:
        yield opened


@pytest.fixture
async def ticket(app: TestApp) -> Json:
    return await app.ticket(contract="hours")


def id_of(ticket: Json) -> TicketId:
    return TicketId(UUID(ticket["id"]))


async def costs(app: TestApp, ticket: Json) -> Costs:
    return Costs(await app.house.context("costs", RecordRef(RecordName.TICKET, id_of(ticket))))


def draft(**values: Any) -> CostLineDraft:
    said: dict[str, Any] = {
        "kind": CostKind.LABOUR,
        "description": "Court day",
        "quantity": Quantity(milli=2000, unit="h"),
    }
    return CostLineDraft(**{**said, **values})


def cny(amount_minor: int) -> Money:
    return Money(amount_minor=amount_minor, currency="CNY")


class TestAdding:
    async def test_is_one_line_however_often_it_is_done(self, app: TestApp, ticket: Json) -> None:
        offered = await costs(app, ticket)

        first = await offered.add(id_of(ticket), draft(), source="sla", source_key="breach:1")
        again = await offered.add(id_of(ticket), draft(), source="sla", source_key="breach:1")
        other = await offered.add(id_of(ticket), draft(), source="liability", source_key="breach:1")

        assert (first, again.id == other.id) == (again, False)
        assert (first.cost, first.price, first.covered_by) == (cny(24000), cny(60000), CoveredBy.CONTRACT)
        assert (first.source, first.source_key, first.occurred_on) == ("sla", "breach:1", date(2026, 3, 2))
        assert [each["source"] for each in await lines(app, ticket)] == ["sla", "liability"]

    async def test_follows_the_rules_of_the_api(self, app: TestApp, ticket: Json) -> None:
        offered = await costs(app, ticket)

        with pytest.raises(CostMissing):
            await offered.add(id_of(ticket), draft(kind=CostKind.OTHER), source="sla", source_key="1")
        with pytest.raises(Invalid):
            await offered.add(id_of(ticket), draft(unit_cost=cny(-1)), source="sla", source_key="2")
        with pytest.raises(Invalid):
            await offered.add(id_of(ticket), draft(quantity=Quantity(milli=0, unit="h")), source="sla", source_key="3")
        other = await app.ticket(contract="hours")
        await offered.add(id_of(ticket), draft(), source="sla", source_key="4")
        with pytest.raises(CodeTaken):
            await (await costs(app, other)).add(id_of(other), draft(), source="sla", source_key="4")
        await transitioned(app, ticket, "cancel", reason="A mistake.")
        with pytest.raises(TicketCancelled):
            await offered.add(id_of(ticket), draft(), source="sla", source_key="5")

    async def test_says_who_bears_it_where_the_caller_knows(self, app: TestApp, ticket: Json) -> None:
        said = draft(covered_by=CoveredBy.GOODWILL, unit_cost=cny(1), unit_price=cny(2), occurred_on=date(2026, 1, 5))

        line = await (await costs(app, ticket)).add(id_of(ticket), said, source="sla", source_key="1")

        assert (line.covered_by, line.coverage_code, line.price) == (CoveredBy.GOODWILL, "given", cny(4))


class TestReading:
    async def test_gives_all_lines_in_one_statement(self, app: TestApp, ticket: Json) -> None:
        line = await added(app, ticket)
        await reversed_line(app, line)
        offered = await costs(app, ticket)
        before = app.house.statements

        found = await offered.lines(id_of(ticket))

        assert app.house.statements - before == 1
        assert [(each.quantity.decimal(), each.cost) for each in found] == [
            ("1.000", cny(12000)),
            ("-1.000", cny(-12000)),
        ]
        assert found[1].reverses_line_id == found[0].id

    async def test_gives_totals_of_many_in_one_statement(self, app: TestApp, ticket: Json) -> None:
        other, idle = await app.ticket(contract="plain"), await app.ticket(contract="plain")
        await added(app, ticket)
        await added(app, other, "2")
        offered = await costs(app, ticket)
        before = app.house.statements

        found = await offered.totals([id_of(each) for each in (ticket, other, idle)])

        assert app.house.statements - before == 1
        assert {key: each.chargeable for key, each in found.items()} == {
            id_of(ticket): cny(0),
            id_of(other): cny(60000),
        }
        assert borne(await lines(app, ticket)) == [("1.000", "contract", 30000)]
