"""Verbs on the parts of tickets: how many callers at once they bear, and how many statements they take."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import pytest

from inventory_house import inventory_app, location, part, received
from inventory_tickets import (
    asked,
    id_of,
    issue,
    require_sound_holds,
    reserved,
    shelf,
    standing,
)
from wellkept_inventory.schemas.issues import InventoryIssueCreate, InventoryIssueLine
from wellkept_inventory.service import issuing
from wellkept_sdk import RecordName
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.records.tickets import LogKind
from wellkept_sdk.testing import TestApp, dialects
from wellkept_sdk.verbs import LogDraft

CANCEL: Final = {"action": "cancel", "reason": "Wrong plant."}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


class TestManyCallers:
    async def test_get_what_there_is_and_no_more(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "5")
        ticket = await app.ticket(contract="plain")

        answers = await asyncio.gather(*(issue(app, ticket, bearing, nanjing, "1") for _ in range(12)))

        codes = sorted(answer.json().get("code", "") for answer in answers)
        assert codes == [""] * 5 + ["inventory.stock.insufficient"] * 7
        [moves] = await app.house.fetch(
            "SELECT COUNT(*) AS n FROM inventory_move WHERE from_location_id = ?", id_of(nanjing)
        )
        assert moves["n"] == 5
        assert await shelf(app, bearing, nanjing) == (0, 0)

    async def test_never_wait_for_each_other_in_a_circle(self, app: TestApp) -> None:
        bearing, seal, nanjing = await part(app), await part(app, "SEAL"), await location(app)
        await received(app, bearing, nanjing, "4")
        await received(app, seal, nanjing, "4")
        tickets = [await app.ticket(contract="plain") for _ in range(4)]
        held = [await reserved(app, ticket, part, "2") for ticket in tickets for part in (bearing, seal)]
        both = [{"part_id": each["id"], "quantity": "1"} for each in (seal, bearing)]

        coming = asyncio.gather(*(received(app, each, nanjing, "1") for each in (bearing, seal, bearing)))
        answers = await asyncio.gather(
            issue(app, tickets[0], bearing, nanjing, "1", reservation_id=held[0]["id"]),
            issue(app, tickets[1], seal, nanjing, "2", reservation_id=held[3]["id"]),
            *(asked(app, ticket, "reservations", lines=both) for ticket in tickets),
            *(asked(app, ticket, "issues", location_id=nanjing["id"], lines=both[::-1]) for ticket in tickets),
            asked(app, tickets[2], f"reservations/{held[4]['id']}/transitions", action="release"),
            app.client.post(f"/v1/tickets/{tickets[3]['id']}/transitions", json=CANCEL),
        )

        await coming
        assert {answer.status_code for answer in answers} <= {201, 409}
        assert {answer.json().get("code") for answer in answers} <= {
            None,
            "inventory.stock.insufficient",
            "inventory.ticket.not_open",
        }
        open_now = [line for ticket in tickets for line in await standing(app, ticket) if line[0] == "open"]
        free = [quantity - kept for quantity, kept in [await shelf(app, each, nanjing) for each in (bearing, seal)]]
        assert not open_now or 0 in free
        await require_sound_holds(app)


class TestStatements:
    async def test_of_an_issue_are_few(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        await received(app, bearing, nanjing, "5", 1000)
        ticket = await app.ticket(contract="plain")
        ctx = await app.house.context("inventory", RecordRef(RecordName.TICKET, id_of(ticket)))
        line = InventoryIssueLine(part_id=id_of(bearing), quantity="1")
        data = InventoryIssueCreate(location_id=id_of(nanjing), lines=[line])
        draft = LogDraft(kind=LogKind.PART, text="Issued")
        ticket_id = TicketId(id_of(ticket))

        async with ctx.db.transaction():
            before = app.house.statements
            await ctx.tickets.log(ticket_id, draft)
            await ctx.raise_version(RecordName.TICKET, ticket_id)
            logged = app.house.statements - before
            await issuing.issue(ctx, ticket_id, data)
            issued = app.house.statements - before - 2 * logged

        # The service record of the ticket, and its version, apart.
        assert issued == 9
