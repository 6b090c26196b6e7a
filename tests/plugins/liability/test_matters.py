"""What a ticket is about, in one statement."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from liability_house import liability_app
from parties_house import did
from wellkept_liability.queries.matters import Matter, matter_of
from wellkept_sdk import RecordName
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


async def told(app: TestApp, ticket: Json) -> Matter:
    ticket_id = TicketId(UUID(ticket["id"]))
    ctx = await app.house.context("liability", RecordRef(RecordName.TICKET, ticket_id))
    before = app.house.statements
    found = await matter_of(ctx, ticket_id)
    assert app.house.statements - before == 1
    return found


class TestMatter:
    async def test_has_the_item_and_all_that_it_belongs_to(self, app: TestApp) -> None:
        plant = await app.equipment(contract="plain")
        line = await app.equipment(project_id=plant["project_id"], parent_id=plant["id"])
        pump = await app.equipment(project_id=plant["project_id"], parent_id=line["id"])
        ticket = await app.ticket(
            project_id=plant["project_id"], equipment_id=pump["id"], extensions={"liability": {"scope": "plumbing"}}
        )
        await did(app, ticket, "resolve", cause_code="design")

        found = await told(app, ticket)

        assert [str(each) for each in found.equipment_ids] == [pump["id"], line["id"], plant["id"]]
        assert (str(found.project_id), found.cause_code, found.scope) == (plant["project_id"], "design", "plumbing")

    async def test_may_know_nothing_but_the_project(self, app: TestApp) -> None:
        ticket = await app.ticket(contract="plain")

        found = await told(app, ticket)

        assert (found.equipment_ids, found.cause_code, found.scope) == ([], None, None)
