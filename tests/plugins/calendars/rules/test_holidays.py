from datetime import date

from wellkept_calendars.rules.content import CalendarsHolidayDay, CalendarsHolidayKind
from wellkept_calendars.rules.holidays import PublishedYear, merged_holidays, published_years

NEW_YEARS_EVE = date(2026, 12, 31)


def paper(year: int, name: str, kind: CalendarsHolidayKind = CalendarsHolidayKind.OFF) -> PublishedYear:
    return PublishedYear(year=year, days=[CalendarsHolidayDay(on=NEW_YEARS_EVE, kind=kind, name=name)])


class TestMergedHolidays:
    def test_take_a_date_from_the_later_paper(self) -> None:
        later = paper(2027, "bridge", CalendarsHolidayKind.WORKING)

        found = merged_holidays([[later, paper(2026, "eve")]])

        assert {on: (day.name, day.kind) for on, day in found.items()} == {NEW_YEARS_EVE: ("bridge", "working")}

    def test_take_a_date_from_the_set_that_is_named_later(self) -> None:
        found = merged_holidays([[paper(2027, "national")], [paper(2026, "of the province")]])

        assert found[NEW_YEARS_EVE].name == "of the province"


class TestPublishedYears:
    def test_are_those_that_every_set_has(self) -> None:
        assert published_years({"cn": [2025, 2026], "de": [2026, 2027]}) == {2026}

    def test_do_not_matter_where_no_set_is_followed(self) -> None:
        assert published_years({}) is None
