"""Rows of revisions and of years as structs, and the content that both together make."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_calendars.rules.content import (
    CalendarContent,
    CalendarsException,
    CalendarsHolidayDay,
    CalendarsWeek,
    CalendarsWeekday,
)
from wellkept_calendars.rules.holidays import PublishedYear, merged_holidays, published_years
from wellkept_calendars.schemas.holidays import CalendarsYearStatus
from wellkept_sdk.events.calendars import ApplyTo


class Said(Struct, frozen=True, kw_only=True):
    """What people say of a calendar; the official days come from the sets that it names, in order."""

    time_zone: str
    weekly: CalendarsWeek
    make_up_like: CalendarsWeekday
    exceptions: tuple[CalendarsException, ...]
    holiday_sets: tuple[str, ...]


class StoredYear(Struct, frozen=True, kw_only=True):
    """What was known of a year."""

    id: UUID
    set_code: str
    year: int
    status: CalendarsYearStatus
    days: tuple[CalendarsHolidayDay, ...]
    content_hash: str


class Follow(Struct, frozen=True, kw_only=True):
    """A holiday set with the years that are known of it, in order."""

    set_code: str
    years: tuple[StoredYear, ...]


class Pins(Struct, frozen=True, kw_only=True):
    """What a revision keeps of a set that it follows."""

    set_code: str
    year_ids: tuple[UUID, ...]


class StoredRevision(Struct, frozen=True, kw_only=True):
    """One content of a calendar, with its calendar's code."""

    id: UUID
    calendar_id: UUID
    code: str
    number: int
    time_zone: str
    weekly: CalendarsWeek
    make_up_like: CalendarsWeekday
    exceptions: tuple[CalendarsException, ...]
    holiday_year_ids: tuple[Pins, ...]
    content_hash: str
    reason: str
    apply_to: ApplyTo
    created_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "StoredRevision":
        """Return a row, joined with the code of its calendar."""
        return msgspec.convert(row, cls)

    @property
    def said(self) -> Said:
        """Return what people have said in it."""
        return Said(
            time_zone=self.time_zone,
            weekly=self.weekly,
            make_up_like=self.make_up_like,
            exceptions=self.exceptions,
            holiday_sets=tuple(pins.set_code for pins in self.holiday_year_ids),
        )

    def follows(self, years: Mapping[UUID, StoredYear]) -> list[Follow]:
        """Return the sets that it follows, with the years that it knew."""
        return [
            Follow(set_code=pins.set_code, years=tuple(years[year_id] for year_id in pins.year_ids))
            for pins in self.holiday_year_ids
        ]


def content_of(said: Said, follows: Sequence[Follow]) -> CalendarContent:
    """Return what decides when a calendar is open that says this, and follows sets of which this is known."""
    papers = [[PublishedYear(year=year.year, days=year.days) for year in each.years] for each in follows]
    published = {
        each.set_code: [year.year for year in each.years if year.status is CalendarsYearStatus.PUBLISHED]
        for each in follows
    }
    return CalendarContent(
        time_zone=said.time_zone,
        weekly=said.weekly,
        make_up_like=said.make_up_like,
        exceptions=said.exceptions,
        holidays=merged_holidays(papers),
        published_years=published_years(published),
    )
