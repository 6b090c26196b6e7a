import pytest

from calendar_calls import CALENDARS, calendar, made, published
from wellkept_calendars.queries.publication import last_without_gap, published_through
from wellkept_sdk.testing import TestApp


class TestLastWithoutGap:
    @pytest.mark.parametrize(
        ("years", "last"),
        [([], None), ([2026], 2026), ([2024, 2025, 2026], 2026), ([2027, 2024, 2025], 2025), ([2026, 2028], 2026)],
    )
    def test_follows_from_the_first_year_on(self, years: list[int], last: int | None) -> None:
        assert last_without_gap(years) == last


class TestPublishedThrough:
    async def test_is_that_of_the_set_that_ends_first(self, app: TestApp) -> None:
        await app.created(f"{CALENDARS}/holiday-sets", {"code": "acme", "name": "Acme", "region_code": "CN"})
        yard = await made(app, holiday_sets=["cn", "acme"])
        for year in (2023, 2024, 2026):
            await published(app, year, [], code="acme")

        through = (await calendar(app, "yard"))["revision"]["published_through"]

        assert (yard["revision"]["published_through"], through) == (None, 2024)

    async def test_costs_one_statement_for_many_rows_and_none_without_sets(self, app: TestApp) -> None:
        ctx = await app.house.context("calendars", None)
        pins = await app.house.fetch("SELECT holiday_year_ids FROM calendars_revision ORDER BY id")
        before = app.house.statements

        assert await published_through(ctx, [*pins, *pins]) == [None, 2026, None, 2026]
        assert app.house.statements - before == 1
        assert await published_through(ctx, [{"holiday_year_ids": []}]) == [None]
        assert app.house.statements - before == 1
