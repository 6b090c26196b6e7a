"""What coverage is asked about where nobody says more."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import pytest

from liability_house import liability_app, promised, site
from wellkept_liability.service import covering
from wellkept_sdk.errors import NotFound
from wellkept_sdk.ids import uuid7
from wellkept_sdk.services.liability import Covered
from wellkept_sdk.services.parties import PartyScope
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


class TestTicket:
    async def test_is_asked_about_its_own_day_and_scope(self, app: TestApp) -> None:
        ticket = await app.ticket(
            project_id=(await site(app))["id"],
            occurred_at="2026-03-01T16:30:00Z",
            extensions={"liability": {"scope": "hvac"}},
        )
        ctx = await app.house.context("liability", None)

        found = await covering.of_ticket(ctx, UUID(ticket["id"]))

        assert (found.on, found.scope, found.covered) == (date(2026, 3, 2), PartyScope.HVAC, Covered.NOT_COVERED)

    async def test_must_be_there(self, app: TestApp) -> None:
        ctx = await app.house.context("liability", None)

        with pytest.raises(NotFound):
            await covering.of_ticket(ctx, uuid7())


class TestTickets:
    async def test_are_asked_about_what_we_gave_for_what_they_are_about(self, app: TestApp) -> None:
        project = await site(app)
        await promised(app, project)
        await promised(app, project, scope="control")
        ticket = await app.ticket(
            project_id=project["id"],
            occurred_at="2026-03-01T00:00:00Z",
            extensions={"liability": {"scope": "control"}},
        )
        ctx = await app.house.context("liability", None)
        before = app.house.statements

        [(facts, coverage)] = (await covering.shown(ctx, [UUID(ticket["id"])])).values()

        assert app.house.statements == before + 1
        assert [each.scope for each in facts.promises] == [PartyScope.CONTROL]
        assert coverage.covered is Covered.COVERED


class TestItem:
    async def test_is_asked_about_the_day_that_it_is_at_its_site(self, app: TestApp) -> None:
        pump = await app.equipment(project_id=(await site(app))["id"])
        ctx = await app.house.context("liability", None)

        assert (await covering.of_equipment(ctx, UUID(pump["id"]))).on == date(2026, 3, 2)
