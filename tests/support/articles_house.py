"""Wellkept with a knowledge base, and people who write, publish, read and judge its articles."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

import httpx

from wellkept_knowledge import plugin as knowledge
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp

#: Ten o'clock of a Monday in Shanghai.
NOW: Final = "2026-03-02T02:00:00Z"
ARTICLES: Final = "/v1/knowledge/articles"
SEARCH: Final = "/v1/knowledge/search"
PUMP: Final[Json] = {
    "title": "液压泵 E-501 压力不足",
    "symptom": "泵启动后压力低于 8 MPa",
    "cause": "进油滤芯堵塞",
    "remedy": "更换滤芯并排气",
    "language": "zh-CN",
    "audience": "internal",
    "models": ["HP-200"],
    "fault_codes": ["E-501"],
    "categories": ["hydraulics"],
}


class ArticlesApp:
    """
    The application with somebody who writes articles and somebody who publishes them.

    Attributes:
        app: the application; its client is an admin's.
        writer: an engineer.
        approver: a dispatcher.
    """

    def __init__(self, app: TestApp, *, writer: httpx.AsyncClient, approver: httpx.AsyncClient) -> None:
        """Keep who is there."""
        self.app = app
        self.writer = writer
        self.approver = approver

    async def draft(self, **values: Any) -> Json:
        """Return a new article about a pump that the writer has written; `values` change what it says."""
        answer = await self.writer.post(ARTICLES, json={**PUMP, **values})
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def published(self, **values: Any) -> Json:
        """Return a new article that the approver has published."""
        article = await self.draft(**values)
        await self.moved(article["id"], "submit", client=self.writer)
        return await self.moved(article["id"], "publish")

    async def moved(
        self, article_id: str, action: str, *, client: httpx.AsyncClient | None = None, **said: Any
    ) -> Json:
        """Return an article after an action, by default of the approver."""
        answer = await (client or self.approver).post(
            f"{ARTICLES}/{article_id}/transitions", json={"action": action, **said}
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def revised(self, article_id: str, **texts: Any) -> Json:
        """Return a new revision of an article, by the writer."""
        answer = await self.writer.post(f"{ARTICLES}/{article_id}/revisions", json={"note": "Said better.", **texts})
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def found(self, q: str, *, client: httpx.AsyncClient | None = None, **params: Any) -> list[Json]:
        """Return the hits of a search, by default an admin's."""
        answer = await (client or self.app.client).get(SEARCH, params={"q": q, **params})
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    async def voted(
        self, article_id: str, ticket_id: str, kind: str, *, client: httpx.AsyncClient | None = None
    ) -> httpx.Response:
        """Return the answer to a vote for an article on a ticket, by default the writer's."""
        return await (client or self.writer).post(
            f"/v1/tickets/{ticket_id}/knowledge/votes", json={"article_id": article_id, "kind": kind}
        )

    async def transitioned(self, ticket_id: str, *actions: Json | str) -> None:
        """Do actions to a ticket, by an admin; a word alone is an action without fields."""
        for action in actions:
            body = {"action": action} if isinstance(action, str) else action
            answer = await self.app.client.post(f"/v1/tickets/{ticket_id}/transitions", json=body)
            assert answer.status_code == 201, answer.text

    async def resolved(self, ticket_id: str, **said: Any) -> None:
        """Resolve a ticket, by an admin."""
        body = {"cause": "Filter blocked", "measure": "Filter replaced", **said}
        await self.transitioned(ticket_id, {"action": "resolve", **body})


@asynccontextmanager
async def articles_app(
    dialect: Dialect,
    *,
    terms: Mapping[str, Json] | None = None,
    plugins: tuple[Any, ...] = (),
    settings: Mapping[str, Any] | None = None,
) -> AsyncGenerator[ArticlesApp]:
    """
    Open Wellkept with knowledge.

    Args:
        dialect: on which database.
        terms: by contract, the terms of knowledge; `plain` has the default ones, `bare` has no knowledge.
        plugins: more of them.
        settings: of the deployment.
    """
    extra: Json = {each.manifest.name: {} for each in plugins}
    contracts: dict[str, Json] = {
        "plain": {"knowledge": {}, **extra},
        "bare": {},
        **{name: {"knowledge": said, **extra} for name, said in (terms or {}).items()},
    }
    app = TestApp(plugins=[knowledge, *plugins], contracts=contracts, database=dialect, settings=settings)
    app.clock.set(datetime.fromisoformat(NOW))
    async with app:
        writer = await app.as_actor(Role.ENGINEER)
        approver = await app.as_actor(Role.DISPATCHER)
        yield ArticlesApp(app, writer=writer, approver=approver)
