"""Up to what customers want chargeable work, and how far goodwill may go."""

from collections.abc import AsyncGenerator

import httpx
import pytest

from costs_house import RATES, added, adding, cny, correcting, costs_app, mistakes, path, reversed_line, summary
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects

BY_PHONE: Json = {"kind": "phone", "contact_name": "Wang Fang"}
UNKNOWN = "01990000-0000-7000-8000-00000000dead"


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncGenerator[TestApp]:
    terms: dict[str, Json] = {
        "careful": {"rates": RATES, "approval_threshold": cny(200000), "goodwill_limit": cny(50000)}
    }
    async with costs_app(request.param, terms=terms) as opened:
        yield opened


@pytest.fixture
async def ticket(app: TestApp) -> Json:
    return await app.ticket(contract="careful")


class TestAThreshold:
    async def test_asks_for_an_approval_beyond_it(self, app: TestApp, ticket: Json) -> None:
        await added(app, ticket, "5")

        refused = await adding(app, ticket, "2")

        assert (refused.status_code, refused.json()["code"]) == (409, "costs.approval.needed")
        assert (refused.json()["limit"], refused.json()["would_be"]) == (cny(200000), cny(210000))
        assert (await summary(app, ticket))["approval"] == {
            "threshold": cny(200000),
            "approved": None,
            "left": cny(50000),
        }
        approved = await approving(app, ticket, 250000, evidence=BY_PHONE)
        assert approved.status_code == 201, approved.text
        await added(app, ticket, "2")
        assert (await summary(app, ticket))["approval"]["left"] == cny(40000)

    async def test_never_blocks_what_is_not_charged(self, app: TestApp, ticket: Json) -> None:
        await added(app, ticket, "6")

        assert (await added(app, ticket, "100", covered_by="contract"))["covered_by"] == "contract"
        assert (await added(app, ticket, "1", covered_by="goodwill"))["covered_by"] == "goodwill"

    async def test_lets_go_back_whatever_is_charged_already(self, app: TestApp, ticket: Json) -> None:
        await approving(app, ticket, 400000, evidence=BY_PHONE)
        line = await added(app, ticket, "10")
        other = await added(app, ticket, "3")
        await approving(app, ticket, 100000, evidence=BY_PHONE)

        less, more = await correcting(app, line, quantity="9"), await correcting(app, other, quantity="4")

        assert less.status_code == 201
        assert (more.status_code, more.json()["code"]) == (409, "costs.approval.needed")
        assert (await reversed_line(app, other))["price"] == cny(-90000)


class TestAnApproval:
    async def test_is_the_customers_own_word(self, app: TestApp, ticket: Json) -> None:
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])

        given = await customer.post(path(ticket, "approvals"), json={"limit": cny(300000)})

        assert given.status_code == 201, given.text
        assert (given.json()["limit"], given.json()["evidence"], given.json()["actor_id"]) == (cny(300000), None, None)
        listed = (await app.client.get(path(ticket, "approvals"))).json()["items"]
        assert [each["limit"] for each in listed] == [cny(300000)]
        told = (await app.client.get("/v1/events", params={"limit": 200})).json()["items"]
        assert [each["data"]["limit"] for each in told if each["type"] == "costs.approval.given"] == [cny(300000)]

    async def test_needs_evidence_of_everybody_else(self, app: TestApp, ticket: Json) -> None:
        missing = await approving(app, ticket, 300000)
        unknown = await approving(app, ticket, 300000, evidence={**BY_PHONE, "attachment_id": UNKNOWN})
        foreign = await app.client.post(
            path(ticket, "approvals"),
            json={"limit": {"amount_minor": 1, "currency": "EUR"}, "evidence": BY_PHONE},
        )
        negative = await approving(app, ticket, -1, evidence=BY_PHONE)

        assert mistakes(missing) == [("/evidence", "required")]
        assert mistakes(unknown) == [("/evidence/attachment_id", "unknown_reference")]
        assert mistakes(foreign) == [("/limit/currency", "costs.line.currency_mismatch")]
        assert [pointer for pointer, _ in mistakes(negative)] == ["/limit/amount_minor"]

    async def test_is_not_for_a_cancelled_ticket(self, app: TestApp, ticket: Json) -> None:
        await app.client.post(
            f"/v1/tickets/{ticket['id']}/transitions", json={"action": "cancel", "reason": "A mistake."}
        )

        refused = await approving(app, ticket, 300000, evidence=BY_PHONE)

        assert (refused.status_code, refused.json()["code"]) == (409, "costs.ticket.cancelled")

    async def test_is_not_an_engineers_to_give(self, app: TestApp, ticket: Json) -> None:
        engineer = await app.as_actor(Role.ENGINEER)

        refused = await engineer.post(path(ticket, "approvals"), json={"limit": cny(1), "evidence": BY_PHONE})

        assert refused.status_code == 403


class TestGoodwill:
    async def test_ends_at_its_limit(self, app: TestApp, ticket: Json) -> None:
        line = await added(app, ticket, covered_by="goodwill")

        refused = await adding(app, ticket, covered_by="goodwill")

        assert (refused.status_code, refused.json()["code"]) == (409, "costs.goodwill.exceeded")
        assert (refused.json()["limit"], refused.json()["would_be"]) == (cny(50000), cny(60000))
        await reversed_line(app, line)
        await added(app, ticket, covered_by="goodwill")


async def approving(app: TestApp, ticket: Json, limit_minor: int, **values: object) -> httpx.Response:
    return await app.client.post(path(ticket, "approvals"), json={"limit": cny(limit_minor), **values})
