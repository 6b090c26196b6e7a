"""Follow-ups that the terms bring, day by day."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final

import pytest

from survey_follow_ups import AFTER_HANDOVER, HALF_YEARLY, days, follow_ups, on, steps
from survey_house import account, events, survey_app
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_survey.service import planning

BEFORE_SUMMER: Final[Json] = {
    "kind": "visit",
    "month_day": "05-15",
    "window_days": 30,
    "checklist": ["roof", "waterproofing"],
}
SINCE_CONTRACT: Final[Json] = {"kind": "email", "anchor": "contract_start", "every_months": 12, "window_days": 0}
TERMS: Final[Json] = {
    "half_yearly": {"follow_ups": {"half_yearly": HALF_YEARLY}},
    "after_handover": {"follow_ups": {"after_handover": AFTER_HANDOVER}},
    "seasonal": {"follow_ups": {"before_summer": BEFORE_SUMMER}},
    "since_contract": {"follow_ups": {"yearly": SINCE_CONTRACT}},
}
#: Ten o'clock in Shanghai.
WINTER: Final = "2027-01-15T02:00:00Z"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with survey_app(request.param, terms=TERMS) as app:
        app.clock.set(datetime.fromisoformat(WINTER))
        yield app


async def handed_over(app: TestApp, contract: str = "half_yearly", day: str = "2026-08-31") -> Json:
    return await app.project(contract=contract, stage="handed_over", handed_over_on=day)


async def changed(app: TestApp, project: Json, **values: Any) -> None:
    answer = await app.client.patch(f"/v1/projects/{project['id']}", json=values)
    assert answer.status_code == 200, answer.text


class TestTheJob:
    async def test_plans_once_what_comes_near_on_a_working_day(self, app: TestApp) -> None:
        await handed_over(app)

        await app.drain()
        # 2027-02-28 is a Sunday.
        assert await days(app) == [("half_yearly", 1, "2027-03-01", "planned")]
        await on(app, "2027-01-16T02:00:00Z")

        (planned,) = await follow_ups(app)
        assert (planned["manual"], planned["window_until"]) == (False, "2027-03-31")
        assert len(await events(app, "survey.follow_up.planned")) == 1

    async def test_plans_from_60_days_before(self, app: TestApp) -> None:
        await handed_over(app)

        await on(app, "2026-12-30T02:00:00Z")
        assert await days(app) == []
        # In Shanghai it is the 31st.
        await on(app, "2026-12-30T17:00:00Z")

        assert await days(app) == []
        await on(app, "2026-12-31T17:00:00Z")
        assert await days(app) == [("half_yearly", 1, "2027-03-01", "planned")]

    async def test_moves_days_of_public_holidays(self, app: TestApp) -> None:
        # The first of October begins a week of holidays.
        await handed_over(app, "after_handover", "2026-09-01")

        await on(app, "2026-08-20T02:00:00Z")

        assert await days(app) == [("after_handover", 1, "2026-10-08", "planned")]

    async def test_plans_by_the_day_of_the_year_with_what_is_looked_at(self, app: TestApp) -> None:
        await app.project(contract="seasonal")

        await on(app, "2027-04-01T02:00:00Z")

        (planned,) = await follow_ups(app)
        assert (planned["occurrence"], planned["due_on"]) == (2027, "2027-05-17")
        assert planned["checklist"] == ["roof", "waterproofing"]

    async def test_counts_from_the_contract_too(self, app: TestApp) -> None:
        # Contracts of tests begin on 2000-01-01; by then nobody has published the holidays of 2027.
        await app.project(contract="since_contract")

        await on(app, "2027-11-02T02:00:00Z")
        assert await days(app) == []
        await on(app, "2027-11-05T02:00:00Z")

        assert await days(app) == [("yearly", 28, "2028-01-03", "planned")]

    async def test_leaves_retired_projects_and_those_without_surveys_alone(self, app: TestApp) -> None:
        await app.project(contract="half_yearly", stage="retired", handed_over_on="2026-08-31")
        await app.project(contract="bare", handed_over_on="2026-08-31")
        await app.project(contract="half_yearly")
        await app.project(contract="half_yearly", handed_over_on="9999-12-01")

        await app.drain()

        assert await days(app) == []

    async def test_plans_once_however_many_run_at_once(self, app: TestApp) -> None:
        projects = [await handed_over(app) for _ in range(3)]
        contexts = [await app.house.context("survey", None) for _ in range(3)]

        await asyncio.gather(
            *(planning.plan_all(ctx) for ctx in contexts),
            *(changed(app, project, accepted_on="2026-08-30") for project in projects),
        )

        assert await days(app) == [("half_yearly", 1, "2027-03-01", "planned")] * 3
        assert len(await events(app, "survey.follow_up.planned")) == 3

    async def test_takes_as_many_statements_for_many_projects(self, app: TestApp) -> None:
        async def cost(projects: int) -> int:
            for _ in range(projects):
                await app.project(contract="half_yearly", handed_over_on="2026-08-31")
            ctx = await app.house.context("survey", None)
            before = app.house.statements
            await planning.plan_all(ctx)
            return app.house.statements - before

        few, many = await cost(2), await cost(12)

        # What differs is one event for each follow-up that is planned.
        assert many - few <= 10 * 2
        assert await cost(0) <= 9

    @pytest.mark.parametrize("mistyped", ["1026-08-31", "2301-08-31"])
    async def test_plans_for_others_whatever_year_somebody_has_mistyped(self, app: TestApp, mistyped: str) -> None:
        wrong = await handed_over(app)
        await app.drain()
        await changed(app, wrong, handed_over_on=mistyped)
        other = await handed_over(app)

        await on(app, "2027-01-16T02:00:00Z")

        found = [(each["project_id"], each["code"], each["status"]) for each in await follow_ups(app)]
        assert (other["id"], "half_yearly", "planned") in found


class TestThePlan:
    async def test_cancels_what_it_no_longer_has_and_leaves_the_rest(self, app: TestApp) -> None:
        project = await handed_over(app)
        await app.drain()
        by_hand = {"code": "goodwill", "kind": "phone", "due_on": "2027-02-01"}
        await app.created(f"/v1/projects/{project['id']}/survey/follow-ups", by_hand)
        plain = {"customer_id": project["customer_id"], "project_id": project["id"], "plan_code": "plain"}
        await app.created("/v1/contracts", {"number": "PLAIN", "starts_on": "2026-01-01", **plain})

        await on(app, "2027-01-16T02:30:00Z")

        assert await days(app) == [
            ("goodwill", 1, "2027-02-01", "planned"),
            ("half_yearly", 1, "2027-03-01", "cancelled"),
        ]
        assert [each["reason"] for each in await events(app, "survey.follow_up.cancelled")] == ["plan_ended"]

    async def test_cancels_what_it_had_where_surveys_serve_no_more(self, app: TestApp) -> None:
        project = await handed_over(app)
        await app.drain()
        bare = {"customer_id": project["customer_id"], "project_id": project["id"], "plan_code": "bare"}
        await app.created("/v1/contracts", {"number": "BARE", "starts_on": "2026-01-01", **bare})

        await on(app, "2027-01-16T02:30:00Z")

        rows = await app.house.fetch("SELECT status, reason FROM survey_follow_up")
        assert [(row["status"], row["reason"]) for row in rows] == [("cancelled", "plan_ended")]


class TestAChangedProject:
    async def test_gets_its_follow_ups_at_once(self, app: TestApp) -> None:
        project = await app.project(contract="half_yearly")

        await changed(app, project, handed_over_on="2026-08-31")

        assert await days(app) == [("half_yearly", 1, "2027-03-01", "planned")]
        assert len(await events(app, "survey.follow_up.planned")) == 1

    async def test_moves_them_with_its_days(self, app: TestApp) -> None:
        project = await handed_over(app)
        await app.drain()

        await changed(app, project, handed_over_on="2026-09-10")

        (found,) = await follow_ups(app)
        assert (found["due_on"], found["window_until"], found["version"]) == ("2027-03-10", "2027-04-09", 2)
        told = await steps(app, found)
        assert [(step["action"], step["data"]) for step in told] == [("plan", {}), ("move", {"due_on": "2027-03-10"})]

    async def test_leaves_alone_what_somebody_has_or_has_moved(self, app: TestApp) -> None:
        first, second = await handed_over(app), await handed_over(app)
        await app.drain()
        assigned = (await follow_ups(app, project_id=first["id"]))[0]["id"]
        moved = (await follow_ups(app, project_id=second["id"]))[0]["id"]
        _, engineer_id = await account(app)
        actions = {
            assigned: {"action": "assign", "assignee_id": engineer_id},
            moved: {"action": "reschedule", "due_on": "2027-03-08", "reason": "The customer is away"},
        }
        for follow_up_id, step in actions.items():
            await app.created(f"/v1/survey/follow-ups/{follow_up_id}/transitions", step)

        await changed(app, first, handed_over_on="2026-09-10")
        await changed(app, second, handed_over_on="2026-09-10")

        assert await days(app) == [
            ("half_yearly", 1, "2027-03-01", "assigned"),
            ("half_yearly", 1, "2027-03-08", "planned"),
        ]

    async def test_loses_what_its_new_days_put_into_the_past(self, app: TestApp) -> None:
        project = await handed_over(app)
        await app.drain()

        await changed(app, project, handed_over_on="2020-02-28")

        assert await days(app) == [
            ("half_yearly", 1, "2027-03-01", "cancelled"),
            ("half_yearly", 14, "2027-03-01", "planned"),
        ]
        assert [each["reason"] for each in await events(app, "survey.follow_up.cancelled")] == ["dates_changed"]

    async def test_is_looked_at_only_if_its_days_are_others(self, app: TestApp) -> None:
        project = await handed_over(app)

        await changed(app, project, name="Another name")

        assert await days(app) == []
