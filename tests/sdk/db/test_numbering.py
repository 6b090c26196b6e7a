"""The places of rows in a sequence."""

from collections.abc import AsyncIterator

import pytest

from costs_house import costs_app
from wellkept_sdk.db import Numbering, padded
from wellkept_sdk.testing import TestApp, dialects

LINES = Numbering("costs_line", column="number")


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with costs_app(request.param) as app:
        yield app


class TestNumbering:
    async def test_reserves_any_number_of_places_in_one_statement(self, app: TestApp) -> None:
        ctx = await app.house.context("costs", None)

        async with app.house.transaction():
            before = app.house.statements
            places = await LINES.places(ctx.db, 3)
            sent = app.house.statements - before

        assert (places, sent) == ([1, 2, 3], 1)

    async def test_reserves_one(self, app: TestApp) -> None:
        ctx = await app.house.context("costs", None)

        async with app.house.transaction():
            assert await LINES.place(ctx.db) == 1

    async def test_writes_places_into_a_statement(self, app: TestApp) -> None:
        ctx = await app.house.context("costs", None)

        async with app.house.transaction():
            first, second = await LINES.expressions(ctx.db, 2)
            row = await ctx.db.fetch_one(f"SELECT {first} AS first, {second} AS second")

        assert row == {"first": 1, "second": 2}

    async def test_writes_the_next_place_into_a_statement(self, app: TestApp) -> None:
        ctx = await app.house.context("costs", None)

        async with app.house.transaction():
            row = await ctx.db.fetch_one(f"SELECT {LINES.expression(ctx.db.dialect)} AS place")

        assert row == {"place": 1}


@pytest.mark.parametrize(("place", "expected"), [(7, "0007"), (9999, "9999"), (12345, "12345")])
async def test_a_padded_place_is_never_cut(app: TestApp, place: int, expected: str) -> None:
    ctx = await app.house.context("costs", None)

    async with app.house.transaction():
        row = await ctx.db.fetch_one(f"SELECT {padded(ctx.db.dialect, str(place), digits=4)} AS written")

    assert row is not None
    assert row["written"] == expected
