"""What is wrong with the terms of a plan or contract, over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sla_house import mistakes, sla_app
from wellkept_sdk.testing import TestApp, dialects

RESPONSE: dict[str, Any] = {
    "kind": "sla",
    "measure": "response",
    "targets": {"1": {"kind": "elapsed", "duration": "PT4H"}},
}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


async def planned(app: TestApp, **terms: Any) -> list[tuple[str, str]]:
    plan = {"code": "new", "name": "New", "plugins": {"sla": terms}}
    return mistakes(await app.client.post("/v1/service-plans", json=plan))


class TestPlan:
    async def test_names_calendars_that_are_there(self, app: TestApp) -> None:
        found = await planned(app, calendar="moon", clocks={"response": {**RESPONSE, "calendar": "mars"}})

        assert found == [
            ("/plugins/sla/calendar", "sla.terms.unknown_calendar"),
            ("/plugins/sla/clocks/response/calendar", "sla.terms.unknown_calendar"),
        ]

    @pytest.mark.parametrize("code", ["NOBODY", "BLOCKED"])
    async def test_names_parties_that_may_promise(self, app: TestApp, code: str) -> None:
        holding = {**RESPONSE, "kind": "uc", "measure": "holding", "party": code}

        assert await planned(app, clocks={"supplier": holding}) == [
            ("/plugins/sla/clocks/supplier/party", "sla.terms.unknown_party")
        ]

    async def test_is_told_all_its_mistakes_at_once(self, app: TestApp) -> None:
        days = {"1": {"kind": "business_time", "duration": "P1D"}}

        found = await planned(app, calendar="moon", clocks={"response": {**RESPONSE, "targets": days}})

        assert sorted(found) == [
            ("/plugins/sla/calendar", "sla.terms.unknown_calendar"),
            ("/plugins/sla/clocks/response/targets/1", "calendars.duration.ambiguous"),
        ]

    async def test_of_the_preset_has_none(self, app: TestApp) -> None:
        answer = await app.client.post("/v1/service-plans", json={"code": "p", "name": "P", "plugins": {"sla": {}}})

        assert answer.status_code == 201


class TestContract:
    async def test_is_checked_like_a_plan(self, app: TestApp) -> None:
        customer = await app.customer()
        contract = {
            "number": "C-9",
            "customer_id": customer["id"],
            "plan_code": "preset",
            "starts_on": "2026-01-01",
            "overrides": {"sla": {"terms": {"calendar": "moon"}}},
        }

        found = mistakes(await app.client.post("/v1/contracts", json=contract))

        assert found == [("/overrides/sla/terms/calendar", "sla.terms.unknown_calendar")]


class TestPartyWithoutPlugin:
    async def test_is_unknown(self) -> None:
        async with sla_app(dialects()[0], parties=False) as app:
            holding = {**RESPONSE, "kind": "uc", "measure": "holding", "party": "PUMPCO"}

            assert await planned(app, clocks={"supplier": holding}) == [
                ("/plugins/sla/clocks/supplier/party", "sla.terms.unknown_party")
            ]
