import asyncio
from datetime import date

import pytest

from calendar_calls import EVERY_DAY, calendar, made, off, published, revised
from wellkept_calendars.schemas.holidays import CalendarsHolidayYearCreate, CalendarsYearStatus
from wellkept_calendars.service.publishing import publish
from wellkept_sdk.testing import TestApp

FOLLOWERS = ("yard", "follower", "newcomer", "cn-standard")
YEAR = CalendarsHolidayYearCreate(
    year=2027, status=CalendarsYearStatus.PUBLISHED, sources=(), checked_on=date(2026, 11, 20), days=()
)
#: Longer than a calendar takes to be made where nobody holds it up.
HOLD_UP_SECONDS = 0.5


class TestFollowing:
    async def test_misses_no_year_that_is_published_meanwhile(self, app: TestApp) -> None:
        yard = await made(app)
        follower = await made(app, "follower", holiday_sets=["cn"])

        await asyncio.gather(
            published(app, 2027, [off("2027-01-01")]),
            revised(app, yard["id"], holiday_sets=["cn"]),
            revised(app, follower["id"], weekly=EVERY_DAY),
            made(app, "newcomer", holiday_sets=["cn"]),
            published(app, 2028, [off("2028-01-03")]),
        )

        through = [(await calendar(app, code))["revision"]["published_through"] for code in FOLLOWERS]
        assert through == [2028] * len(FOLLOWERS)
        assert (await calendar(app, "follower"))["revision"]["weekly"] == EVERY_DAY

    @pytest.mark.parametrize("is_new", [True, False], ids=["new", "known"])
    async def test_begins_after_whoever_publishes(self, app: TestApp, *, is_new: bool) -> None:
        calendar_id = None if is_new else (await made(app))["id"]
        written, following = asyncio.Event(), asyncio.Event()

        await asyncio.gather(publishing(app, written, following), beginning(app, calendar_id, written, following))

        assert (await calendar(app, "yard"))["revision"]["published_through"] == 2027


async def publishing(app: TestApp, written: asyncio.Event, following: asyncio.Event) -> None:
    """Publish a year, its followers already looked up, and commit while somebody else begins to follow."""
    ctx = await app.house.context("calendars", None)
    async with ctx.db.transaction():
        await publish(ctx, "cn", YEAR)
        written.set()
        await following.wait()
        await asyncio.sleep(HOLD_UP_SECONDS)


async def beginning(app: TestApp, calendar_id: str | None, written: asyncio.Event, following: asyncio.Event) -> None:
    await written.wait()
    following.set()
    if calendar_id is None:
        await made(app, holiday_sets=["cn"])
    else:
        await revised(app, calendar_id, holiday_sets=["cn"])
