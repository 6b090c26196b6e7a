"""Taking in what plugins charge."""

from collections.abc import AsyncGenerator
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from costs_house import (
    HOURS,
    RATES,
    added,
    borne,
    cny,
    corrected,
    costs_app,
    lines,
    path,
    resolved,
    reversed_line,
    summary,
    transitioned,
)
from fake_charges import FakeCharges
from wellkept_sdk.hooks.ticket_questions import Charge
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.costs import CostKind
from wellkept_sdk.testing import Json, TestApp, dialects

MANY = 60
LABOUR = Charge(
    source_key="visit:1:labour",
    kind=CostKind.LABOUR,
    description="Visit 1",
    quantity=Quantity(milli=2500, unit="h"),
    occurred_on=date(2026, 3, 1),
)
PARTS = Charge(
    source_key="issue:1",
    kind=CostKind.PARTS,
    description="Bearing",
    quantity=Quantity(milli=3000, unit="ea"),
    cost=Money(amount_minor=1000, currency="CNY"),
    occurred_on=date(2026, 3, 1),
)


@pytest.fixture
def meter() -> FakeCharges:
    return FakeCharges()


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest, meter: FakeCharges) -> AsyncGenerator[TestApp]:
    terms: dict[str, Json] = {
        "hours": {"rates": RATES, "allowances": HOURS},
        "careful": {"rates": RATES, "approval_threshold": cny(60000)},
    }
    async with costs_app(request.param, terms=terms, plugins=(meter,)) as opened:
        yield opened


@pytest.fixture
async def ticket(app: TestApp) -> Json:
    return await app.ticket(contract="plain")


async def collected(app: TestApp, ticket: Json) -> Json:
    answer = await app.client.post(path(ticket, "collect"), json={})
    assert answer.status_code == 200, answer.text
    return answer.json()


def counts(found: Json) -> tuple[int, int, int, int]:
    return found["added"], found["corrected"], found["unchanged"], found["reversed"]


class TestANewCharge:
    async def test_becomes_a_line_once(self, app: TestApp, meter: FakeCharges, ticket: Json) -> None:
        meter.state(LABOUR, PARTS)

        first, again = await collected(app, ticket), await collected(app, ticket)

        assert (counts(first), counts(again)) == ((2, 0, 0, 0), (0, 0, 2, 0))
        labour, parts = await lines(app, ticket)
        assert (labour["source"], labour["source_key"], labour["price"]) == ("meter", "visit:1:labour", cny(75000))
        assert (labour["occurred_on"], labour["description"]) == ("2026-03-01", "Visit 1")
        # What all of it cost holds to the last minor unit; without any price it is priced at that.
        assert (parts["unit_cost"], parts["cost"], parts["price"]) == (cny(333), cny(1000), cny(1000))
        assert parts["covered_by"] == "chargeable"

    async def test_is_taken_in_when_the_ticket_is_resolved_and_when_it_is_closed(
        self, app: TestApp, meter: FakeCharges, ticket: Json
    ) -> None:
        meter.state(LABOUR)

        await resolved(app, ticket)
        assert borne(await lines(app, ticket)) == [("2.500", "chargeable", 75000)]
        meter.state(replace(LABOUR, quantity=Quantity(milli=2000, unit="h")))
        await transitioned(app, ticket, "confirm", evidence={"kind": "phone", "contact_name": "Wang"})
        await transitioned(app, ticket, "close")

        assert borne(await lines(app, ticket)) == [
            ("2.500", "chargeable", 75000),
            ("-2.500", "chargeable", -75000),
            ("2.000", "chargeable", 60000),
        ]

    async def test_is_not_taken_in_where_costs_are_not_active(self, app: TestApp, meter: FakeCharges) -> None:
        meter.state(LABOUR)
        bare = await app.ticket(contract="bare")

        await resolved(app, bare)

        answer = await app.client.get(path(bare))
        assert (answer.status_code, answer.json()["code"]) == (404, "plugin_inactive")
        assert await app.house.fetch("SELECT id FROM costs_line") == []


class TestAChangedCharge:
    async def test_is_corrected_by_one_reversal_and_one_line(
        self, app: TestApp, meter: FakeCharges, ticket: Json
    ) -> None:
        meter.state(LABOUR)
        await collected(app, ticket)

        for hours in (3, 4):
            meter.state(replace(LABOUR, quantity=Quantity(milli=hours * 1000, unit="h")))
            assert counts(await collected(app, ticket)) == (0, 1, 0, 0)

        found = await lines(app, ticket)
        assert [each["quantity"] for each in found] == ["2.500", "-2.500", "3.000", "-3.000", "4.000"]
        assert [each["source_key"] for each in found if each["source_key"]] == [
            "visit:1:labour",
            "visit:1:labour#2",
            "visit:1:labour#3",
        ]
        assert found[2]["corrects_line_id"] == found[0]["id"]
        assert counts(await collected(app, ticket)) == (0, 0, 1, 0)

    async def test_replaces_what_people_have_made_of_it(self, app: TestApp, meter: FakeCharges, ticket: Json) -> None:
        meter.state(LABOUR)
        await collected(app, ticket)
        [line] = await lines(app, ticket)
        await corrected(app, line, covered_by="goodwill")

        # Their decision stands as long as the charge does.
        assert counts(await collected(app, ticket)) == (0, 0, 1, 0)
        meter.state(replace(LABOUR, quantity=Quantity(milli=3000, unit="h")))
        assert counts(await collected(app, ticket)) == (0, 1, 0, 0)

        assert (await summary(app, ticket))["by_coverage"]["goodwill"]["price"] == cny(0)
        assert (await summary(app, ticket))["chargeable"] == cny(90000)

    async def test_that_was_split_is_replaced_as_a_whole(self, app: TestApp, meter: FakeCharges) -> None:
        ticket = await app.ticket(contract="hours")
        await added(app, ticket, "39")
        meter.state(LABOUR)
        await collected(app, ticket)

        assert counts(await collected(app, ticket)) == (0, 0, 1, 0)
        meter.state(replace(LABOUR, quantity=Quantity(milli=500, unit="h")))
        assert counts(await collected(app, ticket)) == (0, 1, 0, 0)

        assert borne((await lines(app, ticket))[1:]) == [
            ("1.000", "contract", 30000),
            ("1.500", "chargeable", 45000),
            ("-1.000", "contract", -30000),
            ("-1.500", "chargeable", -45000),
            ("0.500", "contract", 15000),
        ]


class TestAnEndedCharge:
    async def test_is_reversed_once_and_comes_back_as_a_new_line(
        self, app: TestApp, meter: FakeCharges, ticket: Json
    ) -> None:
        meter.state(LABOUR)
        await collected(app, ticket)

        meter.state()
        gone, again = await collected(app, ticket), await collected(app, ticket)
        meter.state(LABOUR)
        back, still = await collected(app, ticket), await collected(app, ticket)

        assert [counts(each) for each in (gone, again, back, still)] == [
            (0, 0, 0, 1),
            (0, 0, 0, 0),
            (1, 0, 0, 0),
            (0, 0, 1, 0),
        ]
        assert (await summary(app, ticket))["price"] == cny(75000)

    @pytest.mark.parametrize("silence", [None, RuntimeError("The meter is broken.")])
    async def test_is_not_one_whose_plugin_gives_no_answer(
        self, app: TestApp, meter: FakeCharges, ticket: Json, silence: Exception | None
    ) -> None:
        meter.state(LABOUR)
        await collected(app, ticket)

        meter.charges = silence

        assert counts(await collected(app, ticket)) == (0, 0, 0, 0)
        assert (await summary(app, ticket))["price"] == cny(75000)

    async def test_that_people_have_reversed_stays_reversed(
        self, app: TestApp, meter: FakeCharges, ticket: Json
    ) -> None:
        meter.state(LABOUR)
        await collected(app, ticket)
        [line] = await lines(app, ticket)
        await reversed_line(app, line)

        still = await collected(app, ticket)
        meter.state()
        gone = await collected(app, ticket)

        assert (counts(still), counts(gone)) == ((0, 0, 1, 0), (0, 0, 0, 0))
        assert (await summary(app, ticket))["price"] == cny(0)

    async def test_is_reversed_on_a_cancelled_ticket_which_takes_no_other(
        self, app: TestApp, meter: FakeCharges, ticket: Json
    ) -> None:
        meter.state(LABOUR)
        await collected(app, ticket)
        await transitioned(app, ticket, "cancel", reason="A mistake.")

        meter.state(PARTS)
        found = await collected(app, ticket)

        assert counts(found) == (0, 0, 0, 1)
        assert found["skipped"] == [{"source": "meter", "source_key": "issue:1", "code": "costs.ticket.cancelled"}]


class TestAChargeThatCannotBeALine:
    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"quantity": Quantity(milli=1000, unit="d")}, "costs.line.cost_missing"),
            ({"unit_cost": Money(amount_minor=1, currency="EUR")}, "costs.line.currency_mismatch"),
            ({"cost": Money(amount_minor=-1, currency="CNY")}, "validation_failed"),
            ({"quantity": Quantity(milli=0, unit="h")}, "validation_failed"),
            ({"occurred_on": date(2026, 3, 3)}, "costs.line.in_future"),
        ],
    )
    async def test_is_named_and_stops_nothing_else(
        self, app: TestApp, meter: FakeCharges, ticket: Json, values: dict[str, Any], code: str
    ) -> None:
        meter.state(replace(LABOUR, **values), PARTS, PARTS)

        found = await collected(app, ticket)

        assert counts(found) == (1, 0, 0, 0)
        assert found["skipped"] == [
            {"source": "meter", "source_key": "visit:1:labour", "code": code},
            {"source": "meter", "source_key": "issue:1", "code": "validation_failed"},
        ]
        await resolved(app, ticket)
        assert borne(await lines(app, ticket)) == [("3.000", "chargeable", 1000)]

    async def test_waits_for_an_approval(self, app: TestApp, meter: FakeCharges) -> None:
        ticket = await app.ticket(contract="careful")
        meter.state(LABOUR, PARTS)

        found = await collected(app, ticket)
        meter.state(replace(LABOUR, quantity=Quantity(milli=1000, unit="h")), PARTS)
        less = await collected(app, ticket)
        meter.state(LABOUR, PARTS)
        more = await collected(app, ticket)

        assert (counts(found), [each["code"] for each in found["skipped"]]) == ((1, 0, 0, 0), ["costs.approval.needed"])
        assert counts(less) == (1, 0, 1, 0)
        # What stood for it before stands.
        assert (counts(more), len(more["skipped"])) == ((0, 0, 1, 0), 1)
        assert (await summary(app, ticket))["chargeable"] == cny(31000)


class TestCollecting:
    async def test_costs_no_more_statements_for_more_charges(
        self, app: TestApp, meter: FakeCharges, ticket: Json
    ) -> None:
        async def spent_statements() -> int:
            before = app.house.statements
            await collected(app, ticket)
            return app.house.statements - before

        meter.state(PARTS)
        await collected(app, ticket)
        one = await spent_statements()
        meter.state(*(replace(PARTS, source_key=f"issue:{place}") for place in range(1, MANY)))
        await collected(app, ticket)

        assert await spent_statements() == one
