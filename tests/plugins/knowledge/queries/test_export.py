"""Published articles as lessons."""

from collections.abc import AsyncIterator

import pytest

from articles_index import Shelf, index_app
from wellkept_knowledge.queries.export import ExportFilters, lessons_after
from wellkept_knowledge.rules.training import Lesson
from wellkept_sdk.testing import dialects


@pytest.fixture(params=dialects(), ids=str)
async def shelf(request: pytest.FixtureRequest) -> AsyncIterator[Shelf]:
    async with index_app(request.param) as shelf:
        yield shelf


class TestLessons:
    async def test_have_labels_by_kind(self, shelf: Shelf) -> None:
        await shelf.put("泵", remedy="换", parts=["滤芯"], labels={"model": ["M"], "fault_code": ["F", "E"]})
        await shelf.put("旧", status="stale")

        found = await lessons_after(shelf.ctx, 0, filters=ExportFilters(), limit=10)

        assert found == [
            Lesson(
                number=1,
                revision=1,
                language="zh-CN",
                title="泵",
                remedy="换",
                models=["M"],
                fault_codes=["E", "F"],
                categories=[],
                safety=[],
                tools=[],
                parts=["滤芯"],
            )
        ]
        assert await lessons_after(shelf.ctx, 1, filters=ExportFilters(), limit=10) == []

    async def test_cost_two_statements(self, shelf: Shelf) -> None:
        await shelf.put_all([{"title": f"a {number}"} for number in range(5)])
        before = shelf.app.house.statements

        await lessons_after(shelf.ctx, 0, filters=ExportFilters(category="c", model="M"), limit=10)

        assert shelf.app.house.statements - before == 2
