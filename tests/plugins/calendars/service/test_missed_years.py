from datetime import UTC, datetime, timedelta

import pytest

from calendar_calls import CALENDARS, made, off, published
from wellkept_sdk.testing import Json, TestApp

MISSED = "SELECT data FROM event WHERE type = 'calendars.holiday_year.missed' ORDER BY seq"
SECOND_OF_DECEMBER = datetime(2026, 12, 2, 6, tzinfo=UTC)
CN_2027 = {"set_code": "cn", "year": 2027}


class TestMissedYear:
    @pytest.mark.parametrize(("at", "is_told"), [("2026-12-01T23:00", False), ("2026-12-02T00:00", True)])
    async def test_is_told_after_the_first_of_december(self, app: TestApp, at: str, *, is_told: bool) -> None:
        app.clock.set(datetime.fromisoformat(f"{at}:00+00:00"))

        await app.drain()

        assert await missed(app) == ([CN_2027] if is_told else [])

    async def test_is_told_once(self, app: TestApp) -> None:
        app.clock.set(SECOND_OF_DECEMBER)

        for _ in range(3):
            await app.drain()
            app.clock.advance(timedelta(days=25))

        assert await missed(app) == [CN_2027]

    async def test_is_told_again_the_year_after(self, app: TestApp) -> None:
        app.clock.set(SECOND_OF_DECEMBER)
        await app.drain()
        app.clock.advance(timedelta(days=365))
        await app.drain()

        assert await missed(app) == [CN_2027, {"set_code": "cn", "year": 2028}]

    async def test_is_none_once_it_is_published(self, app: TestApp) -> None:
        await published(app, 2027, [off("2027-01-01")])
        app.clock.set(SECOND_OF_DECEMBER)

        await app.drain()

        assert await missed(app) == []

    async def test_is_still_missed_when_somebody_has_looked_in_vain(self, app: TestApp) -> None:
        await published(app, 2027, [], status="not_yet_published")
        app.clock.set(SECOND_OF_DECEMBER)

        await app.drain()

        assert await missed(app) == [CN_2027]

    async def test_matters_only_where_the_set_is_followed(self, app: TestApp) -> None:
        for code in ("followed", "stranger"):
            await app.created(f"{CALENDARS}/holiday-sets", {"code": code, "name": code, "region_code": "CN"})
            await published(app, 2026, [], code=code)
        await made(app, holiday_sets=["followed"])
        app.clock.set(SECOND_OF_DECEMBER)

        await app.drain()

        assert await missed(app) == [CN_2027, {"set_code": "followed", "year": 2027}]

    async def test_is_told_late_where_nobody_has_looked_in_december(self, app: TestApp) -> None:
        app.clock.set(datetime(2027, 1, 5, tzinfo=UTC))

        await app.drain()

        assert await missed(app) == [CN_2027]


async def missed(app: TestApp) -> list[Json]:
    return [row["data"] for row in await app.house.fetch(MISSED)]
