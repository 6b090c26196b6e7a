"""The index says at every moment what the articles say, and making it anew changes nothing."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from articles_index import Shelf, index_app
from wellkept_knowledge.rules.documents import Content, Document
from wellkept_knowledge.service import indexing
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import dialects


@pytest.fixture(params=dialects(), ids=str)
async def shelf(request: pytest.FixtureRequest) -> AsyncIterator[Shelf]:
    async with index_app(request.param) as shelf:
        yield shelf


class TestIndex:
    async def test_counts_documents_tokens_and_their_length(self, shelf: Shelf) -> None:
        await shelf.put("pump pump", symptom="泵", labels={"model": ["HP"], "customer": ["somebody"]})
        await shelf.put("pump")

        index = await shelf.index()

        assert index["statistics"] == [{"id": 1, "documents": 2, "length_total": 5}]
        assert index["terms"] == [
            {"term": "hp", "documents": 1},
            {"term": "pump", "documents": 2},
            {"term": "泵", "documents": 1},
        ]
        assert [(row["id"], row["title"], row["keys"], row["length"]) for row in index["documents"]] == [
            (1, "pump pump", "hp", 4),
            (2, "pump", "", 1),
        ]
        if shelf.ctx.db.dialect is Dialect.POSTGRES:
            assert [tuple(row.values()) for row in index["searched"]] == [
                ("hp", 1, 4),
                ("pump", 1, 6),
                ("pump", 2, 3),
                ("泵", 1, 2),
            ]

    async def test_changes_nothing_the_second_time(self, shelf: Shelf) -> None:
        article = await shelf.put("液压泵", symptom="压力不足")
        before = await shelf.index()

        await shelf.change(article, boost_milli=1_100)

        assert await shelf.index() == before

    async def test_forgets_what_an_article_no_longer_says(self, shelf: Shelf) -> None:
        await shelf.put("motor", symptom="hot")
        other = await shelf.put("pump motor", symptom="leaks")
        await shelf.revise(other, 2, title="valve motor")

        await shelf.change(other, published_revision=2)

        index = await shelf.index()
        assert index["terms"] == [
            {"term": "hot", "documents": 1},
            {"term": "motor", "documents": 2},
            {"term": "valv", "documents": 1},
        ]
        assert index["statistics"] == [{"id": 1, "documents": 2, "length_total": 4}]

    async def test_is_empty_once_nothing_is_published(self, shelf: Shelf) -> None:
        article = await shelf.put("pump", symptom="液压泵")

        await shelf.change(article, status="retired")

        index = await shelf.index()
        assert index["statistics"] == [{"id": 1, "documents": 0, "length_total": 0}]
        assert (index["documents"], index["terms"], index["searched"]) == ([], [], [])

    async def test_holds_an_article_of_more_different_words_than_can_be_indexed(self, shelf: Shelf) -> None:
        han = [chr(code) for code in range(0x4E00, 0x9FFF)]
        texts = {
            name: "".join(a + b for a, b in zip(han, han[step:], strict=False))[:100_000]
            for name, step in (("symptom", 1), ("cause", 7), ("remedy", 31), ("body", 111))
        }
        await shelf.put("大", **texts)
        await shelf.put("小")

        assert await shelf.numbers("大") == [1]
        assert (await shelf.index())["documents"][0]["length"] > 100_000


class TestConcurrency:
    async def test_of_twenty_changes_leaves_what_a_recount_finds(self, shelf: Shelf) -> None:
        articles = [await shelf.put(f"pump {number}", symptom="液压泵 压力不足") for number in range(20)]

        await asyncio.gather(
            *(
                shelf.change(article, **({"status": "retired"} if place % 2 else {"audience": "customer"}))
                for place, article in enumerate(articles)
            )
        )

        before = await shelf.index()
        assert before["statistics"][0]["documents"] == 10
        made = await indexing.reindex(shelf.ctx)
        assert await shelf.index() == before
        assert (made.documents, made.terms) == (10, len(before["terms"]))
        assert made.length_total == before["statistics"][0]["length_total"]


class TestReindex:
    async def test_mends_an_index_that_is_wrong(self, shelf: Shelf) -> None:
        await shelf.put("液压泵 E-501", labels={"fault_code": ["E-501"]})
        await shelf.put("pump leaks", status="stale")
        right = await shelf.index()
        for statement in (
            "UPDATE knowledge_statistics SET documents = 7, length_total = 1",
            "DELETE FROM knowledge_term WHERE term = 'pump'",
            "INSERT INTO knowledge_term (term, documents) VALUES ('ghost', 3)",
        ):
            await shelf.ctx.db.execute(statement)

        made = await indexing.reindex(shelf.ctx)

        assert await shelf.index() == right
        assert made.documents == 2

    async def test_of_nothing_is_empty(self, shelf: Shelf) -> None:
        assert await indexing.reindex(shelf.ctx) == indexing.Reindexed(documents=0, terms=0, length_total=0)

    async def test_goes_by_batches(self, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(indexing, "BATCH", 2)
        await shelf.put_all({"title": f"pump {number}"} for number in range(5))
        right = await shelf.index()

        assert (await indexing.reindex(shelf.ctx)).documents == 5
        assert await shelf.index() == right


class TestDocumentOfAnArticle:
    async def test_is_what_the_rules_make_of_it(self, shelf: Shelf) -> None:
        await shelf.put("Pump E-501", symptom="leaks", cause="Seal", safety=["Power off"], tools=["Wrench"])

        row = (await shelf.index())["documents"][0]

        document = Document.of(
            Content(title="Pump E-501", symptom="leaks", cause="Seal", safety=["Power off"], tools=["Wrench"])
        )
        assert (row["title"], row["keys"], row["symptom"], row["body"]) == document.columns
        assert (row["plain"], row["length"]) == (document.plain, document.length)
