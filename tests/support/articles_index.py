"""Articles as rows, without the routes that write them, and what the index says of them."""

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

from wellkept_knowledge import plugin as knowledge
from wellkept_knowledge.queries.search import Found, Question, find
from wellkept_knowledge.rules.queries import parsed
from wellkept_knowledge.service import indexing
from wellkept_knowledge.tables import KnowledgeArticle, KnowledgeLabel, KnowledgeRevision
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect, Row
from wellkept_sdk.testing import TestApp

_SEARCHED: Final = {
    Dialect.SQLITE: "SELECT term, doc AS documents, cnt AS occurrences FROM fts_terms ORDER BY term",
    Dialect.POSTGRES: "SELECT term, document_id, frequency FROM knowledge_posting ORDER BY term, document_id",
}


@asynccontextmanager
async def index_app(dialect: Dialect) -> AsyncGenerator["Shelf"]:
    """Open Wellkept with knowledge, and give its articles as the system sees them."""
    async with TestApp(plugins=[knowledge], contracts={"plain": {"knowledge": {}}}, database=dialect) as app:
        yield Shelf(app, await app.house.context("knowledge", None))


class Shelf:
    """The articles of one database."""

    def __init__(self, app: TestApp, ctx: Ctx) -> None:
        """Keep where the articles are."""
        self.app = app
        self.ctx = ctx
        self._last = 0

    async def put(self, title: str = "Article", **values: Any) -> UUID:
        """Store a published article and index it; `labels` by kind, other values are of the article or its text."""
        return (await self.put_all([{"title": title, **values}]))[0]

    async def put_all(self, articles: Iterable[Mapping[str, Any]]) -> list[UUID]:
        """Store published articles and index them, in one transaction."""
        async with self.ctx.db.transaction():
            return [await self._put(**article) for article in articles]

    async def change(self, article_id: UUID, **changes: object) -> None:
        """Change an article's row and index it again."""
        async with self.ctx.db.transaction():
            await self.ctx.db.update(KnowledgeArticle, article_id, changes=changes)
            await indexing.index(self.ctx, article_id)

    async def revise(self, article_id: UUID, revision: int, **texts: Any) -> None:
        """Store a further revision, which nothing refers to so far."""
        values = {"title": "Article", **texts}
        async with self.ctx.db.transaction():
            await self.ctx.db.insert(KnowledgeRevision, article_id=article_id, revision=revision, **values)

    async def find(self, q: str, *, limit: int = 50, **question: Any) -> list[Found]:
        """Return the hits of a search."""
        asked = Question(query=parsed(q), limit=limit, **question)
        return (await find(self.ctx, asked)).items

    async def numbers(self, q: str, **question: Any) -> list[int]:
        """Return the numbers of the articles that a search finds, the best first."""
        return [hit.number for hit in await self.find(q, **question)]

    async def index(self) -> Mapping[str, Sequence[Row]]:
        """Return all that the index has."""
        db = self.ctx.db
        if db.dialect is Dialect.SQLITE:
            # The full text index checks itself against its content, and fails here if they differ.
            await db.execute("INSERT INTO knowledge_fts (knowledge_fts, rank) VALUES ('integrity-check', 1)")
            await db.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.fts_terms USING fts5vocab(main, knowledge_fts, row)"
            )
        async with db.transaction():
            return {
                "documents": await db.fetch("SELECT * FROM knowledge_document ORDER BY id"),
                "terms": await db.fetch("SELECT * FROM knowledge_term ORDER BY term"),
                "statistics": await db.fetch("SELECT * FROM knowledge_statistics"),
                "searched": await db.fetch(_SEARCHED[db.dialect]),
            }

    async def _put(self, *, labels: Mapping[str, Sequence[str]] | None = None, **values: Any) -> UUID:
        self._last += 1
        own = {name: values.pop(name) for name in ("status", "audience", "language", "boost_milli") if name in values}
        stale = {"stale_because": "review_date"} if own.get("status") == "stale" else {}
        article = await self.ctx.db.insert(
            KnowledgeArticle,
            **{"number": self._last, "status": "published", "current_revision": 1, "published_revision": 1}
            | {"audience": "internal", "language": "zh-CN"}
            | own
            | stale,
        )
        await self.ctx.db.insert(
            KnowledgeRevision, article_id=article["id"], revision=1, **{"title": "Article"} | values
        )
        for kind, given in (labels or {}).items():
            for value in given:
                await self.ctx.db.insert(KnowledgeLabel, article_id=article["id"], kind=kind, value=value)
        await indexing.index(self.ctx, article["id"])
        return article["id"]
