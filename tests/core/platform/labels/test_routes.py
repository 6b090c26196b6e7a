"""The words over HTTP, and problems in the caller's language."""

import pytest

from api import Api


class TestLabels:
    @pytest.mark.parametrize(
        ("params", "headers", "locale", "word"),
        [
            ({"locale": "zh-CN"}, {}, "zh-CN", "新建"),
            ({"locale": "en"}, {"Accept-Language": "zh"}, "en", "New"),
            ({}, {"Accept-Language": "zh-CN,zh;q=0.9"}, "zh-CN", "新建"),
            ({}, {}, "en", "New"),
        ],
    )
    async def test_come_in_the_language_that_is_asked_for(
        self, admin: Api, params: dict[str, str], headers: dict[str, str], locale: str, word: str
    ) -> None:
        answer = await admin.get("/v1/labels", params=params, headers=headers)

        assert (answer.status_code, answer.json()["locale"], answer.headers["Content-Language"]) == (
            200,
            locale,
            locale,
        )
        assert answer.json()["labels"]["core"]["choices"]["ticket_status"]["new"] == word

    async def test_in_a_language_without_words_are_refused(self, admin: Api) -> None:
        answer = await admin.get("/v1/labels", params={"locale": "fr"})

        assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
            ("query/locale", "not_a_choice")
        ]


class TestProblems:
    async def test_speak_chinese_to_who_reads_it(self, admin: Api) -> None:
        answer = await admin.post("/v1/tickets", {"title": ""}, headers={"Accept-Language": "zh-CN,en;q=0.5"})

        problem = answer.json()
        assert (problem["title"], problem["detail"]) == ("请求有误。", "请求有误。")
        assert ("/title", "too_short", "过短。") in [
            (each["pointer"], each["code"], each["message"]) for each in problem["errors"]
        ]
        assert answer.headers["Content-Language"] == "zh-CN"

    async def test_speak_english_to_everybody_else(self, admin: Api) -> None:
        plain = await admin.get("/v1/tickets/nothing")
        german = await admin.get("/v1/nothing", headers={"Accept-Language": "de"})

        assert (plain.json()["title"], "Content-Language" in plain.headers) == (german.json()["title"], False)
        assert german.headers["Content-Language"] == "en"
