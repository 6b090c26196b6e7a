"""Recording many lines at once."""

import asyncio
from datetime import date

import pytest

from costs_house import added, costs_app, path
from fake_charges import FakeCharges
from wellkept_sdk.db import Dialect
from wellkept_sdk.hooks.ticket_questions import Charge
from wellkept_sdk.money import Money
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.services.costs import CostKind
from wellkept_sdk.testing import dialects

#: More than one statement takes.
MANY = 620


@pytest.mark.parametrize("dialect", dialects(), ids=str)
class TestManyLines:
    async def test_are_numbered_one_by_one_in_their_order(self, dialect: Dialect) -> None:
        meter = FakeCharges()
        meter.state(*(charge(place) for place in range(MANY)))
        async with costs_app(dialect, plugins=(meter,)) as app:
            ticket = await app.ticket(contract="plain")

            answer = await app.client.post(path(ticket, "collect"), json={})

            assert answer.json()["added"] == MANY
            rows = await app.house.fetch("SELECT number, source_key, price_minor FROM costs_line ORDER BY id")
            assert [row["number"] for row in rows] == list(range(1, MANY + 1))
            assert [row["price_minor"] for row in rows] == list(range(MANY))

    async def test_of_many_tickets_at_once_have_numbers_of_their_own(self, dialect: Dialect) -> None:
        async with costs_app(dialect) as app:
            tickets = [await app.ticket(contract="plain") for _ in range(6)]

            found = await asyncio.gather(*(added(app, ticket) for ticket in tickets))

            assert len({line["number"] for line in found}) == len(tickets)


def charge(place: int) -> Charge:
    return Charge(
        source_key=f"issue:{place}",
        kind=CostKind.PARTS,
        description="Bolt",
        quantity=Quantity(milli=1000, unit="ea"),
        cost=Money(amount_minor=place, currency="CNY"),
        occurred_on=date(2026, 3, 1),
    )
