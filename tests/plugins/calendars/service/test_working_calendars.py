from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from calendar_calls import CALENDARS, EVERY_DAY, made, off, published, revised
from wellkept_calendars import plugin
from wellkept_calendars.service import working_calendars
from wellkept_calendars.service.working_calendars import Calendars
from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect
from wellkept_sdk.period import BusinessTime
from wellkept_sdk.services.calendars import CALENDARS as KEY
from wellkept_sdk.services.calendars import CalendarNotFound, CalendarUnreachable, WorkingCalendar
from wellkept_sdk.testing import TestApp

MONDAY_OPENING = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
HOUR = BusinessTime(duration="PT1H")


@pytest.fixture
async def ctx(app: TestApp) -> Ctx:
    return await app.house.context("calendars", None)


@pytest.fixture
def service(ctx: Ctx) -> Calendars:
    return Calendars(ctx)


class TestCalendars:
    async def test_are_what_others_get_under_the_key(self, ctx: Ctx) -> None:
        calendar = await ctx.service(KEY).find("cn-standard")

        assert (calendar.code, calendar.revision, calendar.time_zone) == ("cn-standard", 1, "Asia/Shanghai")
        assert calendar.add(MONDAY_OPENING, HOUR).at == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)

    async def test_are_the_present_revision_or_the_one_asked_for(self, app: TestApp, service: Calendars) -> None:
        yard = await made(app)
        await revised(app, yard["id"], weekly=EVERY_DAY)

        present = await service.find("yard")
        earlier = await service.find("yard", revision_id=UUID(yard["revision"]["id"]))

        assert [(each.revision, each.is_open(MIDNIGHT)) for each in (present, earlier)] == [(2, True), (1, False)]

    async def test_have_no_revision_of_another_calendar(self, app: TestApp, service: Calendars) -> None:
        yard = await made(app)

        with pytest.raises(CalendarNotFound):
            await service.find("24x7", revision_id=UUID(yard["revision"]["id"]))

    async def test_are_read_in_another_zone(self, service: Calendars) -> None:
        elsewhere = await service.find("cn-standard", time_zone="Europe/Berlin")

        assert elsewhere.time_zone == "Europe/Berlin"
        assert elsewhere.opening(MONDAY_OPENING) == datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
        with pytest.raises(ValueError, match="Mars"):
            await service.find("cn-standard", time_zone="Mars/Base")

    async def test_are_not_found_under_an_unknown_code(self, service: Calendars) -> None:
        with pytest.raises(CalendarNotFound):
            await service.find("nowhere")

    async def test_are_found_together(self, service: Calendars) -> None:
        found = await service.find_many(["24x7", "cn-standard", "nowhere"])

        assert {code: calendar.code for code, calendar in found.items()} == {
            "24x7": "24x7",
            "cn-standard": "cn-standard",
        }

    async def test_are_found_by_their_revisions(self, service: Calendars) -> None:
        present = await service.find("24x7")

        found = await service.revisions([present.revision_id, UUID(int=1)])

        assert list(found) == [present.revision_id]

    async def test_exist_for_new_terms_until_they_are_archived(self, app: TestApp, service: Calendars) -> None:
        yard = await made(app)
        before = await service.exists("yard")
        await app.client.patch(f"{CALENDARS}/{yard['id']}", json={"archived": True})

        assert (before, await service.exists("yard"), await service.exists("nowhere")) == (True, False, False)
        assert (await service.find("yard")).code == "yard"

    async def test_know_the_years_that_were_known_when_they_were_revised(
        self, app: TestApp, service: Calendars
    ) -> None:
        new_year = datetime(2027, 1, 1, 2, tzinfo=UTC)
        before = await service.find("cn-standard")
        await published(app, 2027, [off("2027-01-01")])
        after = await service.find("cn-standard")

        assert [(each.is_open(new_year), each.is_provisional(new_year, new_year)) for each in (before, after)] == [
            (True, True),
            (False, False),
        ]


class TestCost:
    async def test_is_one_statement_for_what_is_remembered(self, app: TestApp, service: Calendars) -> None:
        first = await service.find("cn-standard")
        await service.find("24x7")

        assert await statements(app, lambda: service.find("cn-standard", time_zone="UTC")) == 1
        assert await statements(app, lambda: service.find_many(["cn-standard", "24x7"])) == 1
        assert await statements(app, lambda: service.revisions([first.revision_id])) == 0

    async def test_does_not_grow_with_what_is_not(self, app: TestApp, service: Calendars) -> None:
        codes = [(await made(app, f"yard-{number}", holiday_sets=["cn"]))["code"] for number in range(5)]

        assert await statements(app, lambda: service.find_many(codes)) == 3

    async def test_is_bounded_in_memory(
        self, app: TestApp, service: Calendars, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(working_calendars, "REMEMBERED_MAX", 1)
        last = await service.find("24x7")
        dropped = await service.find("cn-standard")

        assert await statements(app, lambda: service.revisions([dropped.revision_id])) == 0
        assert await statements(app, lambda: service.revisions([last.revision_id])) > 0


class TestDefault:
    async def test_is_the_standard_one(self, service: Calendars) -> None:
        assert (await service.default()).code == "cn-standard"
        assert (await service.default(time_zone="UTC")).time_zone == "UTC"

    async def test_is_what_the_deployment_says(self, small: TestApp) -> None:
        ctx = await small.house.context("calendars", None)

        assert (await Calendars(ctx).default()).code == "24x7"

    async def test_may_be_missing(self, dialect: Dialect) -> None:
        settings = {"calendars_default": "nowhere"}
        async with TestApp(plugins=[plugin], database=dialect, settings=settings) as app:
            ctx = await app.house.context("calendars", None)

            with pytest.raises(CalendarNotFound):
                await Calendars(ctx).default()


class TestHorizon:
    async def test_is_what_the_deployment_says(self, small: TestApp) -> None:
        await made(small, weekly={"mon": [{"opens": "08:00", "closes": "09:00"}]})
        calendar = await Calendars(await small.house.context("calendars", None)).find("yard")

        assert is_reachable(calendar, hours=52)
        assert not is_reachable(calendar, hours=52 * 3)


MIDNIGHT = datetime(2026, 3, 1, 16, tzinfo=UTC)


@pytest.fixture
async def small(dialect: Dialect) -> AsyncIterator[TestApp]:
    settings = {"calendars_default": "24x7", "calendars_horizon_years": 1}
    async with TestApp(plugins=[plugin], database=dialect, settings=settings) as app:
        yield app


def is_reachable(calendar: WorkingCalendar, *, hours: int) -> bool:
    try:
        calendar.add(MONDAY_OPENING, BusinessTime(duration=f"PT{hours}H"))
    except CalendarUnreachable:
        return False
    return True


async def statements(app: TestApp, call: Callable[[], Awaitable[object]]) -> int:
    before = app.house.statements
    await call()
    return app.house.statements - before
