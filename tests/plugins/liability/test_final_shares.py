"""What other plugins are told of shares."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from liability_cases import matter
from liability_house import liability_app
from wellkept_sdk import RecordName
from wellkept_sdk.ids import TicketId
from wellkept_sdk.records.references import RecordRef
from wellkept_sdk.services.liability import LIABILITY
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


class TestShares:
    async def test_are_told_once_they_are_final(self, app: TestApp) -> None:
        seal = await matter(app)
        ticket_id = TicketId(UUID(seal.ticket["id"]))
        service = (await app.house.context("parties", RecordRef(RecordName.TICKET, ticket_id))).service(LIABILITY)
        without = await service.shares(ticket_id)
        await seal.proposed()
        early = await service.shares(ticket_id)
        await seal.accepted_for(seal.designer)
        await seal.accepted_for(seal.installer)
        case = await seal.did("finalise")

        before = app.house.statements
        shares = await service.shares(ticket_id) or []
        statements = app.house.statements - before

        assert (without, early, statements) == (None, None, 1)
        assert [(str(each.id), each.role, each.share_bp) for each in shares] == [
            (each["id"], each["role"], each["share_bp"]) for each in case["shares"]
        ]
        assert str(shares[0].party_id) == seal.designer["id"]
