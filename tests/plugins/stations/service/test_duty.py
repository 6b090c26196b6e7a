"""Working time by calendar."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from calendar_calls import made
from stations_house import stations_app
from wellkept_sdk import Ctx
from wellkept_sdk.period import Period
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_stations import plugin as stations
from wellkept_stations.service.duty import duty

OFFICE: Json = {"mon": [{"opens": "09:00", "closes": "17:00"}]}
MONDAY_MORNING = datetime.fromisoformat("2026-03-02T08:30:00+08:00")
MONDAY_NOON = datetime.fromisoformat("2026-03-02T12:00:00+08:00")
MONDAY_NIGHT = datetime.fromisoformat("2026-03-02T23:00:00+08:00")


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with stations_app(request.param) as app:
        yield app


@pytest.fixture
async def ctx(app: TestApp) -> Ctx:
    return await app.house.context("stations", None)


class TestDuty:
    async def test_is_always_without_a_calendar_and_asks_nobody(self, app: TestApp, ctx: Ctx) -> None:
        before = app.house.statements

        found = await duty(ctx, [None])

        assert app.house.statements == before
        assert found.is_open(None, MONDAY_NIGHT)
        assert found.intervals(None, MONDAY_NOON, MONDAY_NIGHT) == [Period(starts_at=MONDAY_NOON, ends_at=MONDAY_NIGHT)]

    async def test_is_the_working_time_of_calendars_in_one_statement(self, app: TestApp, ctx: Ctx) -> None:
        await made(app, "office", weekly=OFFICE)
        await duty(ctx, ["office", "24x7"])
        before = app.house.statements

        found = await duty(ctx, ["office", None, "24x7", "office"])

        assert app.house.statements - before == 1
        assert [found.is_open("office", at) for at in (MONDAY_MORNING, MONDAY_NOON, MONDAY_NIGHT)] == [
            *(False, True, False)
        ]
        assert found.is_open("24x7", MONDAY_NIGHT)
        [open_hours] = found.intervals("office", MONDAY_MORNING, MONDAY_NIGHT)
        assert (open_hours.starts_at.isoformat(), open_hours.ends_at.isoformat()) == (
            "2026-03-02T01:00:00+00:00",
            "2026-03-02T09:00:00+00:00",
        )

    async def test_has_nothing_in_no_time(self, ctx: Ctx) -> None:
        assert (await duty(ctx, [])).intervals(None, MONDAY_NOON, MONDAY_NOON) == []

    async def test_is_always_where_there_are_no_calendars(self) -> None:
        async with TestApp(plugins=[stations]) as app:
            found = await duty(await app.house.context("stations", None), ["office"])

            assert found.is_open("office", MONDAY_NIGHT)
