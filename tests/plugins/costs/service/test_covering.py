"""Who bears a line: the request, a warranty, an allowance, or what the terms say."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator
from datetime import date

import pytest

from costs_house import HOURS, RATES, added, adding, borne, cny, corrected, costs_app, lines, path, reversed_line
from fake_liability import FakeLiability
from wellkept_sdk.testing import Json, TestApp, dialects

CALLERS = 10
TWO: Json = {
    "hours": {"kind_of_cost": "labour", "unit": "h", "quantity": "1", "period": "month"},
    "more_hours": {"kind_of_cost": "labour", "unit": "h", "quantity": "2", "period": "contract"},
    "days": {"kind_of_cost": "labour", "unit": "d", "quantity": "9", "period": "year"},
}


@pytest.fixture
def warranty() -> FakeLiability:
    return FakeLiability(ends_on=date(2026, 2, 2), known_from=date(2026, 1, 1))


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest, warranty: FakeLiability) -> AsyncGenerator[TestApp]:
    terms: dict[str, Json] = {
        "hours": {"rates": RATES, "allowances": HOURS},
        "two": {"rates": RATES, "allowances": TWO},
        "kind": {"rates": RATES, "coverage_default": "goodwill", "allowances": HOURS},
    }
    async with costs_app(request.param, terms=terms, plugins=(warranty,)) as opened:
        yield opened


class TestALineUnderWarranty:
    async def test_is_borne_by_it_on_its_days_only(self, app: TestApp, warranty: FakeLiability) -> None:
        ticket = await app.ticket(contract="plain")

        inside = await added(app, ticket, occurred_on="2026-02-01")
        after = await added(app, ticket, occurred_on="2026-02-02")
        unknown = await added(app, ticket, occurred_on="2025-12-31")

        assert (inside["covered_by"], inside["coverage_code"]) == ("warranty", "inside_period")
        assert (after["covered_by"], after["coverage_code"]) == ("chargeable", "default")
        assert (unknown["covered_by"], unknown["coverage_code"]) == ("chargeable", "default")
        assert [on.isoformat() for _, on in warranty.asked] == ["2026-02-01", "2026-02-02", "2025-12-31"]

    async def test_leaves_the_allowance_alone(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="hours")

        await added(app, ticket, "40", occurred_on="2026-02-01")

        assert (await added(app, ticket, "40"))["covered_by"] == "contract"

    async def test_is_borne_otherwise_where_the_request_says_so(self, app: TestApp, warranty: FakeLiability) -> None:
        ticket = await app.ticket(contract="plain")

        line = await added(app, ticket, occurred_on="2026-02-01", covered_by="chargeable")

        assert (line["covered_by"], line["coverage_code"]) == ("chargeable", "given")
        assert warranty.asked == []


class TestAPenalty:
    async def test_is_borne_by_the_contract(self, app: TestApp, warranty: FakeLiability) -> None:
        ticket = await app.ticket(contract="hours")

        line = await added(app, ticket, kind="penalty", unit="ea", unit_cost=cny(5000))

        assert (line["covered_by"], line["coverage_code"], line["price"]) == ("contract", "penalty", cny(5000))
        assert warranty.asked == []


class TestAnAllowance:
    async def test_covers_what_is_left_of_it_and_splits_the_line(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="hours")
        await added(app, ticket, "39")

        first = await added(app, ticket, "2.5", source_key="job")

        rest = (await app.client.get(f"{path(ticket)}/{first['rest_line_id']}")).json()
        assert borne([first, rest]) == [("1.000", "contract", 30000), ("1.500", "chargeable", 45000)]
        assert (first["cost"], rest["cost"]) == (cny(12000), cny(18000))
        assert (first["allowance_code"], first["coverage_code"]) == ("hours", "allowance")
        assert (rest["allowance_code"], rest["coverage_code"], rest["split_from_id"]) == (None, "default", first["id"])
        assert (first["source_key"], rest["source_key"]) == ("job#contract", "job#rest")
        again = await adding(app, ticket, "2.5", source_key="job")
        assert (again.status_code, again.json()) == (200, first)
        assert await used(app) == {"hours": 40000}

        await reversed_line(app, first)

        assert await used(app) == {"hours": 39000}

    async def test_loses_no_minor_unit_where_it_splits(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="hours")
        await added(app, ticket, "39.667")

        first = await added(app, ticket, "1", unit_cost=cny(101), unit_price=cny(103))

        rest = (await app.client.get(f"{path(ticket)}/{first['rest_line_id']}")).json()
        assert [each["quantity"] for each in (first, rest)] == ["0.333", "0.667"]
        assert [each["cost"]["amount_minor"] for each in (first, rest)] == [34, 67]
        assert [each["price"]["amount_minor"] for each in (first, rest)] == [34, 69]

    async def test_falls_back_to_what_the_terms_say(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="kind")

        first = await added(app, ticket, "41")

        rest = (await app.client.get(f"{path(ticket)}/{first['rest_line_id']}")).json()
        assert borne([first, rest]) == [("40.000", "contract", 1200000), ("1.000", "goodwill", 30000)]

    async def test_is_taken_in_the_order_of_the_codes_and_periods(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="two")

        booked = [await added(app, ticket, "1", occurred_on=day) for day in ("2026-02-27", "2026-02-28", "2026-03-01")]

        # The contract has begun on the first day of a month.
        assert [each["allowance_code"] for each in booked] == ["hours", "more_hours", "hours"]

    async def test_is_not_used_for_another_unit(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="hours")

        line = await added(app, ticket, kind="travel", unit="km")

        assert line["covered_by"] == "chargeable"

    async def test_covers_nothing_before_the_contract(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="hours")

        assert (await added(app, ticket, occurred_on="1999-12-31"))["covered_by"] == "chargeable"

    async def test_can_be_used_again_by_what_corrects_a_line(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="hours")
        line = await added(app, ticket, "40")

        less = (await corrected(app, line, quantity="38"))["line"]
        more = (await corrected(app, less, quantity="41"))["line"]

        assert borne([less, more]) == [("38.000", "contract", 1140000), ("40.000", "contract", 1200000)]
        rest = (await app.client.get(f"{path(ticket)}/{more['rest_line_id']}")).json()
        assert borne([rest]) == [("1.000", "chargeable", 30000)]
        assert await used(app) == {"hours": 40000}

    async def test_is_not_there_without_a_contract(self, app: TestApp) -> None:
        await app.created("/v1/customer-types", {"code": "WALK-IN", "name": "Walk-in", "default_plan_code": "hours"})
        customer = await app.created("/v1/customers", {"code": "W", "name": "W", "customer_type": "WALK-IN"})
        project = await app.project(customer_id=customer["id"])
        ticket = await app.ticket(project_id=project["id"])

        assert (await added(app, ticket))["covered_by"] == "chargeable"

    async def test_is_never_used_twice_by_many_at_once(self, app: TestApp) -> None:
        project = await app.project(contract="hours")
        tickets = [await app.ticket(project_id=project["id"]) for _ in range(CALLERS)]
        await added(app, tickets[0], "35")

        answers = await asyncio.gather(*(adding(app, ticket, "1") for ticket in tickets))

        assert {answer.status_code for answer in answers} == {201}
        counted = Counter(answer.json()["covered_by"] for answer in answers)
        assert counted == {"contract": 5, "chargeable": 5}
        assert await used(app) == {"hours": 40000}

    async def test_is_not_mixed_up_by_many_on_one_ticket(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="hours")
        await added(app, ticket, "35.5")

        answers = await asyncio.gather(*(adding(app, ticket, "1") for _ in range(CALLERS)))

        assert {answer.status_code for answer in answers} == {201}
        found = await lines(app, ticket, covered_by="contract")
        assert sorted(each["quantity"] for each in found) == ["0.500", *(["1.000"] * 4), "35.500"]
        shown = (await app.client.get(f"/v1/tickets/{ticket['id']}")).json()["extensions"]["costs"]
        assert shown["price"] == cny(1_365_000)


async def used(app: TestApp) -> dict[str, int]:
    rows = await app.house.fetch("SELECT code, used_milli FROM costs_allowance_use")
    return {row["code"]: row["used_milli"] for row in rows}
