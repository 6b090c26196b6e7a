"""Writing many rows at once."""

from collections.abc import AsyncIterator, Sequence

import pytest

from sla_house import moment, sla_app
from wellkept_sdk.db import replacing, store
from wellkept_sdk.db.storing import TOGETHER_MAX
from wellkept_sdk.ids import uuid7
from wellkept_sdk.testing import TestApp, dialects

COLUMNS = ("id", "created_at", "hash", "document")


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with sla_app(request.param) as app:
        yield app


def terms(count: int, *, document: object = None) -> Sequence[Sequence[object]]:
    at = moment("2026-03-02 09:00")
    return [(uuid7(), at, f"{number:064}", document or {"n": number}) for number in range(count)]


class TestStore:
    @pytest.mark.parametrize("count", [1, 2, TOGETHER_MAX, TOGETHER_MAX + 1, 500])
    async def test_writes_any_number_in_one_statement(self, app: TestApp, count: int) -> None:
        ctx = await app.house.context("sla", None)

        async with app.house.transaction():
            before = app.house.statements
            await store(ctx.db, "sla_terms", columns=COLUMNS, rows=terms(count))
            sent = app.house.statements - before

        rows = await app.house.fetch("SELECT document FROM sla_terms ORDER BY hash")
        assert sent == 1
        assert [row["document"] for row in rows] == [{"n": number} for number in range(count)]

    async def test_sends_nothing_without_rows(self, app: TestApp) -> None:
        ctx = await app.house.context("sla", None)

        before = app.house.statements
        await store(ctx.db, "sla_terms", columns=COLUMNS, rows=[])

        assert app.house.statements == before

    async def test_gives_rows_that_are_there_their_new_values(self, app: TestApp) -> None:
        ctx = await app.house.context("sla", None)
        again = f"ON CONFLICT (hash) DO UPDATE SET {replacing(['document'])}"

        for document in ({"n": "old"}, {"n": "new"}):
            async with app.house.transaction():
                rows = terms(2, document=document)
                await store(ctx.db, "sla_terms", columns=COLUMNS, rows=rows, conflict=again)

        found = await app.house.fetch("SELECT document FROM sla_terms")
        assert [row["document"] for row in found] == [{"n": "new"}] * 2
