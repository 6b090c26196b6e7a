"""Answering by a link: languages, mistakes, edits, races, and how often one may try."""

import asyncio
from typing import Any

import httpx
import pytest

from survey_house import (
    AT_ONCE,
    OVERALL_ONLY,
    answered,
    events,
    invitations,
    invited,
    later,
    looked,
    resolved,
    survey_app,
    told_wrong,
)
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp


async def given(app: TestApp, token: str, body: Any, **headers: str) -> httpx.Response:
    async with app.house.client(None) as client:
        return await client.post(f"/v1/survey/public/{token}", json=body, headers=headers)


async def link(app: TestApp, template: str = "repair") -> str:
    return (await invited(app, (await resolved(app))["id"], template))["token"]


class TestPage:
    @pytest.mark.parametrize(
        ("accepted", "asked", "language", "title"),
        [
            ("", None, "zh-CN", "总体满意度"),
            ("en-GB, en;q=0.9", None, "en", "All in all"),
            ("en", "zh", "zh-CN", "总体满意度"),
            ("fr", None, "zh-CN", "总体满意度"),
        ],
    )
    async def test_speaks_the_readers_language(
        self, app: TestApp, accepted: str, asked: str | None, language: str, title: str
    ) -> None:
        token = await link(app)
        async with app.house.client(None) as client:
            params = {} if asked is None else {"language": asked}
            page = await client.get(f"/v1/survey/public/{token}", params=params, headers={"Accept-Language": accepted})

        shown = page.json()
        assert (shown["language"], shown["questions"][3]["title"]) == (language, title)
        assert (shown["template"], shown["revision"], shown["answered"]) == ("repair", 1, False)
        assert page.headers["cache-control"] == "private, no-store"

    async def test_shows_questions_as_they_are_answered(self, app: TestApp) -> None:
        shown = (await looked(app, await link(app))).json()["questions"]

        assert [(each["code"], each["kind"], each["scale"], each["required"]) for each in shown] == [
            ("speed", "rating", 5, False),
            ("attitude", "rating", 5, False),
            ("competence", "rating", 5, False),
            ("overall", "rating", 5, True),
            ("recommend", "nps", None, False),
            ("remarks", "text", None, False),
        ]


class TestAnswer:
    async def test_with_mistakes_names_all_of_them_and_is_not_kept(self, app: TestApp) -> None:
        token = await link(app)
        body = {
            "answers": [
                {"question": "speed", "value": 6},
                {"question": "recommend", "value": 11},
                {"question": "taste", "value": 1},
                {"question": "speed", "value": 5},
            ]
        }

        refused = await given(app, token, body)

        assert (refused.status_code, refused.json()["code"]) == (422, "validation_failed")
        assert sorted(told_wrong(refused)) == [
            ("/answers", "required"),
            ("/answers/0/value", "too_large"),
            ("/answers/1/value", "too_large"),
            ("/answers/2/question", "unknown_reference"),
            ("/answers/3/value", "duplicate"),
        ]
        assert await app.house.fetch("SELECT id FROM survey_answer") == []

    @pytest.mark.parametrize("value", [4.5, None, True, {"a": 1}])
    async def test_of_no_possible_type_is_refused(self, app: TestApp, value: Any) -> None:
        refused = await given(app, await link(app), {"answers": [{"question": "overall", "value": value}]})

        assert told_wrong(refused) == [("/answers/0/value", "type")]

    async def test_is_replaced_within_its_time_and_stands_then(self, app: TestApp) -> None:
        token = await link(app)
        await given(app, token, {"answers": [{"question": "overall", "value": 3}], "comment": "Slow"})
        later(app, minutes=719)
        edited = await answered(app, token, overall=4)
        later(app, minutes=1)

        over = await answered(app, token, overall=5)

        assert (edited.status_code, edited.json()["edit_until"]) == (201, "2026-03-02T14:00:00Z")
        assert (over.status_code, over.json()["code"]) == (409, "survey.invitation.answered")
        assert (await looked(app, token)).json()["answered"] is True
        stored = await app.house.fetch("SELECT number FROM survey_answer_value")
        assert stored == [{"number": 4}]
        assert [each["overall"] for each in await events(app, "survey.answer.given")] == [3]
        assert [each["overall"] for each in await events(app, "survey.answer.edited")] == [4]

    async def test_is_not_read_after_the_time_of_the_link(self, app: TestApp) -> None:
        token = await link(app)
        await answered(app, token, overall=4)
        later(app, days=14)

        assert (await looked(app, token)).status_code == 410
        assert (await answered(app, token, overall=5)).status_code == 410

    async def test_given_twice_at_once_is_one_of_which_the_later_counts(self, app: TestApp) -> None:
        token = await link(app)

        answers = await asyncio.gather(*(answered(app, token, overall=value) for value in (3, 4, 5)))

        assert [each.status_code for each in answers] == [201, 201, 201]
        assert len(await app.house.fetch("SELECT id FROM survey_answer")) == 1
        assert len(await app.house.fetch("SELECT id FROM survey_answer_value")) == 1
        assert len(await events(app, "survey.answer.given")) == 1
        assert len(await events(app, "survey.answer.edited")) == 2

    async def test_thanks_in_the_language_that_is_named(self, app: TestApp) -> None:
        body = {"answers": [{"question": "overall", "value": 4}], "language": "en"}

        thanks = await given(app, await link(app), body)

        assert thanks.json()["thanks"] == "Thank you for your answer."

    async def test_of_every_kind_comes_back_as_it_was_given(self, app: TestApp) -> None:
        option = {"code": "slow", "title": {"zh-CN": "太慢"}}
        why = {"code": "why", "kind": "choice", "title": {"zh-CN": "原因"}, "options": [option]}
        words = {"code": "words", "kind": "text", "title": {"zh-CN": "意见"}}
        await app.created(
            "/v1/survey/templates", {**OVERALL_ONLY, "questions": [*OVERALL_ONLY["questions"], why, words]}
        )
        made = await invited(app, (await resolved(app))["id"], "short")
        said = [
            {"question": "overall", "value": 5},
            {"question": "why", "value": ["slow"]},
            {"question": "words", "value": "慢"},
        ]

        await given(app, made["token"], {"answers": said, "comment": "谢谢"})

        answer = (await app.client.get(f"/v1/survey/invitations/{made['id']}")).json()["answer"]
        assert [{"question": each["question"], "value": each["value"]} for each in answer["answers"]] == said
        assert (answer["comment"], answer["recorded_by"], answer["evidence"]) == ("谢谢", None, None)


class TestLowScore:
    async def test_follows_the_terms(self, dialect: Dialect) -> None:
        strict = {"dimension": "attitude", "at_most": 4, "grade": 1, "channel": "quality"}
        told = {"low_score": {**strict, "open_ticket": False}}
        terms = {"strict": {"low_score": strict}, "told": told}
        async with survey_app(dialect, terms=terms) as app:
            first, second = await resolved(app, contract="strict"), await resolved(app, contract="told")
            for ticket in (first, second):
                made = await invited(app, ticket["id"])
                await answered(app, made["token"], overall=5, attitude=4)
            [opened] = await invitations(app, first["id"])
            [silent] = await invitations(app, second["id"])
            found = (await app.client.get(f"/v1/tickets/{opened['follow_up_ticket_id']}")).json()
            low = [each["low"] for each in await events(app, "survey.answer.given")]

        assert (found["grade"], found["channel"]) == (1, "quality")
        assert silent["follow_up_ticket_id"] is None
        assert low == [True, True]

    async def test_never_costs_the_answer(self, dialect: Dialect) -> None:
        async with survey_app(dialect) as app:
            demanding = {"core": {"required_to_open": ["fault_code"]}, "survey": {"triggers": {"a": AT_ONCE}}}
            await app.created("/v1/service-plans", {"code": "demanding", "name": "d", "plugins": demanding})
            ticket = await resolved(app, contract="demanding", fault_code="E1")
            made = await invited(app, ticket["id"])

            kept = await answered(app, made["token"], overall=1)
            [found] = await invitations(app, ticket["id"])

        assert kept.status_code == 201
        assert (found["status"], found["follow_up_ticket_id"]) == ("answered", None)


class TestLimit:
    async def test_holds_for_one_address(self, dialect: Dialect) -> None:
        async with survey_app(dialect, settings={"survey_rate_per_minute": 7}) as app:
            token = await link(app)
            for _ in range(7):
                await looked(app, token)
            refused = await answered(app, token, overall=4)

        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert 1 <= int(refused.headers["retry-after"]) <= 9

    async def test_of_zero_is_none(self, dialect: Dialect) -> None:
        async with survey_app(dialect, settings={"survey_rate_per_minute": 0}) as app:
            token = await link(app)
            answers = [await looked(app, token) for _ in range(20)]

        assert {each.status_code for each in answers} == {200}
