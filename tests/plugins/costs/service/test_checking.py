"""What is wrong with the terms of a plan or contract."""

from collections.abc import AsyncGenerator

import pytest

from costs_house import HOURS, RATES, added, cny, confirmed, costs_app, drafted
from wellkept_sdk.testing import Json, TestApp, dialects

EUR: Json = {"amount_minor": 1, "currency": "EUR"}


@pytest.fixture(params=dialects()[:1], ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    async with costs_app(request.param) as opened:
        yield opened


async def refused(app: TestApp, terms: Json) -> list[tuple[str, str]]:
    plan = {"code": "gold", "name": "Gold", "plugins": {"costs": terms}}
    answer = await app.client.post("/v1/service-plans", json=plan)
    assert answer.status_code in {201, 422}, answer.text
    return [(each["pointer"].removeprefix("/plugins/costs"), each["code"]) for each in answer.json().get("errors", [])]


class TestTerms:
    @pytest.mark.parametrize(
        "terms",
        [
            {},
            {"currency": "CNY", "rates": RATES, "allowances": HOURS, "approval_threshold": cny(1)},
            {"currency": "EUR", "goodwill_limit": EUR, "settlement": {"silence": "agreed"}},
            {"rates": {"labour": {"unit": "h"}}},
        ],
    )
    async def test_are_accepted_in_one_currency(self, app: TestApp, terms: Json) -> None:
        assert await refused(app, terms) == []

    async def test_are_refused_in_two(self, app: TestApp) -> None:
        code = "costs.line.currency_mismatch"
        terms = {
            "currency": "CNY",
            "approval_threshold": EUR,
            "goodwill_limit": EUR,
            "rates": {"labour": {"unit": "h", "unit_cost": EUR, "unit_price": cny(1)}},
        }

        assert await refused(app, terms) == [
            ("/approval_threshold/currency", code),
            ("/goodwill_limit/currency", code),
            ("/rates/labour/unit_cost/currency", code),
        ]

    async def test_are_refused_with_an_allowance_of_nothing(self, app: TestApp) -> None:
        none = {"hours": {**HOURS["hours"], "quantity": "0.000"}}

        assert await refused(app, {"allowances": none}) == [("/allowances/hours/quantity", "costs.terms.refused")]

    @pytest.mark.parametrize(
        "terms",
        [
            {"allowances": {"hours": {**HOURS["hours"], "quantity": "-1"}}},
            {"allowances": {"hours": {**HOURS["hours"], "period": "week"}}},
            {"rates": {"fun": {"unit": "h"}}},
            {"coverage_default": "nobody"},
            {"settlement": {"answer_within_days": 0}},
            {"approval_threshold": cny(-1)},
        ],
    )
    async def test_are_refused_that_are_none(self, app: TestApp, terms: Json) -> None:
        assert len(await refused(app, terms)) == 1


class TestTheSetting:
    async def test_names_the_currency_where_no_terms_do(self) -> None:
        async with costs_app(dialects()[0], terms={"none": {}}, settings={"costs_currency": "USD"}) as app:
            ticket = await app.ticket(contract="none")
            usd = {"amount_minor": 500, "currency": "USD"}

            line = await added(app, ticket, unit_cost=usd, unit_price=usd)
            await confirmed(app, ticket)

            assert line["cost"] == usd
            assert (await drafted(app, ticket["customer_id"]))["total"] == usd
