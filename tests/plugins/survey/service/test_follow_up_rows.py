"""The rows of follow-ups: their numbers, and how many statements they take."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from survey_follow_ups import planned, steps
from survey_house import survey_app
from wellkept_sdk import Ctx
from wellkept_sdk.testing import Json, TestApp, dialects
from wellkept_survey.service import follow_up_rows as rows


@pytest.fixture(params=dialects(), ids=str)
async def app(request: pytest.FixtureRequest) -> AsyncIterator[TestApp]:
    async with survey_app(request.param) as app:
        yield app


def draft(project: Json, occurrence: int) -> dict[str, Any]:
    return {
        "project_id": project["id"],
        "customer_id": project["customer_id"],
        "code": "half_yearly",
        "occurrence": occurrence,
        "kind": "visit",
        "due_on": date(2026, 5, 4),
        "window_until": date(2026, 6, 3),
        "checklist": [],
    }


async def stored(app: TestApp, ctx: Ctx, project: Json, occurrences: range) -> int:
    before = app.house.statements
    async with ctx.db.transaction():
        await rows.insert(ctx, [draft(project, occurrence) for occurrence in occurrences])
    return app.house.statements - before


class TestInsert:
    async def test_gives_each_the_next_number_and_its_first_step(self, app: TestApp) -> None:
        project = await app.project(contract="plain")
        first = await planned(app, project)
        ctx = await app.house.context("survey", None)

        async with ctx.db.transaction():
            made = await rows.insert(ctx, [draft(project, 1), draft(project, 2)])

        assert first["number"] == "F-00000001"
        assert [row["number"] for row in made] == ["F-00000002", "F-00000003"]
        (step,) = await steps(app, {"id": str(made[0]["id"])})
        assert (step["action"], step["from_status"], step["to_status"]) == ("plan", None, "planned")

    async def test_takes_as_many_statements_however_many_there_are(self, app: TestApp) -> None:
        project = await app.project(contract="plain")
        ctx = await app.house.context("survey", None)

        few, many = await stored(app, ctx, project, range(1, 3)), await stored(app, ctx, project, range(3, 40))

        assert few == many
