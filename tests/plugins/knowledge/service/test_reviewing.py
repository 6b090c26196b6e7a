from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from articles_house import ARTICLES, ArticlesApp, articles_app
from wellkept_knowledge.service import reviewing
from wellkept_sdk.testing import dialects


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param) as house:
        yield house


async def states(house: ArticlesApp) -> list[tuple[int, str, str | None]]:
    items = (await house.writer.get(ARTICLES)).json()["items"]
    return [(each["number"], each["status"], each["stale_because"]) for each in items]


class TestDayOfReview:
    async def test_makes_stale_once_it_has_passed(self, house: ArticlesApp) -> None:
        await house.published(review_on="2026-03-04")
        await house.published(review_on="2026-03-05")
        await house.draft(review_on="2026-03-04")
        house.app.clock.advance(timedelta(days=3))

        await house.app.drain()

        assert await states(house) == [(1, "stale", "review_date"), (2, "published", None), (3, "draft", None)]

    async def test_is_looked_at_in_batches(self, house: ArticlesApp, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reviewing, "BATCH", 2)
        for _ in range(5):
            await house.published(review_on="2026-03-03")
        house.app.clock.advance(timedelta(days=3))

        await house.app.drain()

        assert {status for _, status, _ in await states(house)} == {"stale"}

    async def test_comes_again_after_the_next_publication(self, house: ArticlesApp) -> None:
        article = await house.published(review_on="2026-03-03")
        house.app.clock.advance(timedelta(days=3))
        await house.app.drain()
        await house.moved(article["id"], "publish")
        house.app.clock.advance(timedelta(days=2))

        await house.app.drain()

        assert await states(house) == [(1, "published", None)]
