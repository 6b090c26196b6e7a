"""What past demand lets callers expect: acceptance 10, and what is refused."""

from collections.abc import AsyncIterator
from typing import Any, Final

import httpx
import pytest

from inventory_house import inventory_app, location, part, refusals
from inventory_tickets import UNKNOWN
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

FORECASTS: Final = "/v1/inventory/forecasts"
INTERMITTENT: Final = ["0", "0", "3", "0", "0", "0", "2", "0", "1", "0", "0", "4"]


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with inventory_app(request.param) as app:
        yield app


async def asked(app: TestApp, **body: Any) -> httpx.Response:
    return await app.client.post(FORECASTS, json=body)


async def forecast(app: TestApp, **body: Any) -> Json:
    answer = await asked(app, **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


class TestForecastOfGivenDemand:
    async def test_is_what_the_methods_say(self, app: TestApp) -> None:
        whole = await forecast(app, demand=INTERMITTENT)
        rates = {
            method: (await forecast(app, demand=INTERMITTENT, method=method))["rate"]
            for method in ("croston", "sba", "tsb")
        }
        points = [
            (await forecast(app, demand=INTERMITTENT, lead_time_buckets=buckets))["reorder_point"]
            for buckets in (1, 2, 3)
        ]
        steady = await forecast(app, demand=["2", "2", "2", "2"])

        assert whole == {
            "demand": [f"{each}.000" for each in INTERMITTENT],
            "class": "intermittent",
            "method": "sba",
            "rate": "0.901722",
            "next_3": "2.705165",
            "lead_time_demand": "0.901722",
            "reorder_point": "4.000",
            "safety_stock": "3.098278",
        }
        assert rates == {"croston": "0.949181", "sba": "0.901722", "tsb": "0.768492"}
        assert points == ["4.000", "6.000", "7.000"]
        assert (steady["class"], steady["method"], steady["rate"]) == ("smooth", "ses", "2.000000")
        assert (steady["reorder_point"], steady["safety_stock"]) == ("5.000", "3.000000")

    async def test_is_open_to_all_staff_and_to_nobody_else(self, app: TestApp) -> None:
        viewer = await app.as_actor(Role.VIEWER)
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[(await app.customer(contract="plain"))["id"]])
        body = {"demand": INTERMITTENT}

        assert (await viewer.post(FORECASTS, json=body)).status_code == 200
        assert (await customer.post(FORECASTS, json=body)).status_code == 403

    async def test_is_refused_with_all_mistakes(self, app: TestApp) -> None:
        bearing, nanjing = await part(app), await location(app)
        ids = {"part_id": bearing["id"], "location_id": nanjing["id"]}
        no_demand = "inventory.forecast.no_demand"
        wrong: list[tuple[Json, list[tuple[str, str]]]] = [
            ({}, [("/part_id", "required"), ("/location_id", "required")]),
            ({**ids, "demand": ["1"]}, [("/part_id", "unexpected"), ("/location_id", "unexpected")]),
            ({"demand": ["1"], "buckets": 3}, [("/buckets", "unexpected")]),
            ({"demand": ["1", "-1", "-0.5"]}, [("/demand/1", "too_small"), ("/demand/2", "too_small")]),
            ({"demand": ["0", "0.000"]}, [("/demand", no_demand)]),
            ({"demand": []}, [("/demand", no_demand)]),
            ({"demand": ["1"] * 1_001}, [("/demand", no_demand)]),
            ({"demand": ["1e3", "0.0005"]}, [("/demand/0", "pattern"), ("/demand/1", "pattern")]),
            ({**ids, "buckets": 1_001}, [("/buckets", no_demand)]),
            ({**ids, "buckets": 0}, [("/buckets", "too_small")]),
            (ids, [("/part_id", no_demand)]),
            ({**ids, "part_id": UNKNOWN}, [("/part_id", "unknown_reference")]),
            ({**ids, "location_id": UNKNOWN}, [("/location_id", "unknown_reference")]),
            ({"demand": ["1"], "service_level": "1.0"}, [("/service_level", "pattern")]),
            ({"demand": ["1"], "service_level": "0.00"}, [("/service_level", "pattern")]),
            ({"demand": ["1"], "alpha": "1.1", "method": "best"}, [("/alpha", "pattern"), ("/method", "not_a_choice")]),
        ]
        for body, mistakes in wrong:
            answer = await asked(app, **body)
            assert (answer.status_code, sorted(refusals(answer))) == (422, sorted(mistakes)), body
