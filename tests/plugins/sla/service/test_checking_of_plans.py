"""What a plan or contract must not promise, and what nobody writes into a ticket."""

from collections.abc import AsyncIterator

import pytest

from sla_house import Story, mistakes, sla_app
from wellkept_sdk.testing import Json, TestApp, dialects

HOUR: Json = {"kind": "elapsed", "duration": "PT1H"}
TARGETS: Json = {"1": HOUR}


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


class TestPlan:
    @pytest.mark.parametrize(
        ("terms", "pointer", "code"),
        [
            ({"calendar": "nowhere"}, "/calendar", "sla.terms.unknown_calendar"),
            (
                {"clocks": {"pump": {"kind": "uc", "measure": "holding", "party": "NOBODY", "targets": TARGETS}}},
                "/clocks/pump/party",
                "sla.terms.unknown_party",
            ),
            (
                {
                    "clocks": {
                        "response": {
                            "kind": "sla",
                            "measure": "response",
                            "targets": {"1": {"kind": "business_time", "duration": "P1D"}},
                        }
                    }
                },
                "/clocks/response/targets/1",
                "calendars.duration.ambiguous",
            ),
            (
                {
                    "clocks": {
                        "odd": {
                            "kind": "ola",
                            "measure": "span",
                            "starts_on": "assigned",
                            "stops_on": "assigned",
                            "targets": TARGETS,
                        }
                    }
                },
                "/clocks/odd/stops_on",
                "sla.terms.never_runs",
            ),
            (
                {"clocks": {"odd": {"kind": "sla", "measure": "holding", "targets": TARGETS}}},
                "/clocks/odd/kind",
                "sla.terms.holding_needs_uc",
            ),
            (
                {
                    "clocks": {
                        "odd": {
                            "kind": "sla",
                            "measure": "resolution",
                            "targets": {"1": {"kind": "business_days", "days": 2}},
                            "thresholds": {"half": {"percent": 50}},
                        }
                    }
                },
                "/clocks/odd/thresholds/half/percent",
                "sla.terms.percent_of_days",
            ),
            (
                {"clocks": {"odd": {"kind": "sla", "measure": "response", "targets": {"4": HOUR}}}},
                "/clocks/odd/targets/4",
                "not_a_choice",
            ),
        ],
        ids=["calendar", "party", "duration", "span", "holding", "percent", "grade"],
    )
    async def test_is_refused_with_the_place_of_its_mistake(
        self, app: TestApp, terms: Json, pointer: str, code: str
    ) -> None:
        plan = {"code": "odd", "name": "Odd", "plugins": {"sla": terms}}

        answer = await app.client.post("/v1/service-plans", json=plan)

        assert mistakes(answer) == [(f"/plugins/sla{pointer}", code)]


class TestTicket:
    async def test_shows_its_promises_and_takes_none(self, app: TestApp) -> None:
        story = await Story.opened(app, "2026-03-02 09:00")

        answer = await app.client.patch(story.path, json={"extensions": {"sla": {"breached": False}}})

        assert mistakes(answer) == [("/extensions/sla", "unknown_field")]
