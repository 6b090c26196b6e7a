"""Lines of the real plugin `costs` are shared out, and so is what takes them back."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from costs_house import added, cny, lines, reversed_line
from liability_house import liability_app, party, site
from liability_money import allocations, amounts, asked_to_charge, charged, final_case, share
from wellkept_costs import plugin as costs
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, costs=costs) as app:
        yield app


@pytest.fixture
async def ticket(app: TestApp) -> Json:
    """Return a ticket of which the designer bears 40 %, the installer 35 % and we 25 %."""
    designer, installer = await party(app, "DESIGN", "designer"), await party(app, "INSTALL", "installer")
    ticket = await app.ticket(project_id=(await site(app))["id"])
    shares = (share("designer", 4000, designer), share("installer", 3500, installer), share("self", 2500))
    await final_case(app, ticket, *shares)
    return ticket


async def cost(app: TestApp, ticket: Json, amount_minor: int) -> Json:
    """Return a line of one hour at this cost."""
    return await added(app, ticket, "1", unit_cost=cny(amount_minor), unit_price=cny(amount_minor * 2))


class TestRealCosts:
    async def test_are_shared_out_and_a_reversal_gives_credits(self, app: TestApp, ticket: Json) -> None:
        """10,001: 4001, 3500, 2500. 12,345: 4938, 4321, 3086. Designer 8,939, installer 7,821."""
        first = await cost(app, ticket, 10_001)
        await cost(app, ticket, 12_345)

        made = await charged(app, ticket)
        again = await charged(app, ticket)
        await reversed_line(app, first)
        taken_back = await charged(app, ticket)

        assert amounts(made["allocations"]) == [4_001, 3_500, 2_500, 4_938, 4_321, 3_086]
        assert sorted(amounts(made["back_charges"])) == [7_821, 8_939]
        assert again == {"allocations": [], "back_charges": []}
        assert sorted(amounts(taken_back["back_charges"])) == [-4_001, -3_500]

    async def test_are_shared_out_once_by_eight_callers_at_once(self, app: TestApp, ticket: Json) -> None:
        for amount_minor in (10_001, 12_345, 7):
            await cost(app, ticket, amount_minor)

        answers = await asyncio.gather(*(asked_to_charge(app, ticket) for _ in range(8)))

        assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 7}
        kept = await allocations(app, ticket)
        assert Counter(each["cost_line_id"] for each in kept) == {each["id"]: 3 for each in await lines(app, ticket)}
        assert sum(amounts(kept)) == 10_001 + 12_345 + 7
