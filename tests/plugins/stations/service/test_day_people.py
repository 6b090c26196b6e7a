"""Where somebody begins a day, and what of it is left."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from wellkept_sdk.period import Period
from wellkept_stations.queries.engineers import Certificate, EngineerFacts
from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.kinds import StationsEngineerKind, StationsEngineerStatus
from wellkept_stations.rules.problems import Span
from wellkept_stations.service.day_people import Person, is_valid, person_of, span

HOME, STATION, SITE = Point(120.0, 30.0), Point(121.0, 31.0), Point(122.0, 32.0)
DAY = date(2026, 3, 3)


def at(hour: int) -> datetime:
    return datetime(2026, 3, 3, hour, tzinfo=UTC)


def hours(*ends: int) -> list[Period]:
    return [Period(starts_at=at(one), ends_at=at(other)) for one, other in zip(ends[::2], ends[1::2], strict=True)]


def engineer(home: Point | None = HOME) -> EngineerFacts:
    return EngineerFacts(
        id=UUID(int=1),
        user_id=UUID(int=2),
        code="ZW",
        name="Zhang Wei",
        station_id=UUID(int=3),
        station_code="SH",
        kind=StationsEngineerKind.ENGINEER,
        party_id=None,
        home=home,
        station_point=STATION,
        calendar_code=None,
        time_zone="Asia/Shanghai",
        max_open_tickets=10,
        daily_minutes=480,
        status=StationsEngineerStatus.ACTIVE,
        user_active=True,
        user_role="engineer",
        skills={},
        certificates=[],
    )


def visit(starts: int, ends: int, status: str = "confirmed") -> dict[str, Any]:
    place = {"longitude": SITE.longitude, "latitude": SITE.latitude}
    return {"planned_from": at(starts), "planned_to": at(ends), "status": status, **place}


def person(facts: EngineerFacts | None = None, **said: Any) -> Person:
    usual: dict[str, Any] = {"on_duty": [], "absences": [], "visits": [], "earliest": at(0), "has_begun": False}
    return person_of(facts or engineer(), **{**usual, **said})


class TestPerson:
    def test_begins_at_home_or_else_at_the_station(self) -> None:
        early, without = person(on_duty=hours(8, 17)), person(engineer(None), on_duty=hours(8, 17))

        assert (early.start, early.is_out, without.start) == (HOME, False, STATION)

    @pytest.mark.parametrize(("status", "left"), [("on_site", hours(11, 17)), ("completed", hours(10, 17))])
    def test_goes_on_from_where_he_has_been(self, status: str, left: list[Period]) -> None:
        found = person(on_duty=hours(10, 17), visits=[visit(9, 11, status)], earliest=at(10), has_begun=True)

        assert (found.start, found.is_out, found.shifts, found.promised) == (SITE, True, left, [])

    def test_is_still_at_home_before_his_day_begins(self) -> None:
        late = person(on_duty=hours(12, 17), earliest=at(10), has_begun=True)
        begun = person(on_duty=hours(10, 17), earliest=at(10), has_begun=True)

        assert (late.is_out, begun.is_out) == (False, True)

    def test_has_promised_what_is_still_to_come(self) -> None:
        coming = visit(14, 16)

        found = person(absences=hours(0, 23), visits=[coming], earliest=at(10), has_begun=True)

        assert (found.promised, found.shifts, found.is_out) == ([coming], hours(14, 16), False)

    def test_begins_where_a_visit_of_the_night_before_ends(self) -> None:
        found = person(on_duty=hours(5, 17), visits=[visit(3, 7)], earliest=at(5))

        assert (found.start, found.is_out, found.shifts, found.promised) == (SITE, True, hours(7, 17), [])


class TestCertificate:
    @pytest.mark.parametrize(
        ("valid_from", "valid_until", "valid"),
        [
            (None, None, True),
            (None, DAY, True),
            (None, date(2026, 3, 2), False),
            (DAY, None, True),
            (date(2026, 3, 4), None, False),
        ],
    )
    def test_is_valid_through_its_last_day(self, valid_from: date, valid_until: date, valid: bool) -> None:  # noqa: FBT001
        assert is_valid(Certificate(code="x", valid_from=valid_from, valid_until=valid_until), DAY) is valid


class TestSpan:
    def test_counts_seconds_of_the_day(self) -> None:
        assert span(hours(9, 11)[0], begins_at=at(8)) == Span(3_600, 10_800)
