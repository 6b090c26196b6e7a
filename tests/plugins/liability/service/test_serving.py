"""What other plugins get under the key `LIABILITY`."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from liability_house import done, found, liability_app, promised, site
from wellkept_sdk import RecordName
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import TicketId, uuid7
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.services.liability import LIABILITY, Covered
from wellkept_sdk.services.parties import PartyScope
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def ticket(app: TestApp) -> Json:
    project = await site(app)
    await promised(app, project)
    return await app.ticket(project_id=project["id"], extensions={"liability": {"scope": "electrical"}})


async def serving(app: TestApp, ticket: Json) -> Any:
    ctx = await app.house.context("costs", RecordRef(name=RecordName.TICKET, id=UUID(ticket["id"])))
    return ctx.service(LIABILITY)


class TestCoverage:
    async def test_is_that_of_the_tickets_scope_or_of_another(self, app: TestApp, ticket: Json) -> None:
        service, ticket_id = await serving(app, ticket), TicketId(UUID(ticket["id"]))

        inside = await service.coverage(ticket_id, on=date(2026, 3, 1))
        after = await service.coverage(ticket_id, on=date(2026, 3, 2))
        other = await service.coverage(ticket_id, on=date(2026, 3, 1), scope=PartyScope.HVAC)

        assert [each.covered for each in (inside, after, other)] == [
            Covered.COVERED,
            Covered.NOT_COVERED,
            Covered.NOT_COVERED,
        ]

    async def test_is_none_of_a_ticket_that_there_is_not(self, app: TestApp, ticket: Json) -> None:
        service = await serving(app, ticket)

        with pytest.raises(NotFound):
            await service.coverage(TicketId(uuid7()), on=date(2026, 3, 1))


class TestShares:
    async def test_are_told_once_they_are_final(self, app: TestApp, ticket: Json) -> None:
        service, ticket_id = await serving(app, ticket), TicketId(UUID(ticket["id"]))
        await found(app, ticket, {"role": "self", "share_bp": 7_500}, {"role": "force_majeure", "share_bp": 2_500})
        before = await service.shares(ticket_id)
        for action in ("propose", "finalise"):
            assert (await done(app, ticket, action)).status_code == 201

        shares = await service.shares(ticket_id)

        assert before is None
        assert [(each.role, each.share_bp) for each in shares] == [("self", 7_500), ("force_majeure", 2_500)]
