"""What is asked about the parts of tickets, each in one statement."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

import pytest

from inventory_house import inventory_app, location, part, received
from inventory_tickets import (
    issue,
    reserved,
)
from wellkept_inventory.queries.needs import needed
from wellkept_sdk.ids import TicketId
from wellkept_sdk.quantity import Quantity
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


class TestNeeds:
    async def test_are_told_by_ticket_and_part(self, app: TestApp) -> None:
        bearing, seal, nanjing = await part(app), await part(app, "SEAL", unit="m"), await location(app)
        await received(app, bearing, nanjing, "3")
        ticket, content = await app.ticket(contract="plain"), await app.ticket(contract="plain")
        first = await reserved(app, ticket, bearing, "2", needed_by="2026-03-09T00:00:00Z")
        await reserved(app, ticket, bearing, "2", needed_by="2026-03-05T00:00:00Z")
        await reserved(app, ticket, seal, "1")
        await issue(app, ticket, bearing, nanjing, "1", reservation_id=first["id"])
        ids = [TicketId(UUID(each["id"])) for each in (ticket, content)]
        ctx = await app.house.context("inventory", None)

        before = app.house.statements
        found = await needed(ctx, ids)

        assert app.house.statements == before + 1
        assert list(found) == [ids[0]]
        told = [(need.quantity, need.reserved, need.missing, need.needed_by) for need in found[ids[0]]]
        assert told == [
            (pieces(3000), pieces(2000), pieces(1000), datetime.fromisoformat("2026-03-05T00:00:00Z")),
            (Quantity(milli=1000, unit="m"), Quantity(milli=0, unit="m"), Quantity(milli=1000, unit="m"), None),
        ]


def pieces(milli: int) -> Quantity:
    return Quantity(milli=milli, unit="ea")
