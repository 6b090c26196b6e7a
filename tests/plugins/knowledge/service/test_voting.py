"""What becomes of articles when too many were led astray, or tickets come back."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from articles_house import ARTICLES, ArticlesApp, articles_app
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, dialects

REJECT: Json = {"action": "reject", "reason": "Still leaks."}


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param) as house:
        yield house


async def judged(house: ArticlesApp, article: Json, kind: str, *, contract: str = "plain") -> Json:
    """Return a new ticket on which the writer has said something of an article."""
    ticket = await house.app.ticket(contract=contract)
    answer = await house.voted(article["id"], ticket["id"], kind)
    assert answer.status_code == 201, answer.text
    return ticket


async def shown(house: ArticlesApp, article: Json) -> Json:
    return (await house.writer.get(f"{ARTICLES}/{article['id']}")).json()


async def score(house: ArticlesApp) -> float:
    [hit] = await house.found("HP-200")
    return float(hit["score"])


class TestMisleadingArticle:
    async def test_is_stale_after_three_votes_and_answers_at_half_its_score(self, house: ArticlesApp) -> None:
        for place in range(3):
            await house.published(
                title=f"Motor {place}", symptom="", cause="", remedy="Clean", models=[], fault_codes=[], categories=[]
            )
        article = await house.published()
        for _ in range(2):
            await judged(house, article, "misleading")
        before = await score(house)
        await judged(house, article, "misleading")

        stale = await shown(house, article)

        assert (stale["status"], stale["stale_because"], stale["boost_milli"]) == ("stale", "misleading", 850)
        assert await score(house) == pytest.approx(before / 875 * 850 / 2, abs=2e-6)
        events = (await house.app.client.get("/v1/events", params={"limit": 200})).json()["items"]
        assert [e["data"]["because"] for e in events if e["type"] == "knowledge.article.marked_stale"] == ["misleading"]

    async def test_is_published_again_by_another(self, house: ArticlesApp) -> None:
        article = await house.published()
        for _ in range(3):
            await judged(house, article, "misleading")
        house.app.clock.advance(timedelta(hours=1))

        again = await house.moved(article["id"], "publish")
        await judged(house, article, "misleading")

        assert (again["status"], again["stale_because"]) == ("published", None)
        assert (await shown(house, article))["status"] == "published"

    async def test_is_not_stale_by_votes_of_long_ago(self, house: ArticlesApp) -> None:
        article = await house.published()
        for _ in range(2):
            await judged(house, article, "misleading")
        house.app.clock.advance(timedelta(days=91))
        await judged(house, article, "misleading")

        assert (await shown(house, article))["status"] == "published"

    @pytest.mark.parametrize("dialect", dialects())
    async def test_is_stale_when_the_contract_says_so(self, dialect: Dialect) -> None:
        strict: Json = {"stale_after": {"misleading": 1}}
        async with articles_app(dialect, terms={"strict": strict}) as house:
            article = await house.published()
            await judged(house, article, "misleading")
            assert (await shown(house, article))["status"] == "published"

            await judged(house, article, "misleading", contract="strict")

            assert (await shown(house, article))["status"] == "stale"


class TestTicketThatComesBack:
    @pytest.mark.parametrize("action", ["reject", "reopen"])
    async def test_turns_what_solved_it_into_what_was_of_use(self, house: ArticlesApp, action: str) -> None:
        article = await house.published()
        ticket = await judged(house, article, "solved")
        await house.voted(article["id"], ticket["id"], "solved", client=house.approver)
        assert (await shown(house, article))["boost_milli"] == 1125
        await house.resolved(ticket["id"])
        if action == "reopen":
            evidence = {"kind": "phone", "contact_name": "Li"}
            await house.transitioned(ticket["id"], {"action": "confirm", "evidence": evidence}, "close")

        await house.transitioned(ticket["id"], {**REJECT, "action": action})

        after = await shown(house, article)
        assert (after["solved"], after["used"], after["boost_milli"]) == (0, 2, 1050)

    async def test_lowers_four_solved_to_four_used(self, house: ArticlesApp) -> None:
        article = await house.published()
        ticket = await house.app.ticket(contract="plain")
        clients = [house.writer, house.approver, *[await house.app.as_actor(Role.ENGINEER) for _ in range(2)]]
        for client in clients:
            await house.voted(article["id"], ticket["id"], "solved", client=client)
        assert (await shown(house, article))["boost_milli"] == 1167
        await house.resolved(ticket["id"])

        await house.transitioned(ticket["id"], REJECT)

        assert (await shown(house, article))["boost_milli"] == 1083

    async def test_twice_makes_the_article_stale(self, house: ArticlesApp) -> None:
        article = await house.published()
        for kind, status in (("used", "published"), ("solved", "stale")):
            ticket = await judged(house, article, kind)
            await house.resolved(ticket["id"])
            await house.transitioned(ticket["id"], REJECT)

            assert (await shown(house, article))["status"] == status
        assert (await shown(house, article))["stale_because"] == "reopened"

    async def test_counts_once_though_two_had_voted_and_it_comes_back_again(self, house: ArticlesApp) -> None:
        article = await house.published()
        ticket = await judged(house, article, "used")
        await house.voted(article["id"], ticket["id"], "used", client=house.approver)
        for _ in range(2):
            await house.resolved(ticket["id"])
            await house.transitioned(ticket["id"], REJECT)

        assert (await shown(house, article))["status"] == "published"

    async def test_is_nothing_to_articles_that_misled(self, house: ArticlesApp) -> None:
        article = await house.published()
        ticket = await judged(house, article, "misleading")
        before = await shown(house, article)
        await house.resolved(ticket["id"])
        await house.transitioned(ticket["id"], REJECT)

        assert await shown(house, article) == before

    async def test_while_others_vote_and_publish_leaves_the_counts_right(self, house: ArticlesApp) -> None:
        article = await house.published()
        await house.revised(article["id"], body="More.")
        tickets = [await judged(house, article, "solved") for _ in range(3)]
        for ticket in tickets:
            await house.resolved(ticket["id"])

        await asyncio.gather(
            *(house.transitioned(ticket["id"], REJECT) for ticket in tickets[:2]),
            house.voted(article["id"], tickets[0]["id"], "used", client=house.approver),
            house.voted(article["id"], tickets[2]["id"], "misleading", client=house.approver),
            house.app.client.post(f"{ARTICLES}/{article['id']}/transitions", json={"action": "publish"}),
        )

        after = await shown(house, article)
        assert (after["used"], after["solved"], after["misleading"]) == (3, 1, 1)
        assert after["published_revision"] == 2
