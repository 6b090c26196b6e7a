"""What findable articles say."""

from collections.abc import AsyncIterator

import pytest

from articles_index import Shelf, index_app
from wellkept_knowledge.queries import contents
from wellkept_knowledge.rules.documents import Content
from wellkept_sdk.testing import dialects


@pytest.fixture(params=dialects(), ids=str)
async def shelf(request: pytest.FixtureRequest) -> AsyncIterator[Shelf]:
    async with index_app(request.param) as shelf:
        yield shelf


class TestContents:
    async def test_have_texts_and_keys(self, shelf: Shelf) -> None:
        labels = {"model": ["M-2", "M-1"], "category": ["c"], "fault_code": ["F"], "customer": ["somebody"]}
        article = await shelf.put("泵", body="文", safety=["断电"], audience="customer", language="en", labels=labels)

        found = await contents.of_article(shelf.ctx, article)

        assert found == contents.Findable(
            article_id=article,
            number=1,
            audience_rank=2,
            language="en",
            content=Content(title="泵", keys=["c", "F", "M-1", "M-2"], body="文", safety=["断电"], tools=[]),
        )

    async def test_are_read_by_number(self, shelf: Shelf) -> None:
        await shelf.put_all([{"title": "a"}, {"title": "b"}, {"title": "c", "status": "stale"}])
        retired = await shelf.put("d")
        await shelf.change(retired, status="retired")

        assert [each.number for each in await contents.after(shelf.ctx, 1, limit=10)] == [2, 3]
        assert [each.number for each in await contents.after(shelf.ctx, 0, limit=2)] == [1, 2]
        assert await contents.of_article(shelf.ctx, retired) is None
