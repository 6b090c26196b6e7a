"""Working days by the deployment's default calendar."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from survey_house import survey_app
from wellkept_sdk.db import Dialect
from wellkept_sdk.testing import TestApp
from wellkept_survey import plugin as survey
from wellkept_survey.service.working_days import working_days


@pytest.fixture
async def app() -> AsyncIterator[TestApp]:
    async with survey_app(Dialect.SQLITE) as app:
        yield app


class TestWorkingDays:
    async def test_are_those_of_the_default_calendar(self, app: TestApp) -> None:
        is_working = await working_days(await app.house.context("survey", None))

        assert is_working(date(2026, 3, 2))
        assert not is_working(date(2026, 3, 7))
        # Holidays, and the Sunday on which China works instead.
        assert not is_working(date(2026, 1, 1))
        assert is_working(date(2026, 1, 4))

    async def test_are_all_days_of_years_that_no_calendar_counts(self, app: TestApp) -> None:
        is_working = await working_days(await app.house.context("survey", None))

        # Both are Saturdays.
        assert is_working(date(1700, 1, 2))
        assert is_working(date(2300, 1, 6))

    async def test_are_asked_for_once(self, app: TestApp) -> None:
        ctx = await app.house.context("survey", None)
        is_working = await working_days(ctx)
        before = app.house.statements

        assert [is_working(date(2026, 3, day)) for day in range(2, 9)] == [True] * 5 + [False] * 2
        assert app.house.statements == before

    async def test_are_all_days_without_calendars(self) -> None:
        async with TestApp(plugins=[survey]) as app:
            is_working = await working_days(await app.house.context("survey", None))

        assert is_working(date(2026, 3, 7))
