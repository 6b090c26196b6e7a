"""Lists of invitations: filters, who sees what, and what anonymous templates hide."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from survey_house import AT_ONCE, OVERALL_ONLY, UNKNOWN, answered, invitations, invited, later, resolved, survey_app
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp

ALL = "/v1/survey/invitations"


@pytest.fixture
async def app(dialect: Dialect) -> AsyncIterator[TestApp]:
    loose = {"triggers": {"after_repair": AT_ONCE}, "cap": None}
    async with survey_app(dialect, terms={"loose": loose}) as app:
        yield app


async def listed(client: Any, **filters: str) -> list[str]:
    answer = await client.get(ALL, params=filters)
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json()["items"]]


class TestList:
    async def test_is_narrowed_by_everything_that_is_given(self, app: TestApp) -> None:
        await app.created("/v1/survey/templates", OVERALL_ONLY)
        one, two = await resolved(app), await resolved(app)
        first = await invited(app, one["id"])
        later(app, days=1)
        second = await invited(app, two["id"], "short")
        await answered(app, second["token"], overall=4)

        assert await listed(app.client) == [second["id"], first["id"]]
        assert await listed(app.client, customer_id=one["customer_id"]) == [first["id"]]
        assert await listed(app.client, project_id=two["project_id"]) == [second["id"]]
        assert await listed(app.client, ticket_id=one["id"]) == [first["id"]]
        assert await listed(app.client, status="answered") == [second["id"]]
        assert await listed(app.client, template="repair") == [first["id"]]
        assert await listed(app.client, template="nothing") == []
        assert await listed(app.client, **{"from": "2026-03-03T02:00:00Z"}) == [second["id"]]
        assert await listed(app.client, to="2026-03-03T02:00:00Z") == [first["id"]]

    async def test_is_read_page_by_page(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = [
            (await invited(app, ticket["id"], respondent={"name": "x", "phone": str(number)}))["id"]
            for number in range(3)
        ]

        first = (await app.client.get(ALL, params={"limit": 2})).json()
        second = (await app.client.get(ALL, params={"limit": 2, "cursor": first["next_cursor"]})).json()

        assert {each["id"] for each in [*first["items"], *second["items"]]} == set(made)
        assert second["next_cursor"] is None
        assert [each["id"] for each in await invitations(app, ticket["id"])] == made

    async def test_shows_customers_their_own(self, app: TestApp) -> None:
        mine, others = await resolved(app), await resolved(app)
        own, foreign = await invited(app, mine["id"]), await invited(app, others["id"])
        customer = await app.as_actor(Role.CUSTOMER, customer_ids=[mine["customer_id"]])

        assert await listed(customer) == [own["id"]]
        assert (await customer.get(f"{ALL}/{own['id']}")).status_code == 200
        hidden = await customer.get(f"{ALL}/{foreign['id']}")
        assert (hidden.status_code, hidden.json()["code"]) == (404, "survey.invitation.not_found")
        assert (await customer.get(f"/v1/tickets/{others['id']}/survey/invitations")).status_code == 404
        assert (await customer.post(f"{ALL}/{own['id']}/token")).status_code == 403

    async def test_shows_partners_nothing(self, app: TestApp) -> None:
        partner = await app.as_actor(Role.PARTNER, party_id=UNKNOWN)

        assert (await partner.get(ALL)).status_code == 403


class TestOne:
    async def test_shows_its_answer_and_never_its_token(self, app: TestApp) -> None:
        ticket = await resolved(app)
        made = await invited(app, ticket["id"])
        before = (await app.client.get(f"{ALL}/{made['id']}")).json()
        await answered(app, made["token"], overall=4, recommend=9)

        found = await app.client.get(f"{ALL}/{made['id']}")
        below = await app.client.get(f"/v1/tickets/{ticket['id']}/survey/invitations/{made['id']}")

        assert before["answer"] is None
        assert found.json() == below.json()
        assert found.json()["status"] == "answered"
        assert found.json()["answer"]["answers"] == [
            {"question": "overall", "dimension": "overall", "value": 4},
            {"question": "recommend", "dimension": None, "value": 9},
        ]
        assert made["token"] not in found.text
        assert "token" not in found.text

    async def test_is_unknown_below_another_ticket(self, app: TestApp) -> None:
        one, two = await resolved(app), await resolved(app)
        made = await invited(app, one["id"])

        found = await app.client.get(f"/v1/tickets/{two['id']}/survey/invitations/{made['id']}")

        assert (found.status_code, found.json()["code"]) == (404, "survey.invitation.not_found")


class TestAnonymousTemplate:
    async def test_hides_whose_answer_it_is_from_everybody(self, app: TestApp) -> None:
        await app.created("/v1/survey/templates", {**OVERALL_ONLY, "anonymous": True})
        ticket = await resolved(app)
        made = await invited(app, ticket["id"], "short")

        await answered(app, made["token"], overall=1)

        assert (made["respondent"], made["ticket_id"]) == (None, None)
        found = (await app.client.get(f"{ALL}/{made['id']}")).json()
        assert (found["status"], found["answer"]) == ("answered", None)
        assert (found["respondent"], found["ticket_id"], found["follow_up_ticket_id"]) == (None, None, None)
        shown = (await app.client.get(f"/v1/tickets/{ticket['id']}")).json()
        assert shown["extensions"]["survey"] == {"invited": 1, "answered": 1, "overall": None}
        events = (await app.client.get("/v1/events", params={"type": "survey.answer.given"})).json()["items"]
        assert [(each["data"]["overall"], each["data"]["low"]) for each in events] == [(None, False)]
        assert len((await app.client.get("/v1/tickets")).json()["items"]) == 1
