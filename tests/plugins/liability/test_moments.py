"""When something happened, as callers say it: not in the future, and not before what it follows."""

from collections.abc import AsyncIterator

import pytest

from liability_house import liability_app, site
from liability_money import deducted, withheld
from refusals import mistakes
from wellkept_sdk.testing import Json, TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


@pytest.fixture
async def kept(app: TestApp) -> Json:
    return await withheld(app, await site(app))


class TestMoment:
    async def test_is_now_where_nobody_says(self, app: TestApp, kept: Json) -> None:
        assert (await deducted(app, kept, 1)).json()["entries"][1]["occurred_at"] == "2026-03-02T02:00:00Z"

    async def test_is_told_in_any_zone(self, app: TestApp, kept: Json) -> None:
        answer = await deducted(app, kept, 1, occurred_at="2026-03-02T09:00:00+08:00")

        assert answer.json()["entries"][1]["occurred_at"] == "2026-03-02T01:00:00Z"

    @pytest.mark.parametrize(("occurred_at", "status"), [("2026-03-02T02:01:00Z", 201), ("2026-03-02T02:01:01Z", 422)])
    async def test_may_be_ahead_by_what_clocks_differ(
        self, app: TestApp, kept: Json, occurred_at: str, status: int
    ) -> None:
        assert (await deducted(app, kept, 1, occurred_at=occurred_at)).status_code == status

    @pytest.mark.parametrize("occurred_at", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
    async def test_lies_within_the_calendar(self, app: TestApp, kept: Json, occurred_at: str) -> None:
        assert mistakes(await deducted(app, kept, 1, occurred_at=occurred_at)) == {"/occurred_at": "too_large"}
