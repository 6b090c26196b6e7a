"""The deployment's own list of words in both languages."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from articles_house import ArticlesApp, articles_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import dialects

TERMS = "/v1/knowledge/terms"


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param) as house:
        yield house


async def named(house: ArticlesApp, zh_cn: str, en: str, **values: Any) -> httpx.Response:
    return await house.writer.post(TERMS, json={"zh_cn": zh_cn, "en": en, **values})


async def listed(house: ArticlesApp, **params: Any) -> list[str]:
    return [each["en"] for each in (await house.writer.get(TERMS, params=params)).json()["items"]]


class TestTerm:
    async def test_is_a_word_in_both_languages(self, house: ArticlesApp) -> None:
        answer = await named(house, "溢流阀", "relief valve", note="Not: overflow valve.")

        made = answer.json()
        assert answer.status_code == 201
        assert made == {
            "id": made["id"],
            "zh_cn": "溢流阀",
            "en": "relief valve",
            "note": "Not: overflow valve.",
            "created_at": "2026-03-02T02:00:00Z",
        }

    async def test_stands_in_one_pair_only(self, house: ArticlesApp) -> None:
        await named(house, "溢流阀", "relief valve")

        for zh_cn, en, pointer in (("溢流阀", "safety valve", "/zh_cn"), ("安全阀", "relief valve", "/en")):
            answer = await named(house, zh_cn, en)
            assert (answer.status_code, answer.json()["code"]) == (409, "code_taken")
            assert answer.json()["errors"][0]["pointer"] == pointer

    async def test_stands_in_one_pair_though_two_add_it_at_once(self, house: ArticlesApp) -> None:
        answers = await asyncio.gather(*(named(house, "溢流阀", f"valve {number}") for number in range(4)))

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]

    @pytest.mark.parametrize("word", ["", " ", " valve", "valve\n", "x" * 201])
    async def test_has_no_space_at_its_ends(self, house: ArticlesApp, word: str) -> None:
        answer = await named(house, "阀", word)

        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/en")

    async def test_is_found_by_a_part_of_either_word(self, house: ArticlesApp) -> None:
        await named(house, "溢流阀", "relief valve")
        await named(house, "离心泵", "centrifugal pump")

        assert await listed(house) == ["centrifugal pump", "relief valve"]
        assert await listed(house, sort="-en") == ["relief valve", "centrifugal pump"]
        assert await listed(house, q="VALVE") == await listed(house, q="流阀") == ["relief valve"]
        assert await listed(house, q="%") == []

    async def test_is_for_our_own_house(self, house: ArticlesApp) -> None:
        customer = await house.app.customer(contract="plain")
        client = await house.app.as_actor(Role.CUSTOMER, customer_ids=[customer["id"]])
        viewer = await house.app.as_actor(Role.VIEWER)

        assert (await client.get(TERMS)).status_code == 403
        assert (await viewer.get(TERMS)).status_code == 200
        assert (await viewer.post(TERMS, json={"zh_cn": "阀", "en": "valve"})).status_code == 403
