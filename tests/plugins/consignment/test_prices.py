"""Prices: recorded, never edited, and correcting what was used on their days."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from consignment_house import AGREEMENTS, consignment_app, owed, shelf, stand_on_statement
from inventory_house import refusals
from inventory_tickets import UNKNOWN, told
from wellkept_sdk.errors import Conflict
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


class TestRecording:
    async def test_corrects_what_was_used_and_settled_and_does_so_once(self, app: TestApp) -> None:
        pump = await shelf(app, quantity="20")
        ticket = await app.ticket(contract="plain")
        for day in (14, 20, 31):
            await pump.use(ticket, "4", at=f"2026-01-{day}T02:00:00Z")
        statement_id = await stand_on_statement(app, pump, await pump.lines(), status="agreed")
        before = await pump.lines()

        first = await pump.price(2450, "2026-01-15", "2026-01-31", reason="As agreed.")
        again = await pump.price(2450, "2026-01-15", "2026-01-31")

        *unchanged, correction = await pump.lines()
        assert (first["version"], first["corrections"], first["priced"]) == (2, 1, 0)
        assert (again["version"], again["corrections"]) == (3, 0)
        assert unchanged == before
        assert {each["statement_id"] for each in before} == {statement_id}
        assert owed([correction]) == [("correction", "0.000", -200)]
        assert (correction["corrects_line_id"], correction["price_version"]) == (before[1]["id"], 2)
        assert (correction["unit_price"]["amount_minor"], correction["statement_id"]) == (2450, None)
        assert (correction["price_on"], correction["ticket_id"]) == ("2026-01-20", ticket["id"])
        assert [each["corrections"] for each in await told(app, "consignment.price.recorded")] == [0, 1, 0]

    async def test_refuses_mistakes(self, app: TestApp) -> None:
        pump = await shelf(app, quantity=None)
        euro = {"amount_minor": 1, "currency": "EUR"}
        below = {"amount_minor": -1, "currency": "CNY"}

        answers = [
            await pump.try_price(1, "2026-01-01", unit_price=euro),
            await pump.try_price(1, "2026-01-02", "2026-01-02"),
            await pump.try_price(1, "2026-01-01", part_id=UNKNOWN),
            await pump.try_price(1, "2026-01-01", unit_price=below),
            await pump.try_price(1, "2026-01-02", "2026-01-01", part_id=UNKNOWN, unit_price=euro),
        ]

        assert [refusals(answer) for answer in answers] == [
            [("/unit_price/currency", "consignment.price.currency")],
            [("/valid_to", "consignment.price.empty_span")],
            [("/part_id", "unknown_reference")],
            [("/unit_price/amount_minor", "too_small")],
            [
                ("/unit_price/currency", "consignment.price.currency"),
                ("/valid_to", "consignment.price.empty_span"),
                ("/part_id", "unknown_reference"),
            ],
        ]
        unknown = await app.client.post(f"{AGREEMENTS}/{UNKNOWN}/prices", json={**_body(pump.part["id"])})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "consignment.agreement.not_found")

    async def test_stays_what_it_is_in_the_database_too(self, app: TestApp) -> None:
        pump = await shelf(app)
        await pump.use(await app.ticket(contract="plain"), "4")
        before = await pump.lines()
        ctx = await app.house.context("consignment", None)

        for statement in _FORBIDDEN:
            with pytest.raises(Conflict):
                await ctx.db.execute(statement)

        assert await pump.lines() == before
        rows = await app.house.fetch("SELECT unit_price_minor, agreement_id FROM consignment_price")
        assert rows == [{"unit_price_minor": 2500, "agreement_id": UUID(pump.agreement["id"])}]


_FORBIDDEN = (
    "UPDATE consignment_price SET unit_price_minor = 1",
    "DELETE FROM consignment_price",
    "UPDATE consignment_line SET amount_minor = 1",
    "UPDATE consignment_line SET quantity_milli = 1",
    "UPDATE consignment_line SET ticket_id = ticket_id",
    "DELETE FROM consignment_line",
)


def _body(part_id: str) -> dict[str, object]:
    unit_price = {"amount_minor": 1, "currency": "CNY"}
    return {"part_id": part_id, "unit_price": unit_price, "valid_from": "2026-01-01"}


class TestAmount:
    async def test_of_dear_parts_is_owed_and_beyond_what_can_be_kept_waits_for_a_right_price(
        self, app: TestApp
    ) -> None:
        turbine = await shelf(app, prices=((1_250_000_000, "2026-01-01"),))
        nameless = await shelf(app, "NAMELESS", prices=())
        ticket = await app.ticket(contract="plain")
        await turbine.use(ticket, "2", at="2026-01-20T02:00:00Z")
        await nameless.use(ticket, "2", at="2026-01-20T02:00:00Z")

        refused = [await each.try_price(2**53 - 1, "2026-01-01") for each in (turbine, nameless)]
        await turbine.price(2**53 - 1, "2026-02-01")
        await turbine.use(ticket, "2")

        assert [(each.status_code, refusals(each)) for each in refused] == [
            (422, [("/unit_price/amount_minor", "too_large")])
        ] * 2
        assert owed(await turbine.lines()) == [("withdrawal", "2.000", 2_500_000_000), ("withdrawal", "2.000", None)]
        assert owed(await nameless.lines()) == [("withdrawal", "2.000", None)]
        assert [each["quantity"] for each in await turbine.stock()] == ["6.000"]
