"""Parties and calendars that a body names, with those who know them and without."""

from collections.abc import AsyncIterator

import pytest

from fake_parties import BLOCKED, PUMPCO
from stations_house import stations_app
from wellkept_sdk import Ctx
from wellkept_sdk.errors import Conflict, Invalid
from wellkept_sdk.ids import uuid7
from wellkept_sdk.testing import TestApp, dialects
from wellkept_stations import plugin as stations
from wellkept_stations.service.references import reference_mistakes, require_party


@pytest.fixture(params=dialects(), ids=str)
async def ctx(request: pytest.FixtureRequest) -> AsyncIterator[Ctx]:
    async with stations_app(request.param) as app:
        yield await app.house.context("stations", None)


def told(mistakes: list[Invalid]) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for mistake in mistakes for error in mistake.errors]


class TestReference:
    async def test_is_there(self, ctx: Ctx) -> None:
        assert told(await reference_mistakes(ctx, {"party_id": uuid7(), "calendar_code": "none"})) == [
            ("/party_id", "unknown_reference"),
            ("/calendar_code", "unknown_reference"),
        ]
        assert await reference_mistakes(ctx, {"party_id": BLOCKED.id, "calendar_code": "24x7"}) == []
        assert await reference_mistakes(ctx, {"party_id": None, "calendar_code": None, "name": "x"}) == []
        assert await reference_mistakes(ctx, {}) == []

    async def test_to_a_party_that_is_blocked_is_refused(self, ctx: Ctx) -> None:
        await require_party(ctx, PUMPCO.id)
        await require_party(ctx, None)
        with pytest.raises(Conflict):
            await require_party(ctx, BLOCKED.id)

    async def test_is_taken_as_it_is_where_nobody_knows_better(self) -> None:
        async with TestApp(plugins=[stations]) as app:
            alone = await app.house.context("stations", None)

            assert await reference_mistakes(alone, {"party_id": uuid7(), "calendar_code": "none"}) == []
            await require_party(alone, uuid7())
