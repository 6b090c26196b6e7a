"""Questions that others ask: scores of tickets, days of projects, and whether somebody is one of ours."""

from datetime import date
from uuid import UUID

import pytest

from survey_house import OVERALL_ONLY, acted, answered, invited, resolved, survey_app
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.errors import NotFound
from wellkept_sdk.testing import TestApp
from wellkept_survey.queries.anchors import anchors_of
from wellkept_survey.queries.answers import answer_of, asking
from wellkept_survey.queries.people import contacts, known
from wellkept_survey.queries.scores import Scores, scores_of
from wellkept_survey.queries.templates import known_codes
from wellkept_survey.service.serving import Surveys
from wellkept_survey.terms import SurveyAnchor

NOBODY = UUID("01990000-0000-7000-8000-00000000dead")


async def given(app: TestApp, ticket_id: str, *overall: int) -> None:
    for number, value in enumerate(overall):
        respondent = {"name": "x", "phone": f"{number}"}
        made = await invited(app, ticket_id, "short", respondent=respondent)
        assert (await answered(app, made["token"], overall=value)).status_code == 201


class TestScores:
    async def test_are_the_lowest_of_the_latest_wave_that_was_answered(self, app: TestApp) -> None:
        await app.created("/v1/survey/templates", OVERALL_ONLY)
        ticket, silent = await resolved(app), await resolved(app)
        await given(app, ticket["id"], 3, 4)
        await invited(app, silent["id"])
        ctx = await app.house.context("survey", None)
        ids = [UUID(ticket["id"]), UUID(silent["id"]), NOBODY]

        before = app.house.statements
        first = await scores_of(ctx, ids)
        statements = app.house.statements - before
        await acted(app, ticket["id"], {"action": "reject", "reason": "Trips"})
        waiting = (await Surveys(ctx).overall(ids))[ids[0]]
        await given(app, ticket["id"], 5, 4)
        second = await Surveys(ctx).overall(ids)

        assert statements == 1
        assert first == {
            ids[0]: Scores(invited=2, answered=2, overall=3),
            ids[1]: Scores(invited=1, answered=0, overall=None),
            NOBODY: Scores(),
        }
        assert waiting == 3
        assert second == {ids[0]: 4, ids[1]: None, NOBODY: None}

    async def test_find_tickets_with_a_low_one(self, app: TestApp) -> None:
        await app.created("/v1/survey/templates", OVERALL_ONLY)
        low, high = await resolved(app), await resolved(app)
        await given(app, low["id"], 3)
        await given(app, high["id"], 4)
        params = {"extensions.survey.overall_at_most": 3}

        before = (await app.client.get("/v1/tickets", params=params)).json()["items"]
        await acted(app, low["id"], {"action": "reject", "reason": "Trips"})
        await given(app, low["id"], 5)
        after = (await app.client.get("/v1/tickets", params=params)).json()["items"]

        assert [each["id"] for each in before] == [low["id"]]
        assert after == []

    @pytest.mark.parametrize(("most", "expected"), [(-(2**40), 0), (2**40, 1), (5, 1), (4, 0)])
    async def test_take_any_number(self, app: TestApp, most: int, expected: int) -> None:
        await app.created("/v1/survey/templates", OVERALL_ONLY)
        await given(app, (await resolved(app))["id"], 5)

        answer = await app.client.get("/v1/tickets", params={"extensions.survey.overall_at_most": most})

        assert (answer.status_code, len(answer.json()["items"])) == (200, expected)


class TestAnchors:
    async def test_are_the_days_of_the_project_and_of_the_contract_in_force(self, app: TestApp) -> None:
        customer = await app.customer(contract="plain")
        own = await app.project(customer_id=customer["id"], handed_over_on="2026-01-02", accepted_on="2025-12-01")
        other = await app.project(customer_id=customer["id"], site={"time_zone": "Europe/Berlin"})
        contract = {"number": "P-1", "customer_id": customer["id"], "project_id": own["id"], "plan_code": "plain"}
        await app.created("/v1/contracts", {**contract, "starts_on": "2026-02-01"})
        ctx = await app.house.context("survey", None)
        ids = [UUID(own["id"]), UUID(other["id"]), NOBODY]

        found = await anchors_of(ctx, ids, on=date(2026, 3, 2))
        earlier = await anchors_of(ctx, ids, on=date(2026, 1, 31))

        assert set(found) == set(ids[:2])
        first, second = found[ids[0]], found[ids[1]]
        assert [first.day_of(anchor) for anchor in SurveyAnchor] == [
            *(date(2026, 1, 2), date(2025, 12, 1), date(2026, 2, 1)),
        ]
        assert (second.handed_over_on, second.contract_start, second.time_zone) == (
            *(None, date(2000, 1, 1), "Europe/Berlin"),
        )
        assert earlier[ids[0]].contract_start == date(2000, 1, 1)


class TestPeople:
    async def test_are_known_by_account_or_address(self, app: TestApp) -> None:
        viewer = await app.as_actor(Role.VIEWER, email="Viewer@us.example")
        viewer_id = UUID((await viewer.get("/v1/me")).json()["id"])
        ctx = await app.house.context("survey", None)

        staff = await known(ctx, user_id=None, email="VIEWER@us.example")
        account = await known(ctx, user_id=viewer_id, email=None)
        stranger = await known(ctx, user_id=None, email="a@b.example")

        assert (staff.is_staff, staff.has_account) == (True, False)
        assert (account.is_staff, account.has_account) == (True, True)
        assert (stranger.is_staff, stranger.has_account) == (False, False)
        assert await contacts(ctx, NOBODY) == []


class TestUnknownInvitation:
    async def test_asks_nothing_and_has_no_answer(self, app: TestApp) -> None:
        ctx = await app.house.context("survey", None)

        with pytest.raises(NotFound):
            await asking(ctx, NOBODY)
        assert await answer_of(ctx, NOBODY) is None
        assert await known_codes(ctx, []) == set()


class TestTerms:
    @pytest.mark.parametrize(
        ("said", "wrong"),
        [
            (
                {"triggers": {"x": {"on": "confirmed", "template": "nothing"}}},
                [("/plugins/survey/triggers/x/template", "survey.terms.unknown_template")],
            ),
            (
                {"triggers": {"x": {"on": "periodic", "template": "yearly", "respondents": ["contacts"]}}},
                [
                    ("/plugins/survey/triggers/x/every_months", "survey.terms.trigger"),
                    ("/plugins/survey/triggers/x/anchor", "survey.terms.trigger"),
                ],
            ),
            (
                {"follow_ups": {"x": {"kind": "visit"}}},
                [("/plugins/survey/follow_ups/x", "survey.terms.follow_up")],
            ),
        ],
    )
    async def test_that_could_never_work_are_refused(
        self, dialect: Dialect, said: dict[str, object], wrong: list[tuple[str, str]]
    ) -> None:
        async with survey_app(dialect) as app:
            plan = {"code": "wrong", "name": "wrong", "plugins": {"survey": said}}
            refused = await app.client.post("/v1/service-plans", json=plan)

        assert refused.status_code == 422
        assert [(each["pointer"], each["code"]) for each in refused.json()["errors"]] == wrong
