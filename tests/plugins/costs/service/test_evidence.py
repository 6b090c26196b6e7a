"""How the customer's word reached us."""

import pytest

from costs_house import added, confirmed, costs_app, drafted, mistakes, moved, moving, path
from wellkept_sdk.actor import Role
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import Json, TestApp, dialects

LIMIT: Json = {"amount_minor": 300000, "currency": "CNY"}
UNKNOWN = [("/evidence/attachment_id", "unknown_reference")]


async def letter(app: TestApp, ticket: Json, **values: str) -> Json:
    """Return evidence by a file of a ticket."""
    files = {"file": ("letter.txt", b"Yes, up to 3,000.", "text/plain")}
    sent = await app.client.post(f"/v1/tickets/{ticket['id']}/attachments", files=files, data=values)
    assert sent.status_code == 201, sent.text
    return {"kind": "attachment", "contact_name": "Wang", "attachment_id": sent.json()["id"]}


@pytest.mark.parametrize("dialect", dialects(), ids=str)
class TestEvidence:
    async def test_may_be_a_file_of_the_ticket(self, dialect: Dialect) -> None:
        async with costs_app(dialect) as app:
            ticket = await app.ticket(contract="plain")
            told = await letter(app, ticket)

            approved = await app.client.post(path(ticket, "approvals"), json={"limit": LIMIT, "evidence": told})

            assert approved.status_code == 201, approved.text
            assert approved.json()["evidence"] == {**told, "statement": None}
            await added(app, ticket)
            await confirmed(app, ticket)
            statement = await moved(app, await drafted(app, ticket["customer_id"]), "issue")
            assert (await moved(app, statement, "agree", evidence=told))["status"] == "agreed"

    async def test_is_no_file_of_another_ticket(self, dialect: Dialect) -> None:
        async with costs_app(dialect) as app:
            ticket = await app.ticket(contract="plain")
            foreign = await letter(app, await app.ticket(contract="plain"))

            approved = await app.client.post(path(ticket, "approvals"), json={"limit": LIMIT, "evidence": foreign})

            assert mistakes(approved) == UNKNOWN
            await added(app, ticket)
            await confirmed(app, ticket)
            statement = await moved(app, await drafted(app, ticket["customer_id"]), "issue")
            assert mistakes(await moving(app, statement, "agree", evidence=foreign)) == UNKNOWN

    @pytest.mark.parametrize(("visibility", "status"), [("internal", 422), ("customer", 201)])
    async def test_is_no_file_that_the_customer_does_not_see(
        self, dialect: Dialect, visibility: str, status: int
    ) -> None:
        async with costs_app(dialect) as app:
            ticket = await app.ticket(contract="plain")
            told = await letter(app, ticket, visibility=visibility)
            customer = await app.as_actor(Role.CUSTOMER, customer_ids=[ticket["customer_id"]])

            approved = await customer.post(path(ticket, "approvals"), json={"limit": LIMIT, "evidence": told})

            assert approved.status_code == status, approved.text
