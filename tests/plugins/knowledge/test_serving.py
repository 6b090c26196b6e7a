"""What other plugins are answered, and the terminal."""

from collections.abc import AsyncIterator

import pytest

from articles_index import Shelf, index_app
from wellkept_knowledge.commands import COMMANDS
from wellkept_knowledge.service.serving import SERVICES, Knowledge
from wellkept_sdk.services.knowledge import KNOWLEDGE
from wellkept_sdk.testing import dialects


@pytest.fixture(params=dialects(), ids=str)
async def shelf(request: pytest.FixtureRequest) -> AsyncIterator[Shelf]:
    async with index_app(request.param) as shelf:
        yield shelf


class TestKnowledge:
    async def test_finds_articles_for_other_plugins(self, shelf: Shelf) -> None:
        article = await shelf.put("液压泵", labels={"model": ["M"], "fault_code": ["F"]})
        await shelf.put("液压泵 液压泵")
        await shelf.put("电机")
        await shelf.put("风机")
        await shelf.put("阀门")
        offered = Knowledge(shelf.ctx)

        hits = await offered.search("液压泵", model="M", fault_code="F", limit=5)

        assert [(hit.article_id, hit.number, hit.revision, hit.title, hit.language) for hit in hits] == [
            (article, 1, 1, "液压泵", "zh-CN")
        ]
        assert hits[0].score > 0
        assert len(await offered.search("液压泵", model=None, fault_code=None, limit=1)) == 1
        assert await offered.search("?!", model=None, fault_code=None, limit=5) == []

    def test_is_what_is_offered(self) -> None:
        assert [(each.key, each.make) for each in SERVICES] == [(KNOWLEDGE, Knowledge)]


class TestReindex:
    async def test_says_what_the_index_has(self, shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
        await shelf.put("液压泵")
        before = await shelf.index()
        [command] = COMMANDS

        assert await command.run(shelf.ctx) == 0

        assert capsys.readouterr().out == "1 articles with 5 tokens, 5 different ones.\n"
        assert await shelf.index() == before
