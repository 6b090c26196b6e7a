"""Expressions that the databases write differently."""

from collections.abc import AsyncIterator
from uuid import RFC_4122, UUID

import pytest

from costs_house import costs_app
from wellkept_sdk.db import new_ids, typed
from wellkept_sdk.ids import uuid7
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with costs_app(request.param) as app:
        yield app


async def test_new_ids_are_of_version_seven_of_this_moment_and_of_each_row_alone(app: TestApp) -> None:
    ctx = await app.house.context("costs", None)
    ids = new_ids(ctx.db.dialect)
    three = "(SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3)"
    before = uuid7()

    async with app.house.transaction():
        rows = await ctx.db.fetch(f"SELECT {ids.sql} AS id FROM {three} AS three", *ids.args)

    made = {UUID(str(row["id"])) for row in rows}
    assert len(made) == 3
    assert {(each.version, each.variant) for each in made} == {(7, RFC_4122)}
    assert all(abs((each.int >> 80) - (before.int >> 80)) < 60_000 for each in made), "milliseconds"


async def test_a_typed_placeholder_can_be_selected(app: TestApp) -> None:
    ctx = await app.house.context("costs", None)

    async with app.house.transaction():
        row = await ctx.db.fetch_one(f"SELECT {typed(ctx.db.dialect, 'text')} AS said", "pump")

    assert row == {"said": "pump"}
