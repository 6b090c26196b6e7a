"""Every day that the State Council has named, and how days are asked for."""

import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from calendar_calls import CALENDARS, calendar, errors, made, revised
from surroundings import real_data
from wellkept_sdk.testing import Json, TestApp

SATURDAY = 5
YEARS = range(2007, 2027)


class TestOfficialDays:
    async def test_are_those_of_the_papers_every_day_of_twenty_years(self, app: TestApp) -> None:
        known = json.loads(real_data("cn_holidays/working_days_by_year.json").read_text(encoding="utf-8"))
        calendar_id = (await calendar(app))["id"]

        told = {year: await days(app, calendar_id, f"{year}-01-01", f"{year}-12-31") for year in YEARS}

        assert {year: sum(day["working"] for day in found) for year, found in told.items()} == {
            year: known[str(year)]["working_days"] for year in YEARS
        }
        differing = [
            day for found in told.values() for day in found if day["working"] is not is_worked(day["on"], known)
        ]
        assert differing == []
        assert all(day["published"] for found in told.values() for day in found)

    @pytest.mark.parametrize(("year", "working"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
    async def test_leave_so_many_working_days(self, app: TestApp, year: int, working: int) -> None:
        calendar_id = (await calendar(app))["id"]

        found = await days(app, calendar_id, f"{year}-01-01", f"{year}-12-31")

        assert sum(day["working"] for day in found) == working

    async def test_of_a_year_without_a_paper_follow_the_week_and_say_so(self, app: TestApp) -> None:
        calendar_id = (await calendar(app))["id"]

        [new_year] = await days(app, calendar_id, "2027-01-01", "2027-01-01")

        assert (new_year["working"], new_year["because"], new_year["published"]) == (True, "weekly", False)


class TestDays:
    async def test_say_when_they_are_worked_and_why(self, app: TestApp) -> None:
        calendar_id = (await calendar(app))["id"]
        await revised(app, calendar_id, add_exceptions=[{"on": "2026-02-13", "kind": "closed", "name": "盘点"}])

        found = await days(app, calendar_id, "2026-02-12", "2026-02-15")

        assert [(day["on"], day["working"], day["because"], day["name"]) for day in found] == [
            ("2026-02-12", True, "weekly", None),
            ("2026-02-13", False, "exception", "盘点"),
            ("2026-02-14", True, "make_up", "春节"),
            ("2026-02-15", False, "holiday", "春节"),
        ]
        assert found[2]["intervals"] == [
            {"opens_at": "2026-02-14T00:30:00Z", "closes_at": "2026-02-14T04:00:00Z"},
            {"opens_at": "2026-02-14T05:30:00Z", "closes_at": "2026-02-14T10:00:00Z"},
        ]

    async def test_are_published_where_no_set_is_followed(self, app: TestApp) -> None:
        yard = await made(app)

        [found] = await days(app, yard["id"], "2030-01-01", "2030-01-01")

        assert found["published"] is True

    @pytest.mark.parametrize(
        ("from_on", "to_on", "mistakes"),
        [
            ("2026-02-02", "2026-02-01", [("query/to_on", "too_small")]),
            ("2026-01-01", "2027-02-05", [("query/to_on", "too_large")]),
            ("1899-12-31", "1900-01-01", [("query/from_on", "too_small")]),
            ("2200-12-31", "2201-01-01", [("query/to_on", "too_large")]),
            ("tomorrow", "2026-01-01", [("query/from_on", "type")]),
        ],
    )
    async def test_are_refused_beyond_bounds(
        self, app: TestApp, from_on: str, to_on: str, mistakes: list[tuple[str, str]]
    ) -> None:
        calendar_id = (await calendar(app))["id"]

        answer = await app.client.get(f"{CALENDARS}/{calendar_id}/days", params={"from_on": from_on, "to_on": to_on})

        assert errors(answer) == mistakes

    async def test_are_at_most_four_hundred(self, app: TestApp) -> None:
        calendar_id = (await calendar(app))["id"]

        assert len(await days(app, calendar_id, "2026-01-01", "2027-02-04")) == 400

    async def test_need_a_calendar(self, app: TestApp) -> None:
        params = {"from_on": "2026-01-01", "to_on": "2026-01-01"}

        answer = await app.client.get(f"{CALENDARS}/{UUID(int=1)}/days", params=params)

        assert (answer.status_code, answer.json()["code"]) == (404, "calendars.calendar.not_found")


async def days(app: TestApp, calendar_id: str, from_on: str, to_on: str) -> list[Json]:
    answer = await app.client.get(f"{CALENDARS}/{calendar_id}/days", params={"from_on": from_on, "to_on": to_on})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def is_worked(on: str, known: dict[str, Any]) -> bool:
    year = known[on[:4]]
    return on in year["make_up_working_days"] or (
        date.fromisoformat(on).weekday() < SATURDAY and on not in year["off_days_listed"]
    )
