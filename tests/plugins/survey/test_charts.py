"""Results as charts over HTTP: the specification, and the pictures that an extra draws of it."""

import builtins
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from survey_house import survey_app
from survey_results import full_template, gave
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import TestApp, dialects

PATH = "/v1/survey/results/chart"
PNG_BEGINS = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with survey_app(request.param) as app:
        await full_template(app)
        about = await app.ticket(contract="plain")
        await gave(app, about, {"speed": 5, "overall": 4, "recommend": 10}, {"speed": 4, "recommend": 9})
        app.clock.set(datetime.fromisoformat("2026-04-01T00:00:00Z"))
        await gave(app, about, {"speed": 2, "recommend": 6})
        yield app


async def chart(app: TestApp, **asked_for: Any) -> httpx.Response:
    answer = await app.client.get(PATH, params={"template": "full", **asked_for})
    assert answer.status_code == 200, answer.text
    return answer


class TestSpecification:
    async def test_shows_means_of_dimensions(self, app: TestApp) -> None:
        spec = (await chart(app, chart="dimensions", locale="en")).json()

        assert spec["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json"
        assert spec["title"] == {"text": "Mean of each dimension", "subtitle": "n = 3 · small sample"}
        assert [(value["dimension"], value["n"], value["value"]) for value in spec["data"]["values"]] == [
            ("Response speed", 3, 3.6667),
            ("Overall", 1, 4.0),
        ]

    async def test_is_chinese_unless_asked_otherwise(self, app: TestApp) -> None:
        assert (await chart(app, chart="nps")).json()["title"]["text"] == "净推荐值"

    async def test_shows_months_as_a_trend(self, app: TestApp) -> None:
        spec = (await chart(app, chart="trend", group_by="customer")).json()

        response, nps = spec["vconcat"]
        assert [(value["group"], value["asked"], value["value"]) for value in response["data"]["values"]] == [
            ("2026-03", 2, 1.0),
            ("2026-04", 1, 1.0),
        ]
        assert [(value["group"], value["value"]) for value in nps["data"]["values"]] == [
            ("2026-03", 100.0),
            ("2026-04", -100.0),
        ]

    async def test_follows_groups_and_filters(self, app: TestApp) -> None:
        monthly = (await chart(app, chart="response", group_by="month", **{"from": "2026-04-01T00:00:00Z"})).json()

        assert [value["group"] for value in monthly["data"]["values"]] == ["2026-04"]

    async def test_shows_how_answers_spread(self, app: TestApp) -> None:
        spec = (await chart(app, chart="histogram")).json()

        assert [part["title"] for part in spec["vconcat"]] == ["speed", "overall", "recommend", "why"]


class TestPicture:
    @pytest.mark.parametrize("kind", ["dimensions", "trend", "nps", "response", "histogram"])
    async def test_is_drawn_where_the_extra_is_there(self, app: TestApp, kind: str) -> None:
        pytest.importorskip("vl_convert")

        svg = await chart(app, chart=kind, format="svg")
        png = await chart(app, chart=kind, format="png")

        assert (svg.headers["content-type"], svg.text[:4]) == ("image/svg+xml", "<svg")
        assert (png.headers["content-type"], png.content[:8]) == ("image/png", PNG_BEGINS)

    async def test_is_refused_where_it_is_not(self, app: TestApp, monkeypatch: pytest.MonkeyPatch) -> None:
        imported = builtins.__import__

        def without(name: str, *args: Any, **values: Any) -> Any:
            if name == "vl_convert":
                raise ImportError(name)
            return imported(name, *args, **values)

        monkeypatch.setattr(builtins, "__import__", without)

        answer = await app.client.get(PATH, params={"chart": "nps", "format": "svg"})
        spec = await app.client.get(PATH, params={"chart": "nps"})

        assert (answer.status_code, answer.json()["code"]) == (409, "survey.charts.not_installed")
        assert spec.status_code == 200


class TestAsking:
    async def test_is_for_our_own_house(self, app: TestApp) -> None:
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[(await app.customer())["id"]])

        assert (await customer.get(PATH, params={"chart": "nps"})).status_code == 403

    @pytest.mark.parametrize("asked_for", [{}, {"chart": "pie"}, {"chart": "nps", "format": "pdf"}])
    async def test_for_what_there_is_not_is_refused(self, app: TestApp, asked_for: dict[str, str]) -> None:
        assert (await app.client.get(PATH, params=asked_for)).status_code == 422
