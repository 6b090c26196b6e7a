"""Searching over HTTP: what is answered, to whom, page by page."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from articles_house import ARTICLES, SEARCH, ArticlesApp, articles_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, dialects

NAUGHTY = (
    "' OR 1=1 --",
    '"; DROP TABLE knowledge_article; --',
    "NEAR(泵 压力)",
    "title:泵",
    "泵* AND NOT (压力 OR",
    "泵 & !压力 | ( :*",
    '泵" "',
    '"泵" "压力" "%"',
    '"%_\\" 泵',
    "泵\\",
    "{泵} ^泵 +泵 -泵",
    "\u202e泵",
    "👷‍♀️泵",
    "Z̸̡͝a̷l̶g̴o̵ 泵",
    "泵" * 1_000,
    " ".join(f"w{number}" for number in range(180)) + " 泵",
    "ʇunɯıpıɔuı 泵",
    "﷽ 泵",
    "泵 \u0600\u0601 \u2028\t\r\n",
)


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param) as house:
        yield house


async def page(house: ArticlesApp, **params: Any) -> Json:
    answer = await house.app.client.get(SEARCH, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def refused(house: ArticlesApp, **params: Any) -> list[tuple[str, str]]:
    answer = await house.app.client.get(SEARCH, params=params)
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


class TestHit:
    async def test_tells_what_was_found_and_where(self, house: ArticlesApp) -> None:
        article = await house.published()
        await house.published(title="电机过热", symptom="电机", cause="轴承", remedy="更换", fault_codes=[], models=[])
        await house.published(title="风机异响", symptom="风机", cause="叶轮", remedy="更换", fault_codes=[], models=[])

        found = await page(house, q="低于 E-501")

        assert found["next_cursor"] is None
        [hit] = found["items"]
        assert hit == {
            "article_id": article["id"],
            "number": article["number"],
            "revision": 1,
            "title": "液压泵 E-501 压力不足",
            "status": "published",
            "audience": "internal",
            "language": "zh-CN",
            "score": hit["score"],
            "highlights": [
                {"field": "title", "text": "液压泵 E-501 压力不足", "ranges": [[4, 9]]},
                {"field": "symptom", "text": "泵启动后压力低于 8 MPa", "ranges": [[6, 8]]},
            ],
        }
        whole, _, places = hit["score"].partition(".")
        assert int(whole) >= 1
        assert len(places) == 6

    async def test_has_markup_as_text(self, house: ArticlesApp) -> None:
        await house.published(body="see <script>alert(1)</script>")

        [hit] = await house.found("script")

        assert hit["highlights"] == [
            {"field": "body", "text": "see <script>alert(1)</script>", "ranges": [[5, 11], [22, 28]]}
        ]


class TestRevision:
    async def test_waits_beside_the_published_one(self, house: ArticlesApp) -> None:
        article = await house.published(title="旧标题甲")
        await house.revised(article["id"], title="新标题乙")

        assert [hit["revision"] for hit in await house.found("甲")] == [1]
        assert await house.found("乙") == []
        await house.moved(article["id"], "publish")
        assert await house.found("甲") == []
        assert [(hit["revision"], hit["title"]) for hit in await house.found("乙")] == [(2, "新标题乙")]

    async def test_of_a_draft_or_a_retired_article_is_not_found(self, house: ArticlesApp) -> None:
        article = await house.draft(title="草稿")
        assert await house.found("草稿") == []
        await house.moved(article["id"], "submit", client=house.writer)
        assert await house.found("草稿") == []
        await house.moved(article["id"], "publish")
        assert len(await house.found("草稿")) == 1
        await house.moved(article["id"], "retire", reason="Outdated.")
        assert await house.found("草稿") == []

    async def test_follows_its_labels(self, house: ArticlesApp) -> None:
        article = await house.published(models=["OLD-1"])

        answer = await house.writer.patch(f"{ARTICLES}/{article['id']}", json={"models": ["NEW-2"]})

        assert answer.status_code == 200, answer.text
        assert (await house.found("OLD-1"), len(await house.found("NEW-2"))) == ([], 1)
        assert (await house.found("泵", model="OLD-1"), len(await house.found("泵", model="NEW-2"))) == ([], 1)


class TestLanguage:
    @pytest.mark.parametrize("tag", ["zh-CN", "zh-cn", "ZH-cn"])
    async def test_may_be_written_in_any_way(self, house: ArticlesApp, tag: str) -> None:
        article = await house.published(language="zh-cn")
        await house.published(language="en")

        assert [hit["article_id"] for hit in await house.found("泵", language=tag)] == [article["id"]]
        assert await house.found("泵", language="fr") == await house.found("泵", language="no tag") == []


class TestPages:
    async def test_walk_through_all_hits_once(self, house: ArticlesApp) -> None:
        for number in range(7):
            await house.published(title=f"阀门 {'阀门' * (number % 3)}", symptom="", cause="")
        at_once = [hit["number"] for hit in (await page(house, q="阀门", limit=50))["items"]]

        walked: list[int] = []
        found = await page(house, q="阀门", limit=3)
        while True:
            walked += [hit["number"] for hit in found["items"]]
            if found["next_cursor"] is None:
                break
            found = await page(house, q="阀门", limit=3, cursor=found["next_cursor"])

        assert walked == at_once
        assert len(set(walked)) == 7

    async def test_refuse_the_cursor_of_another_search(self, house: ArticlesApp) -> None:
        for _ in range(2):
            await house.published()
        cursor = (await page(house, q="泵", limit=1))["next_cursor"]

        assert await refused(house, q="压力", cursor=cursor) == [("query/cursor", "cursor_invalid")]
        assert await refused(house, q="泵", model="HP-200", cursor=cursor) == [("query/cursor", "cursor_invalid")]
        assert await refused(house, q="泵", cursor="x") == [("query/cursor", "cursor_invalid")]


class TestBadInput:
    async def test_without_a_word_is_refused(self, house: ArticlesApp) -> None:
        for q in ("", " ", "!?。", '""', "---"):
            assert await refused(house, q=q) == [("query/q", "too_short")]

    async def test_beyond_the_bounds_is_refused(self, house: ArticlesApp) -> None:
        assert [pointer for pointer, _ in await refused(house, q="泵" * 1_001)] == ["query/q"]
        assert [pointer for pointer, _ in await refused(house)] == ["query/q"]
        for limit in (0, 51):
            assert [pointer for pointer, _ in await refused(house, q="泵", limit=limit)] == ["query/limit"]

    async def test_of_any_kind_is_searched_as_words(self, house: ArticlesApp) -> None:
        await house.published(title="泵")

        answers = [(await house.app.client.get(SEARCH, params={"q": q})).status_code for q in NAUGHTY]

        assert answers == [200] * len(NAUGHTY)

    async def test_with_words_of_the_databases_finds_the_word(self, house: ArticlesApp) -> None:
        await house.published(title="阀")
        await house.published(title="near and or not")

        assert len(await house.found("NEAR(阀)")) == 2
        assert len(await house.found("阀* NOT")) == 2
        assert len(await house.found("-阀")) == 1


class TestCallers:
    async def test_see_no_hit_where_knowledge_is_off(self, house: ArticlesApp) -> None:
        await house.published(audience="customer")
        hits: dict[str, int] = {}
        for contract in ("plain", "bare"):
            customer = await house.app.customer(contract=contract)
            client = await house.app.as_actor(Role.CUSTOMER, customer_ids=[customer["id"]])
            hits[contract] = len(await house.found("液压泵", client=client))

        assert hits == {"plain": 1, "bare": 0}

    async def test_need_the_permission(self, house: ArticlesApp) -> None:
        anonymous = house.app.house.client(None)

        assert (await anonymous.get(SEARCH, params={"q": "泵"})).status_code == 401


class TestLaw:
    async def test_order_of_words_changes_nothing(self, house: ArticlesApp) -> None:
        for title in ("液压泵 漏油", "电机 漏油", "液压泵 过热", "风机", "皮带", "阀门"):
            await house.published(title=title, symptom="", cause="", models=[], fault_codes=[], categories=[])

        first, second = await house.found("液压泵 漏油"), await house.found("漏油 液压泵")

        assert [hit["number"] for hit in first] == [hit["number"] for hit in second]

    async def test_an_unrelated_article_changes_no_set_of_hits(self, house: ArticlesApp) -> None:
        quiet: Json = {"symptom": "", "cause": "", "models": [], "fault_codes": [], "categories": []}
        for title in ("液压泵 漏油", "电机 漏油", "液压泵 过热", "风机", "皮带", "阀门"):
            await house.published(title=title, **quiet)
        before = await house.found("液压泵")

        await house.published(title="轴承", **quiet)

        after = await house.found("液压泵")
        assert {hit["number"] for hit in after} == {hit["number"] for hit in before}
        assert {hit["score"] for hit in after} != {hit["score"] for hit in before}


class TestStatistics:
    async def test_equal_a_recount_after_twenty_changes_at_once(self, house: ArticlesApp) -> None:
        retired = [await house.published(title=f"泵 {number}") for number in range(10)]
        published = [await house.draft(title=f"阀 {number}") for number in range(10)]
        for article in published:
            await house.moved(article["id"], "submit", client=house.writer)

        await asyncio.gather(
            *(house.moved(article["id"], "retire", reason="Outdated.") for article in retired),
            *(house.moved(article["id"], "publish") for article in published),
        )

        [found] = await house.app.house.fetch("SELECT documents, length_total FROM knowledge_statistics")
        [counted] = await house.app.house.fetch(
            "SELECT count(*) AS documents, sum(length) AS length_total FROM knowledge_document"
        )
        assert found == counted
        assert found["documents"] == 10
