"""What a use costs the database, and what happens where no agreement covers what is used."""

from collections.abc import AsyncIterator

import pytest

from consignment_house import acted, consignment_app, owed, own_received, shelf
from inventory_house import issued, line, moved, posted
from parties_house import registered
from wellkept_sdk.testing import TestApp, dialects

#: Whether there is an agreement, which one with its prices, and the line; its event goes along with the outbox.
STATEMENTS_MORE_MAX = 6


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


class TestUse:
    async def test_of_a_suppliers_part_takes_few_statements_more_than_of_ours(self, app: TestApp) -> None:
        pump, own = await shelf(app), await shelf(app, "OWN", quantity=None)
        await own_received(app, own, "10", 1000)
        ticket = await app.ticket(contract="plain")
        counts: list[int] = []
        for each in (own, pump):
            before = app.house.statements
            await each.use(ticket, "4")
            counts.append(app.house.statements - before)
        assert counts[1] - counts[0] <= STATEMENTS_MORE_MAX

    async def test_goes_on_when_the_agreement_is_suspended_or_has_ended(self, app: TestApp) -> None:
        pump = await shelf(app)
        ticket = await app.ticket(contract="plain")
        for action in ("suspend", "end"):
            assert (await acted(app, pump.agreement, action)).status_code == 201
            await pump.use(ticket, "1")
        assert owed(await pump.lines()) == [("withdrawal", "1.000", 2500)] * 2

    async def test_at_another_place_is_owed_too(self, app: TestApp) -> None:
        pump, other = await shelf(app), await shelf(app, "VALVECO")
        assert (await moved(app, pump.part, pump.place, other.place, "2", stock_owner_id=pump.party["id"])).is_success

        used = await issued(app, await app.ticket(contract="plain"), other.place, line(pump.part, "2"))

        assert used.status_code == 201, used.text
        assert owed(await pump.lines()) == [("withdrawal", "2.000", 2500 * 2)]

    async def test_is_refused_to_the_ledger_too_where_nothing_was_agreed(self, app: TestApp) -> None:
        pump = await shelf(app)
        stranger = await registered(app)
        answer = await posted(
            app,
            kind="receipt",
            location_id=pump.place["id"],
            stock_owner_id=stranger["id"],
            lines=[line(pump.part, "1")],
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "consignment.agreement.none")
