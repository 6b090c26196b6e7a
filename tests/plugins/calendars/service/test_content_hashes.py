from datetime import date
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from wellkept_calendars.queries.stored import Follow, Said, StoredYear
from wellkept_calendars.rules.content import (
    CalendarsException,
    CalendarsExceptionKind,
    CalendarsHolidayDay,
    CalendarsHolidayKind,
    CalendarsInterval,
    CalendarsWeek,
    CalendarsWeekday,
)
from wellkept_calendars.schemas.holidays import CalendarsHolidayYearCreate, CalendarsYearStatus
from wellkept_calendars.service.content_hashes import revision_hash, year_hash

SAID = Said(
    time_zone="Asia/Shanghai",
    weekly=CalendarsWeek(mon=(CalendarsInterval(opens="08:00", closes="12:00"),)),
    make_up_like=CalendarsWeekday.MON,
    exceptions=(),
    holiday_sets=("cn",),
)
KNOWN = StoredYear(
    id=UUID(int=1), set_code="cn", year=2026, status=CalendarsYearStatus.PUBLISHED, days=(), content_hash="a" * 64
)
FOLLOWS = [Follow(set_code="cn", years=(KNOWN,))]
NEW_YEAR = CalendarsHolidayDay(on=date(2027, 1, 1), kind=CalendarsHolidayKind.OFF, name="元旦")
YEAR = CalendarsHolidayYearCreate(
    year=2027,
    status=CalendarsYearStatus.PUBLISHED,
    sources=("https://example.com/paper",),
    checked_on=date(2026, 11, 20),
    days=(NEW_YEAR,),
)


class TestRevisionHash:
    def test_is_the_same_for_ever(self) -> None:
        assert revision_hash(SAID, FOLLOWS) == "627b89acbe82fc561e6cb859b78f79cd93d6b6239e2b1c7f77c9e679b1582ff6"

    @pytest.mark.parametrize(
        "changes",
        [
            {"time_zone": "Asia/Tokyo"},
            {"weekly": CalendarsWeek()},
            {"make_up_like": CalendarsWeekday.FRI},
            {"exceptions": (CalendarsException(on=date(2026, 1, 1), kind=CalendarsExceptionKind.CLOSED),)},
        ],
    )
    def test_tells_what_is_said_apart(self, changes: dict[str, Any]) -> None:
        assert revision_hash(replace(SAID, **changes), FOLLOWS) != revision_hash(SAID, FOLLOWS)

    def test_tells_what_is_known_apart(self) -> None:
        corrected = replace(KNOWN, content_hash="b" * 64)

        hashes = {
            revision_hash(SAID, follows)
            for follows in (FOLLOWS, [], [Follow(set_code="cn", years=(corrected,))], [Follow(set_code="cn", years=())])
        }

        assert len(hashes) == 4


class TestYearHash:
    @pytest.mark.parametrize(
        "changes", [{"year": 2028}, {"status": CalendarsYearStatus.NOT_YET_PUBLISHED}, {"sources": ()}, {"days": ()}]
    )
    def test_tells_what_is_known_apart(self, changes: dict[str, Any]) -> None:
        assert year_hash(replace(YEAR, **changes)) != year_hash(YEAR)

    def test_does_not_depend_on_the_day_of_looking(self) -> None:
        assert year_hash(replace(YEAR, checked_on=date(2026, 12, 1))) == year_hash(YEAR)
