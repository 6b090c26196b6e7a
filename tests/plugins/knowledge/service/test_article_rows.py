"""The numbers of articles, and their labels."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from articles_house import ARTICLES, ArticlesApp, articles_app
from wellkept_sdk.testing import dialects


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param) as house:
        yield house


class TestNumber:
    async def test_is_one_articles_though_many_are_written_at_once(self, house: ArticlesApp) -> None:
        articles = await asyncio.gather(*(house.draft() for _ in range(8)))

        assert {article["number"] for article in articles} == set(range(1, 9))


class TestLabels:
    async def test_are_replaced_field_by_field(self, house: ArticlesApp) -> None:
        article = await house.draft(models=["A", "B"], fault_codes=["F-1"])

        changed = (await house.writer.patch(f"{ARTICLES}/{article['id']}", json={"models": ["C", "B"]})).json()

        assert (changed["models"], changed["fault_codes"]) == (["B", "C"], ["F-1"])

    async def test_are_in_the_same_order_on_both_databases(self, house: ArticlesApp) -> None:
        article = await house.draft(models=["b", "泵", "B", "a-1", "A", "a 1"])

        assert article["models"] == ["A", "B", "a 1", "a-1", "b", "泵"]
