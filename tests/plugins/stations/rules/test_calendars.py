"""Visits as iCalendar, read back by the letter and by the library."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from wellkept_sdk.services.stations import VisitStatus
from wellkept_stations.rules.calendars import CalendarVisit, calendar
from wellkept_stations.rules.geometry import Point

FEED: Final = UUID("01990000-0000-7000-8000-00000000feed")
VISIT: Final = UUID("01990000-0000-7000-8000-000000000001")
TEN: Final = datetime(2026, 3, 2, 2, tzinfo=UTC)


def visit(**values: Any) -> CalendarVisit:
    usual: dict[str, Any] = {
        "id": VISIT,
        "number": "V-000007",
        "ticket_number": "T-000042",
        "status": VisitStatus.PLANNED,
        "planned_from": TEN,
        "planned_to": TEN + timedelta(hours=2),
        "address": "上海市浦东新区世纪大道 1 号, gate 3; ask for the key",
        "point": Point(121.5447, 31.2215),
        "created_at": TEN - timedelta(days=2),
        "updated_at": TEN - timedelta(days=1),
        "version": 3,
    }
    return CalendarVisit(**{**usual, **values})


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


class TestCalendar:
    def test_is_written_to_the_letter(self) -> None:
        assert unfolded(calendar(FEED, "ZW · 张伟", [visit()])) == [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Wellkept//Stations//EN",
            "METHOD:PUBLISH",
            "NAME:ZW · 张伟",
            "X-WR-CALNAME:ZW · 张伟",
            "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
            "UID:01990000-0000-7000-8000-00000000feed",
            "BEGIN:VEVENT",
            "SUMMARY:V-000007 · T-000042",
            "DTSTART:20260302T020000Z",
            "DTEND:20260302T040000Z",
            "DTSTAMP:20260301T020000Z",
            "UID:01990000-0000-7000-8000-000000000001",
            "SEQUENCE:3",
            "CREATED:20260228T020000Z",
            "GEO:31.221500;121.544700",
            "LAST-MODIFIED:20260301T020000Z",
            r"LOCATION:上海市浦东新区世纪大道 1 号\, gate 3\; ask for the key",
            "STATUS:TENTATIVE",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]

    def test_has_lines_that_programs_can_bear(self) -> None:
        content = calendar(FEED, "张" * 200, [visit(address="浦" * 500)])

        assert max(len(line) for line in content.split(b"\r\n")) <= 75
        assert Calendar.from_ical(content).events[0]["LOCATION"] == "浦" * 500

    def test_says_nothing_of_what_is_not_known(self) -> None:
        lines = unfolded(calendar(FEED, "ZW", [visit(address=None, point=None)]))

        assert [line for line in lines if line.startswith(("GEO", "LOCATION"))] == []

    def test_writes_no_exponents(self) -> None:
        lines = unfolded(calendar(FEED, "ZW", [visit(point=Point(-0.0000012, 89.9999999))]))

        assert "GEO:90.000000;-0.000001" in lines

    @pytest.mark.parametrize(
        ("status", "word"),
        [
            (VisitStatus.PLANNED, "TENTATIVE"),
            (VisitStatus.CONFIRMED, "CONFIRMED"),
            (VisitStatus.EN_ROUTE, "CONFIRMED"),
            (VisitStatus.ON_SITE, "CONFIRMED"),
            (VisitStatus.COMPLETED, "CONFIRMED"),
            (VisitStatus.CANCELLED, "CANCELLED"),
            (VisitStatus.MISSED, "CANCELLED"),
        ],
    )
    def test_tells_where_a_visit_stands(self, status: VisitStatus, word: str) -> None:
        assert f"STATUS:{word}" in unfolded(calendar(FEED, "ZW", [visit(status=status)]))

    @given(
        addresses=st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80), max_size=5),
        longitude=st.floats(-180, 180),
        latitude=st.floats(-90, 90),
    )
    def test_is_read_back_as_it_was_written(self, addresses: list[str], longitude: float, latitude: float) -> None:
        place = Point(longitude, latitude)
        visits = [visit(id=UUID(int=number), address=each, point=place) for number, each in enumerate(addresses)]

        content = calendar(FEED, "ZW", visits)

        events = Calendar.from_ical(content).events
        assert content == calendar(FEED, "ZW", visits)
        assert [(event["UID"], event.get("LOCATION", "")) for event in events] == [
            (str(UUID(int=number)), each) for number, each in enumerate(addresses)
        ]
        places: list[Any] = [event["GEO"] for event in events]
        assert all(abs(each.latitude - latitude) < 1e-6 for each in places)
        assert all(abs(each.longitude - longitude) < 1e-6 for each in places)
