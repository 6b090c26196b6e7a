from datetime import date
from uuid import UUID

from wellkept_calendars.queries.stored import Follow, Said, StoredYear, content_of
from wellkept_calendars.rules.content import (
    CalendarsHolidayDay,
    CalendarsHolidayKind,
    CalendarsWeek,
    CalendarsWeekday,
)
from wellkept_calendars.schemas.holidays import CalendarsYearStatus

NEW_YEARS_EVE = date(2026, 12, 31)
SAID = Said(
    time_zone="Asia/Shanghai",
    weekly=CalendarsWeek(),
    make_up_like=CalendarsWeekday.FRI,
    exceptions=(),
    holiday_sets=("cn", "acme"),
)


class TestContentOf:
    def test_has_what_is_said(self) -> None:
        content = content_of(SAID, [])

        assert (content.time_zone, content.make_up_like, content.published_years) == ("Asia/Shanghai", "fri", None)

    def test_takes_the_later_paper_and_the_set_named_later(self) -> None:
        papers = Follow(set_code="cn", years=(known(2026, "off"), known(2027, "working")))
        own = Follow(set_code="acme", years=(known(2026, "off"),))

        assert content_of(SAID, [papers]).holidays[NEW_YEARS_EVE].kind is CalendarsHolidayKind.WORKING
        assert content_of(SAID, [papers, own]).holidays[NEW_YEARS_EVE].kind is CalendarsHolidayKind.OFF

    def test_knows_the_years_that_every_set_has_published(self) -> None:
        papers = Follow(set_code="cn", years=(known(2025, "off"), known(2026, "off"), unknown(2027)))
        own = Follow(set_code="acme", years=(known(2026, "off"), known(2027, "off")))

        assert content_of(SAID, [papers]).published_years == {2025, 2026}
        assert content_of(SAID, [papers, own]).published_years == {2026}


def known(year: int, kind: str) -> StoredYear:
    day = CalendarsHolidayDay(on=NEW_YEARS_EVE, kind=CalendarsHolidayKind(kind), name="元旦")
    return stored(year, CalendarsYearStatus.PUBLISHED, (day,))


def unknown(year: int) -> StoredYear:
    return stored(year, CalendarsYearStatus.NOT_YET_PUBLISHED, ())


def stored(year: int, status: CalendarsYearStatus, days: tuple[CalendarsHolidayDay, ...]) -> StoredYear:
    return StoredYear(id=UUID(int=year), set_code="cn", year=year, status=status, days=days, content_hash="a" * 64)
