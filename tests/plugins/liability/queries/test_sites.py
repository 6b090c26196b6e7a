"""Where a project stands, and from which days its warranties run."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import pytest

from liability_house import liability_app, promised, site
from wellkept_liability.queries import sites
from wellkept_sdk.ids import uuid7
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


class TestSite:
    async def test_counts_days_in_its_own_zone_or_in_the_customers(self, app: TestApp) -> None:
        customer = await app.customer(contract="plain", time_zone="Pacific/Auckland")
        own = await site(app)
        other = await app.project(customer_id=customer["id"])
        ctx = await app.house.context("liability", None)

        found = [await sites.site(ctx, UUID(each["id"])) for each in (own, other)]

        assert [each.time_zone for each in found] == ["Asia/Shanghai", "Pacific/Auckland"]
        assert [each.region_code for each in found] == ["310101", None]
        assert [each.today(ctx) for each in found] == [date(2026, 3, 2)] * 2


class TestItem:
    async def test_is_one_of_the_project(self, app: TestApp) -> None:
        project = await site(app)
        pump = await app.equipment(project_id=project["id"], installed_on="2024-01-05")
        ctx = await app.house.context("liability", None)

        found = await sites.equipment_days(ctx, UUID(project["id"]), UUID(pump["id"]))

        assert found == sites.EquipmentDays(id=UUID(pump["id"]), installed_on=date(2024, 1, 5))
        assert await sites.equipment_days(ctx, uuid7(), UUID(pump["id"])) is None

    async def test_counts_among_those_with_warranties_of_their_own(self, app: TestApp) -> None:
        project = await site(app)
        pump, _ = [await app.equipment(project_id=project["id"]) for _ in range(2)]
        await promised(app, project, equipment_id=pump["id"])
        ctx = await app.house.context("liability", None)

        assert list(await sites.days_of_equipment_with_terms(ctx, UUID(project["id"]))) == [UUID(pump["id"])]
