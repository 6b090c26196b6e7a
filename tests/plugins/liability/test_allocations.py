"""What shares come to is read page by page, by whom it concerns."""

from collections.abc import AsyncIterator

import pytest

from liability_house import found, liability_app, party, site
from liability_money import allocations, amounts, charged, final_case, share, spent
from refusals import refusal
from wellkept_sdk.actor import Role
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


async def shared_out(app: TestApp, project: Json, *shares: Json) -> Json:
    """Return a ticket whose lines of 10,001 and 12,345 were shared out."""
    ticket = await app.ticket(project_id=project["id"])
    await final_case(app, ticket, *shares)
    spent(ticket, 10_001)
    spent(ticket, 12_345)
    await charged(app, ticket)
    return ticket


class TestAllocations:
    async def test_are_shown_in_the_order_of_the_splitting_page_by_page(self, app: TestApp) -> None:
        ticket = await shared_out(app, await site(app), share("owner", 4000), share("self", 6000))
        path = f"/v1/tickets/{ticket['id']}/liability/case/allocations"

        first = (await app.client.get(path, params={"limit": 3})).json()
        rest = (await app.client.get(path, params={"limit": 3, "cursor": first["next_cursor"]})).json()

        assert amounts([*first["items"], *rest["items"]]) == [4_000, 6_001, 4_938, 7_407]
        assert rest["next_cursor"] is None

    async def test_a_party_sees_its_own_only(self, app: TestApp) -> None:
        designer, installer = await party(app, "DESIGN", "designer"), await party(app, "INSTALL", "installer")
        stranger = await party(app, "STRANGER", "designer")
        project = await site(app)
        ticket = await shared_out(
            app, project, share("designer", 4000, designer), share("installer", 3500, installer), share("self", 2500)
        )
        client = await app.as_actor(Role.PARTNER, party_id=designer["id"])
        other = await app.as_actor(Role.PARTNER, party_id=stranger["id"])

        seen = await allocations(app, ticket, client=client)

        assert [(each["role"], each["amount"]["amount_minor"]) for each in seen] == [
            ("designer", 4_001),
            ("designer", 4_938),
        ]
        refusal(await other.get(f"/v1/tickets/{ticket['id']}/liability/case/allocations"), 404)

    async def test_a_customer_does_not_see_what_things_have_cost_us(self, app: TestApp) -> None:
        project = await site(app)
        ticket = await shared_out(app, project, share("owner", 4000), share("self", 6000))
        client = await app.as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])

        assert await allocations(app, ticket, client=client) == []

    async def test_of_a_case_that_was_not_proposed_are_hidden_from_the_customer(self, app: TestApp) -> None:
        project = await site(app)
        ticket = await app.ticket(project_id=project["id"])
        await found(app, ticket, share("self", 10_000))
        client = await app.as_actor(Role.CUSTOMER, customer_ids=[project["customer_id"]])

        answer = await client.get(f"/v1/tickets/{ticket['id']}/liability/case/allocations")

        assert refusal(answer, 404)["code"] == "liability.case.not_found"
        assert await allocations(app, ticket) == []
