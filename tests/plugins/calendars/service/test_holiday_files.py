import json
from datetime import date
from pathlib import Path

import msgspec
import pytest

import wellkept_calendars
from surroundings import real_data
from wellkept_calendars.rules.content import CalendarsHolidayDay, CalendarsHolidayKind
from wellkept_calendars.schemas.holidays import CalendarsYearStatus
from wellkept_calendars.service.holiday_files import read

SHIPPED = Path(wellkept_calendars.__file__).parent / "data" / "cn"
CHECKED_ON = date(2026, 11, 21)


class TestRead:
    def test_takes_the_form_that_is_shipped(self) -> None:
        year = read((SHIPPED / "2026.json").read_bytes(), checked_on=date(2030, 1, 1))

        assert (year.year, year.status, year.checked_on) == (2026, CalendarsYearStatus.PUBLISHED, CHECKED_ON)
        assert year.days[3] == CalendarsHolidayDay(on=date(2026, 1, 4), kind=CalendarsHolidayKind.WORKING, name="元旦")

    def test_takes_the_form_of_holiday_cn(self) -> None:
        theirs = {
            "$schema": "https://example.com/schema.json",
            "year": 2027,
            "papers": ["https://example.com/paper"],
            "days": [
                {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
                {"name": "元旦", "date": "2027-01-02", "isOffDay": False},
            ],
        }

        year = read(json.dumps(theirs).encode(), checked_on=CHECKED_ON)

        assert (year.year, year.status, year.sources) == (2027, "published", ("https://example.com/paper",))
        assert [(day.on, day.kind) for day in year.days] == [(date(2027, 1, 1), "off"), (date(2027, 1, 2), "working")]

    def test_takes_a_year_of_holiday_cn_without_days_as_not_published(self) -> None:
        year = read(b'{"year": 2027, "papers": [], "days": []}', checked_on=CHECKED_ON)

        assert (year.status, year.checked_on) == (CalendarsYearStatus.NOT_YET_PUBLISHED, CHECKED_ON)

    @pytest.mark.parametrize(
        "file", [b"", b"[]", b"\xff", b'{"year": 2027}', b'{"year": 12, "papers": [], "days": []}', b'{"papers": 1}']
    )
    def test_refuses_what_is_neither(self, file: bytes) -> None:
        with pytest.raises(msgspec.DecodeError):
            read(file, checked_on=CHECKED_ON)


class TestShippedYear:
    @pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
    def test_says_what_its_source_says(self, year: int) -> None:
        theirs = read(real_data(f"cn_holidays/{year}.json").read_bytes(), checked_on=CHECKED_ON)

        assert read((SHIPPED / f"{year}.json").read_bytes(), checked_on=CHECKED_ON) == theirs

    def test_is_there_from_2007_to_2026(self) -> None:
        assert sorted(path.name for path in SHIPPED.iterdir()) == [f"{year}.json" for year in range(2007, 2027)]
