"""Votes: given on tickets, counted once for each actor and ticket, shown on tickets."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from articles_house import ARTICLES, ArticlesApp, articles_app
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, dialects

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param) as house:
        yield house


async def counted(house: ArticlesApp, article: Json) -> tuple[int, int, int, int]:
    shown = (await house.writer.get(f"{ARTICLES}/{article['id']}")).json()
    return shown["used"], shown["solved"], shown["misleading"], shown["boost_milli"]


class TestVote:
    async def test_is_kept_and_raises_or_lowers_the_article(self, house: ArticlesApp) -> None:
        article = await house.published()
        ticket = await house.app.ticket(contract="plain")

        answer = await house.voted(article["id"], ticket["id"], "solved")

        voter = (await house.writer.get("/v1/me")).json()["id"]
        assert answer.status_code == 201
        assert answer.json() == {
            "article_id": article["id"],
            "ticket_id": ticket["id"],
            "actor_id": voter,
            "kind": "solved",
            "note": None,
            "created_at": "2026-03-02T02:00:00Z",
        }
        assert await counted(house, article) == (0, 1, 0, 1083)

    async def test_replaces_the_callers_earlier_one_on_the_ticket(self, house: ArticlesApp) -> None:
        article = await house.published()
        ticket = await house.app.ticket(contract="plain")
        await house.voted(article["id"], ticket["id"], "solved")

        answer = await house.voted(article["id"], ticket["id"], "misleading")

        assert (answer.status_code, answer.json()["kind"]) == (200, "misleading")
        assert await counted(house, article) == (0, 0, 1, 917)

    async def test_counts_for_each_actor_and_ticket(self, house: ArticlesApp) -> None:
        article = await house.published()
        tickets = [await house.app.ticket(contract="plain") for _ in range(2)]
        for ticket in tickets:
            for client in (house.writer, house.approver):
                await house.voted(article["id"], ticket["id"], "solved", client=client)

        assert await counted(house, article) == (0, 4, 0, 1167)

    async def test_is_counted_though_many_vote_at_once(self, house: ArticlesApp) -> None:
        article = await house.published()
        tickets = [await house.app.ticket(contract="plain") for _ in range(4)]

        answers = await asyncio.gather(
            *(
                house.voted(article["id"], ticket["id"], "used", client=client)
                for ticket in tickets
                for client in (house.writer, house.approver)
            )
        )

        assert {answer.status_code for answer in answers} == {201}
        assert (await counted(house, article))[0] == 8

    async def test_lets_the_better_of_equal_articles_come_first(self, house: ArticlesApp) -> None:
        await house.published(title="Motor overheats", symptom="", cause="", remedy="Clean", models=[])
        articles = [await house.published() for _ in range(2)]
        for _ in range(4):
            ticket = await house.app.ticket(contract="plain")
            await house.voted(articles[1]["id"], ticket["id"], "solved")

        assert [hit["article_id"] for hit in await house.found("HP-200")] == [articles[1]["id"], articles[0]["id"]]

    async def test_is_announced(self, house: ArticlesApp) -> None:
        article = await house.published()
        ticket = await house.app.ticket(contract="plain")
        await house.voted(article["id"], ticket["id"], "used")

        events = (await house.app.client.get("/v1/events", params={"limit": 200})).json()["items"]
        [given] = [each for each in events if each["type"] == "knowledge.vote.given"]
        assert given["data"] == {"article_id": article["id"], "ticket_id": ticket["id"], "kind": "used"}


class TestBadVote:
    @pytest.mark.parametrize("article", ["draft", "in_review", "retired", "nothing"])
    async def test_is_one_for_what_is_not_found(self, house: ArticlesApp, article: str) -> None:
        ticket = await house.app.ticket(contract="plain")
        article_id = NOBODY
        if article != "nothing":
            article_id = (await house.draft())["id"]
        if article == "in_review":
            await house.moved(article_id, "submit")
        if article == "retired":
            await house.moved(article_id, "retire", reason="Wrong.")

        answer = await house.voted(article_id, ticket["id"], "used")

        [error] = answer.json()["errors"]
        assert (answer.status_code, error["pointer"], error["code"]) == (422, "/article_id", "unknown_reference")

    async def test_is_of_an_unknown_kind(self, house: ArticlesApp) -> None:
        article = await house.published()
        ticket = await house.app.ticket(contract="plain")

        answer = await house.voted(article["id"], ticket["id"], "great")

        [error] = answer.json()["errors"]
        assert (answer.status_code, error["pointer"], error["code"]) == (422, "/kind", "not_a_choice")


class TestList:
    async def test_shows_our_own_house_all_and_others_what_they_said(self, house: ArticlesApp) -> None:
        article = await house.published(audience="customer")
        customer = await house.app.customer(contract="plain")
        ticket = await house.app.ticket(project_id=(await house.app.project(customer_id=customer["id"]))["id"])
        client = await house.app.as_actor(Role.CUSTOMER, customer_ids=[customer["id"]])
        await house.voted(article["id"], ticket["id"], "used")
        await house.voted(article["id"], ticket["id"], "misleading", client=client)
        path = f"/v1/tickets/{ticket['id']}/knowledge/votes"

        ours = (await house.writer.get(path)).json()["items"]
        theirs = (await client.get(path)).json()["items"]

        assert [each["kind"] for each in ours] == ["used", "misleading"]
        assert [each["kind"] for each in theirs] == ["misleading"]


class TestTicket:
    async def test_shows_the_articles_that_were_judged_on_it(self, house: ArticlesApp) -> None:
        article = await house.published()
        ticket = await house.app.ticket(contract="plain")
        other = await house.app.ticket(contract="plain")
        before = (await house.writer.get(f"/v1/tickets/{ticket['id']}")).headers["ETag"]
        for client in (house.writer, house.approver):
            await house.voted(article["id"], ticket["id"], "used", client=client)

        answer = await house.writer.get(f"/v1/tickets/{ticket['id']}")

        assert answer.json()["extensions"]["knowledge"] == {
            "articles": [{"article_id": article["id"], "number": 1, "title": "液压泵 E-501 压力不足", "kind": "used"}]
        }
        assert answer.headers["ETag"] != before
        shown = (await house.writer.get(f"/v1/tickets/{other['id']}")).json()
        assert shown["extensions"]["knowledge"] == {"articles": []}

    async def test_is_found_by_an_article(self, house: ArticlesApp) -> None:
        article = await house.published()
        ticket = await house.app.ticket(contract="plain")
        await house.app.ticket(contract="plain")
        await house.voted(article["id"], ticket["id"], "used")

        params = {"extensions.knowledge.article_id": article["id"]}
        found = (await house.writer.get("/v1/tickets", params=params)).json()["items"]

        assert [each["id"] for each in found] == [ticket["id"]]
