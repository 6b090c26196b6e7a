"""Skills and certificates, as they are checked and stored."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import pytest

from stations_house import engineer, station, stations_app
from wellkept_sdk import Ctx
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations.queries.engineer_pages import certificate_rows
from wellkept_stations.schemas.engineers import StationsCertificateEntry, StationsSkillLevel
from wellkept_stations.service.qualifying import qualification_mistakes, store_certificates, store_skills

PLC, PUMPS = StationsSkillLevel(code="plc", level=2), StationsSkillLevel(code="pumps", level=5)
HV = StationsCertificateEntry(code="hv", number="7", valid_until=date(2026, 11, 20))
GAS = StationsCertificateEntry(code="gas")


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


@pytest.fixture
async def ctx(app: TestApp) -> Ctx:
    return await app.house.context("stations", None)


@pytest.fixture
async def engineer_id(app: TestApp) -> UUID:
    return UUID((await engineer(app, (await station(app))["id"]))["id"])


class TestSkills:
    async def test_are_replaced(self, app: TestApp, ctx: Ctx, engineer_id: UUID) -> None:
        async with ctx.db.transaction():
            await store_skills(ctx, engineer_id, [PLC, PUMPS])
            await store_skills(ctx, engineer_id, [PUMPS])

        assert [(row["code"], row["level"]) for row in await app.house.fetch("SELECT * FROM stations_skill")] == [
            ("pumps", 5)
        ]


class TestCertificates:
    async def test_that_stay_keep_their_rows(self, ctx: Ctx, engineer_id: UUID) -> None:
        async with ctx.db.transaction():
            await store_certificates(ctx, engineer_id, [HV, GAS, GAS])
            before = {row["id"]: row["code"] for row in await certificate_rows(ctx, engineer_id)}
            await store_certificates(ctx, engineer_id, [GAS, StationsCertificateEntry(code="hv"), HV])
            after = {row["id"]: row["code"] for row in await certificate_rows(ctx, engineer_id)}

        assert sorted(before.values()) == ["gas", "gas", "hv"]
        assert sorted(after.values()) == ["gas", "hv", "hv"]
        assert len(before.keys() & after.keys()) == 2


class TestMistakes:
    def test_are_told_of_both_lists(self) -> None:
        over = StationsCertificateEntry(code="hv", valid_from=date(2026, 2, 2), valid_until=date(2026, 2, 1))

        found = qualification_mistakes([PLC, PLC], [HV, over])

        assert [error.pointer for mistake in found for error in mistake.errors] == [
            "/skills/1/code",
            "/certificates/1/valid_until",
        ]
