"""Claims take a share off a use; a back-charge is set off once."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from consignment_house import Shelf, charged, claimed, consignment_app, lines, owed, shelf
from inventory_house import refusals
from inventory_tickets import UNKNOWN, told
from wellkept_sdk.errors import Conflict, Invalid
from wellkept_sdk.ids import PartyId
from wellkept_sdk.money import Money
from wellkept_sdk.services.consignment import CONSIGNMENT, ConsignmentLine, LineKind
from wellkept_sdk.testing import TestApp, dialects

BACK_CHARGE = UUID("01990000-0000-7000-8000-00000000bc01")


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with consignment_app(request.param) as app:
        yield app


class TestClaims:
    async def test_take_shares_off_a_use_until_nothing_is_left(self, app: TestApp) -> None:
        pump = await shelf(app)
        ticket = await app.ticket(contract="plain")
        await pump.use(ticket, "4")
        [used] = await pump.lines()

        first = await claimed(app, used, "0.40")
        after_first = await charged(app, ticket)
        second = await claimed(app, used, "0.60")
        third = await claimed(app, used, "0.01")

        assert (first.status_code, second.status_code) == (201, 201)
        assert owed([first.json(), second.json()]) == [("claim", "0.000", -4000), ("claim", "0.000", -6000)]
        assert (first.json()["corrects_line_id"], first.json()["ticket_id"]) == (used["id"], ticket["id"])
        assert (third.status_code, third.json()["code"]) == (409, "consignment.claim.exceeds_line")
        assert third.json()["left"] == "0.00"
        assert (after_first, await charged(app, ticket)) == ([6000], [0])

    async def test_of_many_at_once_are_never_more_than_the_use(self, app: TestApp) -> None:
        pump = await shelf(app)
        await pump.use(await app.ticket(contract="plain"), "4")
        [used] = await pump.lines()

        answers = await asyncio.gather(*(claimed(app, used, "0.30") for _ in range(6)))

        assert sorted(answer.status_code for answer in answers) == [201, 201, 201, 409, 409, 409]
        assert sum(minor or 0 for _, _, minor in owed(await pump.lines())) == 1000

    async def test_hold_for_what_is_corrected_later(self, app: TestApp) -> None:
        pump = await shelf(app)
        await pump.use(await app.ticket(contract="plain"), "4")
        [used] = await pump.lines()
        assert (await claimed(app, used, "0.50")).status_code == 201

        recorded = await pump.price(2000, "2026-01-01")

        assert recorded["corrections"] == 1
        assert owed(await pump.lines()) == [
            ("withdrawal", "4.000", 10000),
            ("claim", "0.000", -5000),
            ("correction", "0.000", -2000),
            ("claim", "0.000", 1000),
        ]

    async def test_are_of_uses_with_a_price(self, app: TestApp) -> None:
        pump = await shelf(app, prices=())
        ticket = await app.ticket(contract="plain")
        await pump.use(ticket, "4")
        [unpriced] = await pump.lines()
        early = await claimed(app, unpriced, "0.50")
        await pump.price(2500, "2026-01-01")
        await pump.price(2600, "2026-01-01")
        used, correction = await pump.lines()

        answers = [early, await claimed(app, correction, "0.50")]
        wrong = [await claimed(app, used, share) for share in ("0.00", "1.01", "0.005", "-0.10", "0")]
        unknown = await claimed(app, {"id": UNKNOWN}, "0.50")
        file = await claimed(app, used, "0.50", attachment_ids=[UNKNOWN])

        assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
            (409, "consignment.claim.not_claimable")
        ] * 2
        assert [refusals(answer)[0][0] for answer in wrong] == ["/share"] * 5
        assert (unknown.status_code, unknown.json()["code"]) == (404, "consignment.line.not_found")
        assert refusals(file) == [("/attachment_ids/0", "unknown_reference")]
        assert len(await pump.lines()) == 2
        assert (await claimed(app, used, "1")).json()["amount"]["amount_minor"] == -10400
        assert len(await told(app, "consignment.line.recorded")) == 3


class TestSetOff:
    async def test_of_one_back_charge_is_one_line(self, app: TestApp) -> None:
        pump = await shelf(app)
        first, second = await set_off(app, pump, 4000), await set_off(app, pump, 4000)

        assert first == second
        assert (first.kind, first.amount, first.quantity) == (
            LineKind.SET_OFF,
            Money(amount_minor=-4000, currency="CNY"),
            None,
        )
        assert owed(await pump.lines()) == [("set_off", "0.000", -4000)]

    async def test_many_at_once_are_one_line(self, app: TestApp) -> None:
        pump = await shelf(app)
        made = await asyncio.gather(*(set_off(app, pump, 4000) for _ in range(4)))
        assert len({each.id for each in made}) == 1
        assert owed(await lines(app)) == [("set_off", "0.000", -4000)]

    async def test_needs_an_agreement_in_the_currency_and_the_same_amount(self, app: TestApp) -> None:
        pump = await shelf(app)
        with pytest.raises(Conflict) as other_currency:
            await set_off(app, pump, 4000, currency="EUR")
        with pytest.raises(Invalid):
            await set_off(app, pump, 0)
        await set_off(app, pump, 4000)
        with pytest.raises(Conflict):
            await set_off(app, pump, 4001)
        assert other_currency.value.code == "consignment.set_off.no_agreement"
        assert owed(await pump.lines()) == [("set_off", "0.000", -4000)]


class TestService:
    async def test_tells_the_lines_of_a_ticket(self, app: TestApp) -> None:
        pump = await shelf(app)
        ticket = await app.ticket(contract="plain")
        await pump.use(ticket, "4")
        ctx = await app.house.context("inventory", None)

        found = await ctx.service(CONSIGNMENT).lines(UUID(ticket["id"]))  # pyright: ignore[reportArgumentType]

        assert [(each.kind, str(each.quantity), str(each.amount)) for each in found] == [
            (LineKind.WITHDRAWAL, "4.000 ea", "100.00 CNY")
        ]


async def set_off(app: TestApp, pump: Shelf, minor: int, currency: str = "CNY") -> ConsignmentLine:
    """Ask as another plugin does."""
    ctx = await app.house.context("inventory", None)
    amount = Money(amount_minor=minor, currency=currency)
    party_id = PartyId(UUID(pump.party["id"]))
    async with ctx.db.transaction():
        return await ctx.service(CONSIGNMENT).set_off(party_id=party_id, back_charge_id=BACK_CHARGE, amount=amount)
