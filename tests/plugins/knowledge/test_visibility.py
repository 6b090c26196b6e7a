"""Who sees which article: in lists, searches, by id, among suggestions, and to vote for."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from articles_house import ARTICLES, ArticlesApp, articles_app
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, dialects

PARTY = "01900000-0000-7000-8000-00000000abcd"


@pytest.fixture(params=dialects(), ids=str)
async def house(request: pytest.FixtureRequest) -> AsyncIterator[ArticlesApp]:
    async with articles_app(request.param, terms={"closed": {"audience_max": "partner"}}) as house:
        yield house


async def customer_of(house: ArticlesApp, *, contract: str = "plain") -> tuple[httpx.AsyncClient, Json]:
    customer = await house.app.customer(contract=contract)
    return await house.app.as_actor(Role.CUSTOMER, customer_ids=[customer["id"]]), customer


async def seen(house: ArticlesApp, client: httpx.AsyncClient, article: Json) -> set[str]:
    """Return by which ways a caller sees an article."""
    listed = (await client.get(ARTICLES)).json()["items"]
    one = await client.get(f"{ARTICLES}/{article['id']}")
    revisions = await client.get(f"{ARTICLES}/{article['id']}/revisions")
    ways = {
        "list": [each["id"] for each in listed] == [article["id"]],
        "search": bool(await house.found("液压泵", client=client)),
        "one": one.status_code == 200,
        "revisions": revisions.status_code == 200,
    }
    return {way for way, is_seen in ways.items() if is_seen}


ALL = {"list", "search", "one", "revisions"}


class TestInternalArticle:
    async def test_is_our_own_houses_alone(self, house: ArticlesApp) -> None:
        article = await house.published()
        client, customer = await customer_of(house)
        ticket = await house.app.ticket(project_id=(await house.app.project(customer_id=customer["id"]))["id"])
        partner = await house.app.as_actor(Role.PARTNER, party_id=PARTY)

        assert await seen(house, client, article) == await seen(house, partner, article) == set()
        suggested = await client.get(f"/v1/tickets/{ticket['id']}/knowledge/suggestions")
        assert suggested.json() == {"items": []}
        vote = await house.voted(article["id"], ticket["id"], "used", client=client)
        assert (vote.status_code, vote.json()["errors"][0]["pointer"]) == (422, "/article_id")
        assert vote.json()["errors"][0]["code"] == "unknown_reference"
        assert await seen(house, house.writer, article) == ALL


class TestArticleForPartners:
    async def test_is_theirs_and_not_the_customers(self, house: ArticlesApp) -> None:
        article = await house.published(audience="partner")
        client, _ = await customer_of(house)
        partner = await house.app.as_actor(Role.PARTNER, party_id=PARTY)

        assert await seen(house, partner, article) == ALL
        assert await seen(house, client, article) == set()


class TestArticleForCustomers:
    async def test_is_for_partners_too(self, house: ArticlesApp) -> None:
        article = await house.published(audience="customer")
        client, _ = await customer_of(house)
        partner = await house.app.as_actor(Role.PARTNER, party_id=PARTY)

        assert await seen(house, client, article) == await seen(house, partner, article) == ALL

    async def test_of_one_customer_is_not_anothers(self, house: ArticlesApp) -> None:
        client, customer = await customer_of(house)
        other, _ = await customer_of(house)
        article = await house.published(audience="customer", customer_ids=[customer["id"]])

        assert await seen(house, client, article) == ALL
        assert await seen(house, other, article) == set()

    async def test_of_a_project_is_its_customers(self, house: ArticlesApp) -> None:
        client, customer = await customer_of(house)
        other, stranger = await customer_of(house)
        project = await house.app.project(customer_id=customer["id"])
        article = await house.published(audience="customer", project_ids=[project["id"]], customer_ids=[stranger["id"]])

        assert await seen(house, client, article) == await seen(house, other, article) == ALL
        shown = (await client.get(f"{ARTICLES}/{article['id']}")).json()
        assert (shown["project_ids"], shown["customer_ids"]) == ([project["id"]], [])

    @pytest.mark.parametrize("contract", ["bare", "closed"])
    async def test_is_nobodys_whose_contract_does_not_show_it(self, house: ArticlesApp, contract: str) -> None:
        article = await house.published(audience="customer")
        client, _ = await customer_of(house, contract=contract)

        assert await seen(house, client, article) == set()

    async def test_is_shown_by_the_contract_of_one_project(self, house: ArticlesApp) -> None:
        article = await house.published(audience="customer")
        client, customer = await customer_of(house, contract="bare")
        project = await house.app.project(customer_id=customer["id"])
        terms = {"customer_id": customer["id"], "project_id": project["id"], "plan_code": "plain"}
        await house.app.created("/v1/contracts", {"number": "C-P", "starts_on": "2000-01-01", **terms})

        assert await seen(house, client, article) == ALL

    async def test_of_a_project_is_shown_where_the_contract_of_that_project_lets_it(self, house: ArticlesApp) -> None:
        client, customer = await customer_of(house, contract="closed")
        dark, light = [await house.app.project(customer_id=customer["id"]) for _ in range(2)]
        terms = {"customer_id": customer["id"], "project_id": light["id"], "plan_code": "plain"}
        await house.app.created("/v1/contracts", {"number": "C-P", "starts_on": "2000-01-01", **terms})
        for title, labels in (("dark", [dark["id"]]), ("light", [light["id"]]), ("both", [dark["id"], light["id"]])):
            await house.published(title=f"液压泵 {title}", audience="customer", project_ids=labels)
        await house.published(title="液压泵 owner", audience="customer", customer_ids=[customer["id"]])

        found = {hit["title"] for hit in await house.found("液压泵", client=client)}

        assert found == {"液压泵 light", "液压泵 both", "液压泵 owner"}

    async def test_of_one_of_two_customers_is_shown_where_its_contract_lets_it(self, house: ArticlesApp) -> None:
        dark, light = await house.app.customer(contract="closed"), await house.app.customer(contract="plain")
        client = await house.app.as_actor(Role.CUSTOMER, customer_ids=[dark["id"], light["id"]])
        hidden = await house.published(audience="customer", customer_ids=[dark["id"]])
        assert await seen(house, client, hidden) == set()

        shown = await house.published(audience="customer", customer_ids=[light["id"]])

        assert await seen(house, client, shown) == ALL

    @pytest.mark.parametrize("action", ["draft", "submit", "retire"])
    async def test_is_not_shown_while_it_is_not_published(self, house: ArticlesApp, action: str) -> None:
        client, _ = await customer_of(house)
        article = await house.draft(audience="customer")
        if action != "draft":
            said: Json = {"reason": "Wrong."} if action == "retire" else {}
            await house.moved(article["id"], action, **said)

        assert await seen(house, client, article) == set()

    async def test_is_shown_as_it_is_published_without_what_is_ours(self, house: ArticlesApp) -> None:
        client, _ = await customer_of(house)
        article = await house.published(audience="customer", review_on="2027-01-01")
        await house.revised(article["id"], title="新标题", note="Not yet.")

        shown = (await client.get(f"{ARTICLES}/{article['id']}")).json()
        revisions = (await client.get(f"{ARTICLES}/{article['id']}/revisions")).json()["items"]

        hidden = ("owner_id", "review_on", "stale_because", "origin_ticket_id", "author_id", "reviewer_id")
        assert {name: shown[name] for name in hidden} == dict.fromkeys(hidden)
        assert (shown["title"], shown["revision"], shown["current_revision"]) == ("液压泵 E-501 压力不足", 1, 1)
        assert [(each["revision"], each["author_id"], each["note"]) for each in revisions] == [(1, None, None)]
        assert (await client.get(ARTICLES, params={"review_before": "2027-02-01"})).json()["items"] == []

    async def test_stays_with_its_status_when_it_is_stale(self, house: ArticlesApp) -> None:
        client, _ = await customer_of(house)
        article = await house.published(audience="customer")
        await house.moved(article["id"], "mark_stale", reason="The maker changed it.")

        shown = (await client.get(f"{ARTICLES}/{article['id']}")).json()
        assert (shown["status"], shown["stale_because"]) == ("stale", None)


class TestTicket:
    async def test_counts_by_its_own_contract(self, house: ArticlesApp) -> None:
        article = await house.published(audience="customer")
        client, customer = await customer_of(house)
        closed = await house.app.project(customer_id=customer["id"])
        terms: dict[str, Any] = {"customer_id": customer["id"], "project_id": closed["id"], "plan_code": "closed"}
        await house.app.created("/v1/contracts", {"number": "C-X", "starts_on": "2000-01-01", **terms})
        ticket = await house.app.ticket(project_id=closed["id"], title="液压泵")

        suggested = await client.get(f"/v1/tickets/{ticket['id']}/knowledge/suggestions")

        assert suggested.json() == {"items": []}
        assert (await house.voted(article["id"], ticket["id"], "used", client=client)).status_code == 422
        assert len(await house.found("液压泵", client=client)) == 1


class TestKnowledgeOff:
    @pytest.mark.parametrize("dialect", dialects())
    async def test_leaves_routes_of_tickets_unanswered_and_tickets_working(self, dialect: Dialect) -> None:
        async with articles_app(dialect) as house:
            await house.published(audience="customer")
            client, customer = await customer_of(house, contract="bare")
            project = await house.app.project(customer_id=customer["id"])
            ticket = await house.app.ticket(project_id=project["id"])
            path = f"/v1/tickets/{ticket['id']}/knowledge"

            for method, route in (("POST", "draft"), ("GET", "suggestions"), ("GET", "votes"), ("POST", "votes")):
                answer = await house.app.client.request(method, f"{path}/{route}", json={})
                assert (answer.status_code, answer.json()["code"]) == (404, "plugin_inactive")
            assert await house.found("液压泵", client=client) == []
            await house.resolved(ticket["id"])
            await house.app.drain()
            assert len((await house.writer.get(ARTICLES)).json()["items"]) == 1
