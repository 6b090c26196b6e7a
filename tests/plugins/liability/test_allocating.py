"""What was spent is shared out to the last minor unit, once, and parties are charged with their parts."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from random import Random

import pytest

from inventory_tickets import told
from liability_house import found, liability_app, party, site
from liability_money import (
    allocations,
    amounts,
    asked_to_charge,
    back_charges,
    charged,
    final_case,
    issued,
    moved,
    share,
    spent,
)
from refusals import refusal
from wellkept_sdk.testing import Json, TestApp, dialects

BY_PRICE = {"back_charge": {"basis": "price"}}
CALLERS = 8
LINES = 10_000


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param, terms={"priced": BY_PRICE}) as app:
        yield app


async def decided(app: TestApp, *shares: Json, contract: str = "plain") -> Json:
    """Return a ticket whose case is final: designer 40 %, installer 35 %, ourselves 25 % unless it says otherwise."""
    designer, installer = await party(app, "DESIGN", "designer"), await party(app, "INSTALL", "installer")
    usual = (share("designer", 4000, designer), share("installer", 3500, installer), share("self", 2500))
    project = await site(app, contract=contract)
    ticket = await app.ticket(project_id=project["id"])
    await final_case(app, ticket, *(shares or usual))
    return ticket


class TestSharingOut:
    async def test_leaves_nothing_over_and_asks_each_party_once(self, app: TestApp) -> None:
        """10,001: 4001, 3500, 2500. 12,345: 4938, 4321, 3086. Designer 8,939, installer 7,821."""
        ticket = await decided(app)
        first, second = spent(ticket, 10_001, 12_345)

        answer = await asked_to_charge(app, ticket)

        assert answer.status_code == 201
        made = answer.json()
        assert [
            (each["cost_line_id"], each["role"], each["amount"]["amount_minor"]) for each in made["allocations"]
        ] == [
            (str(first.id), "designer", 4001),
            (str(first.id), "installer", 3500),
            (str(first.id), "self", 2500),
            (str(second.id), "designer", 4938),
            (str(second.id), "installer", 4321),
            (str(second.id), "self", 3086),
        ]
        assert sorted(amounts(made["back_charges"])) == [7_821, 8_939]
        assert {each["status"] for each in made["back_charges"]} == {"draft"}
        assert sorted(each["number"] for each in made["back_charges"]) == ["LB-00000001", "LB-00000002"]
        by_id = {each["id"]: each for each in made["back_charges"]}
        asked: defaultdict[str | None, int] = defaultdict(int)
        for each in made["allocations"]:
            asked[each["back_charge_id"]] += each["amount"]["amount_minor"]
        assert asked.pop(None) == 5_586
        assert asked == {each: by_id[each]["amount"]["amount_minor"] for each in by_id}

    async def test_finds_nothing_the_second_time(self, app: TestApp) -> None:
        ticket = await decided(app)
        spent(ticket, 10_001)
        await charged(app, ticket)

        again = await asked_to_charge(app, ticket)

        assert (again.status_code, again.json()) == (200, {"allocations": [], "back_charges": []})

    async def test_makes_credits_of_a_reversal(self, app: TestApp) -> None:
        ticket = await decided(app)
        spent(ticket, 10_001)
        spent(ticket, 12_345)
        await charged(app, ticket)
        spent(ticket, -10_001)

        made = await charged(app, ticket)

        assert sorted(amounts(made["back_charges"])) == [-4_001, -3_500]
        assert amounts(made["allocations"]) == [-4_001, -3_500, -2_500]

    async def test_charges_nobody_for_what_comes_to_nothing(self, app: TestApp) -> None:
        ticket = await decided(app)
        spent(ticket, 10_001)
        spent(ticket, -10_001)

        made = await charged(app, ticket)

        assert made["back_charges"] == []
        assert sum(amounts(made["allocations"])) == 0
        assert (await asked_to_charge(app, ticket)).status_code == 200

    async def test_charges_neither_us_nor_the_customer(self, app: TestApp) -> None:
        operator = await party(app, "OPERATOR", "operator")
        shares = (share("self", 2500), share("force_majeure", 2500), share("owner", 2500))
        ticket = await decided(app, *shares, share("operator", 2500, operator))
        spent(ticket, 10_000)

        made = await charged(app, ticket)

        assert (amounts(made["allocations"]), made["back_charges"]) == ([2500] * 4, [])

    async def test_adds_up_the_shares_of_a_party_in_two_roles(self, app: TestApp) -> None:
        both = await party(app, "BOTH", "designer", "supplier")
        ticket = await decided(app, share("designer", 3333, both), share("supplier", 6667, both))
        spent(ticket, 1_000)

        made = await charged(app, ticket)

        assert (amounts(made["allocations"]), amounts(made["back_charges"])) == ([333, 667], [1_000])

    async def test_takes_prices_where_the_terms_say_so(self, app: TestApp) -> None:
        ticket = await decided(app, contract="priced")
        spent(ticket, 10_001, price_minor=20_000)

        made = await charged(app, ticket)

        assert amounts(made["allocations"]) == [8_000, 7_000, 5_000]

    async def test_needs_a_case_that_is_final(self, app: TestApp) -> None:
        ticket = await app.ticket(project_id=(await site(app))["id"])
        assert refusal(await asked_to_charge(app, ticket), 404)["code"] == "liability.case.not_found"
        await found(app, ticket, share("self", 10_000))

        refused = refusal(await asked_to_charge(app, ticket), 409)

        assert (refused["code"], refused["case_status"]) == ("liability.case.not_final", "provisional")

    async def test_refuses_a_body_that_says_something(self, app: TestApp) -> None:
        ticket = await decided(app)

        answer = await app.client.post(
            f"/v1/tickets/{ticket['id']}/liability/case/back-charges", json={"party_id": ticket["id"]}
        )

        refusal(answer, 422)

    async def test_is_announced_for_each_back_charge(self, app: TestApp) -> None:
        ticket = await decided(app)
        spent(ticket, 10_001)
        made = await charged(app, ticket)

        said = await told(app, "liability.back_charge.drafted")

        assert {(each["back_charge_id"], each["amount"]["amount_minor"]) for each in said} == {
            (each["id"], each["amount"]["amount_minor"]) for each in made["back_charges"]
        }


class TestWithdrawn:
    async def test_is_asked_for_anew_with_what_was_spent_since(self, app: TestApp) -> None:
        """4001 of the designer come again, with 400 of the new 1,000."""
        ticket = await decided(app)
        spent(ticket, 10_001)
        first = max((await charged(app, ticket))["back_charges"], key=lambda each: each["amount"]["amount_minor"])
        answer = await moved(app, first, "withdraw", reason="Sent to the wrong branch.")
        assert (answer.status_code, answer.json()["status"]) == (201, "withdrawn")
        spent(ticket, 1_000)

        made = await charged(app, ticket)

        assert sorted(amounts(made["back_charges"])) == [350, 4_401]
        again = next(each for each in made["back_charges"] if each["party_id"] == first["party_id"])
        asked = [each for each in await allocations(app, ticket) if each["back_charge_id"] == again["id"]]
        assert amounts(asked) == [4_001, 400]
        assert (await asked_to_charge(app, ticket)).status_code == 200

    async def test_is_asked_for_anew_without_anything_spent_since(self, app: TestApp) -> None:
        ticket = await decided(app)
        spent(ticket, 10_001)
        for each in (await charged(app, ticket))["back_charges"]:
            await moved(app, await issued(app, each), "withdraw", reason="Again, with all of it.")

        answer = await asked_to_charge(app, ticket)

        assert (answer.status_code, sorted(amounts(answer.json()["back_charges"]))) == (201, [3_500, 4_001])
        assert sorted(amounts(answer.json()["allocations"])) == [3_500, 4_001]
        assert len(await allocations(app, ticket)) == 3


class TestManyAtOnce:
    async def test_share_each_line_out_once(self, app: TestApp) -> None:
        ticket = await decided(app)
        lines = {str(line.id): line.cost.amount_minor for line in spent(ticket, 10_001, -777, 12_345, 1, 99_999)}

        answers = await asyncio.gather(*(asked_to_charge(app, ticket) for _ in range(CALLERS)))

        assert Counter(answer.status_code for answer in answers) == {201: 1, 200: CALLERS - 1}
        kept = await allocations(app, ticket)
        assert Counter(each["cost_line_id"] for each in kept) == dict.fromkeys(lines, 3)
        sums: Counter[str] = Counter()
        for each in kept:
            sums[each["cost_line_id"]] += each["amount"]["amount_minor"]
        assert sums == lines
        assert len(await back_charges(app)) == 2


class TestTenThousandLines:
    async def test_sum_exactly_and_cost_no_more_statements_than_a_few(self, app: TestApp) -> None:
        few, many = await decided(app), await app.ticket(project_id=(await site(app))["id"])
        await final_case(
            app, many, *(share(*each) for each in (("self", 3333), ("owner", 3333), ("force_majeure", 3334)))
        )
        random = Random(7)  # noqa: S311 - nothing secret
        costs = [random.randint(-(10**9), 10**9) for _ in range(LINES)]
        spent(few, *[1_000] * 10)
        spent(many, *costs)
        before = app.house.statements
        await charged(app, few)
        for_few = app.house.statements - before

        before = app.house.statements
        made = await charged(app, many)

        for_many = app.house.statements - before
        assert for_many <= for_few <= 24
        assert len(made["allocations"]) == 3 * LINES
        assert sum(amounts(made["allocations"])) == sum(costs)
