"""What is done to articles: reviewed by somebody else, published, marked stale, retired."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from articles_house import ARTICLES, ArticlesApp, articles_app
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, dialects


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param) as house:
        yield house


async def asked(client: httpx.AsyncClient, article: Json, action: str, **said: Any) -> tuple[int, str | None]:
    path = f"{ARTICLES}/{article['id']}/transitions"
    answer = await client.post(path, json={"action": action, **said})
    return answer.status_code, answer.json().get("code")


async def told(house: ArticlesApp) -> list[str]:
    items = (await house.app.client.get("/v1/events", params={"limit": 200})).json()["items"]
    return [each["type"].removeprefix("knowledge.article.") for each in items if "knowledge" in each["type"]]


class TestReview:
    async def test_lets_somebody_else_publish(self, house: ArticlesApp) -> None:
        article = await house.draft()
        await house.moved(article["id"], "submit", client=house.writer, note="Please look.")

        published = await house.moved(article["id"], "publish")

        reviewer = (await house.approver.get("/v1/me")).json()["id"]
        assert (published["status"], published["published_revision"]) == ("published", 1)
        assert (published["reviewer_id"], published["review_on"]) == (reviewer, "2027-03-02")
        assert await told(house) == ["drafted", "submitted", "published"]

    async def test_gives_an_article_back_with_a_reason(self, house: ArticlesApp) -> None:
        article = await house.draft()
        await house.moved(article["id"], "submit")

        assert (await asked(house.approver, article, "return"))[0] == 422
        returned = await house.moved(article["id"], "return", reason="Which filter?")

        assert returned["status"] == "draft"
        assert (await told(house))[-1] == "returned"

    async def test_is_never_the_authors(self, house: ArticlesApp) -> None:
        author = await house.app.as_actor(Role.DISPATCHER)
        article = (await author.post(ARTICLES, json={"title": "Pump leaks", "remedy": "Tighten"})).json()
        await house.moved(article["id"], "submit", client=author)

        assert await asked(author, article, "publish") == (409, "knowledge.article.four_eyes")
        assert await asked(house.approver, article, "publish") == (201, None)

    async def test_counts_the_author_of_the_revision(self, house: ArticlesApp) -> None:
        article = await house.published()
        path = f"{ARTICLES}/{article['id']}/revisions"
        await house.approver.post(path, json={"remedy": "Replace it.", "note": "Better."})

        assert await asked(house.approver, article, "publish") == (409, "knowledge.article.four_eyes")

    async def test_needs_a_remedy_or_a_body(self, house: ArticlesApp) -> None:
        article = await house.draft(remedy=" ")
        await house.moved(article["id"], "submit")

        assert await asked(house.approver, article, "publish") == (409, "knowledge.article.incomplete")
        await house.revised(article["id"], body="Read the manual.")
        assert await asked(house.approver, article, "publish") == (201, None)

    async def test_happens_once(self, house: ArticlesApp) -> None:
        article = await house.draft()
        await house.moved(article["id"], "submit")
        other = await house.app.as_actor(Role.DISPATCHER)

        answers = await asyncio.gather(asked(house.approver, article, "publish"), asked(other, article, "publish"))

        assert sorted(answers, key=str) == [(201, None), (409, "knowledge.article.not_allowed")]


class TestAction:
    async def test_is_refused_where_the_status_does_not_allow_it(self, house: ArticlesApp) -> None:
        article = await house.draft()

        assert await asked(house.approver, article, "publish") == (409, "knowledge.article.not_allowed")
        await house.moved(article["id"], "submit")
        assert await asked(house.writer, article, "submit") == (409, "knowledge.article.not_allowed")
        await house.moved(article["id"], "retire", reason="Wrong.")
        assert await asked(house.approver, article, "retire", reason="Wrong.") == (409, "knowledge.article.not_allowed")

    async def test_tells_what_is_allowed_instead(self, house: ArticlesApp) -> None:
        article = await house.published()

        answer = await house.approver.post(f"{ARTICLES}/{article['id']}/transitions", json={"action": "publish"})

        assert (answer.status_code, answer.json()["allowed"]) == (409, ["mark_stale", "retire"])

    async def test_is_listed_as_the_caller_may_do_it(self, house: ArticlesApp) -> None:
        article = await house.published()
        await house.revised(article["id"], body="More.")
        path = f"{ARTICLES}/{article['id']}/transitions"

        by_writer = (await house.writer.get(path)).json()
        by_approver = (await house.approver.get(path)).json()

        assert by_writer["status"] == "published"
        assert [each["action"] for each in by_writer["actions"] if each["allowed"]] == ["mark_stale"]
        assert [each["action"] for each in by_approver["actions"] if each["allowed"]] == [
            "publish",
            "mark_stale",
            "retire",
        ]

    async def test_of_approvers_is_not_the_writers(self, house: ArticlesApp) -> None:
        article = await house.draft()
        await house.moved(article["id"], "submit", client=house.writer)

        for action in ("publish", "return", "retire", "restore"):
            said = {"reason": "So."} if action in {"return", "retire"} else {}
            assert await asked(house.writer, article, action, **said) == (403, "permission_denied")

    async def test_holds_for_the_version_that_was_seen(self, house: ArticlesApp) -> None:
        article = await house.draft()
        path = f"{ARTICLES}/{article['id']}/transitions"
        await house.revised(article["id"], body="New")

        late = await house.writer.post(path, json={"action": "submit"}, headers={"If-Match": '"1"'})

        assert late.status_code == 412


class TestLife:
    async def test_goes_on_after_the_end(self, house: ArticlesApp) -> None:
        article = await house.published()
        await house.moved(article["id"], "mark_stale", client=house.writer, reason="The maker changed it.")
        assert [hit["status"] for hit in await house.found("液压泵")] == ["stale"]
        await house.moved(article["id"], "retire", reason="Nobody has these any more.")
        assert await house.found("液压泵") == []

        restored = await house.moved(article["id"], "restore")

        assert (restored["status"], restored["published_revision"]) == ("draft", None)
        await house.moved(article["id"], "submit")
        await house.moved(article["id"], "publish")
        assert [hit["status"] for hit in await house.found("液压泵")] == ["published"]

    async def test_has_a_reason_for_being_stale_until_it_is_reviewed_again(self, house: ArticlesApp) -> None:
        article = await house.published(review_on="2026-03-03")
        house.app.clock.advance(timedelta(days=10))

        stale = await house.moved(article["id"], "mark_stale", reason="The maker changed it.")
        again = await house.moved(article["id"], "publish")

        assert (stale["status"], stale["stale_because"]) == ("stale", "The maker changed it.")
        assert (again["status"], again["stale_because"], again["review_on"]) == ("published", None, "2027-03-12")

    async def test_publishes_the_newer_revision_of_a_stale_article(self, house: ArticlesApp) -> None:
        article = await house.published()
        await house.moved(article["id"], "mark_stale", reason="Wrong.")
        await house.revised(article["id"], remedy="Replace it.")

        again = await house.moved(article["id"], "publish")

        assert (again["status"], again["published_revision"], again["remedy"]) == ("published", 2, "Replace it.")


class TestWithoutFourEyes:
    @pytest.mark.parametrize("dialect", dialects())
    async def test_authors_publish_what_they_wrote(self, dialect: Dialect) -> None:
        async with articles_app(dialect, settings={"knowledge_four_eyes": False}) as house:
            article = (await house.approver.post(ARTICLES, json={"title": "Leaks", "remedy": "Tighten"})).json()
            await house.moved(article["id"], "submit")

            assert await asked(house.approver, article, "publish") == (201, None)


class TestNextReview:
    @pytest.mark.parametrize("dialect", dialects())
    async def test_comes_when_the_contract_of_the_tickets_says(self, dialect: Dialect) -> None:
        async with articles_app(dialect, terms={"often": {"review_after_months": 3}}) as house:
            ticket = await house.app.ticket(contract="often")
            await house.resolved(ticket["id"])
            draft = await house.writer.post(f"/v1/tickets/{ticket['id']}/knowledge/draft", json={})
            await house.moved(draft.json()["article"]["id"], "submit")

            published = await house.moved(draft.json()["article"]["id"], "publish")

            assert published["review_on"] == "2026-06-02"
