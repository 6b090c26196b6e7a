"""How the databases walk to the cases of a party and of a status."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from liability_cases import matter
from liability_house import liability_app
from wellkept_liability.queries.cases import CaseFilters
from wellkept_liability.rules.case_states import CaseStatus
from wellkept_sdk.db import Clause, Dialect
from wellkept_sdk.testing import TestApp, dialects


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with liability_app(request.param) as app:
        yield app


async def plan_of(app: TestApp, where: Clause) -> str:
    """Return how the database walks, if it may not read everything."""
    ctx = await app.house.context("liability", None)
    async with app.house.transaction():
        word = "EXPLAIN QUERY PLAN"
        if ctx.db.dialect is Dialect.POSTGRES:
            word = "EXPLAIN"
            await ctx.db.execute("SET LOCAL enable_seqscan = off")
        sql = f"{word} SELECT own.* FROM liability_case own WHERE {where.sql} ORDER BY own.id DESC LIMIT 51"
        rows = await app.house.fetch(sql, *where.args)
    return "\n".join(str(list(row.values())[-1]) for row in rows)


class TestWalk:
    async def test_to_the_cases_of_a_party_begins_with_its_shares(self, app: TestApp) -> None:
        seal = await matter(app)
        await seal.proposed()

        plan = await plan_of(app, CaseFilters(party_id=UUID(seal.designer["id"])).clause())

        assert "liability_share__party_id__version_id" in plan

    async def test_to_the_cases_of_a_status_begins_with_that(self, app: TestApp) -> None:
        await (await matter(app)).proposed()

        plan = await plan_of(app, CaseFilters(status=CaseStatus.PROPOSED).clause())

        assert "liability_case__status__answer_due_at" in plan
