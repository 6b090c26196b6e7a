"""Holiday sets and what is known of their years."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from wellkept_calendars.rules.content import CalendarsHolidayDay
from wellkept_calendars.schemas.calendars import SetCode
from wellkept_sdk.text import Code, Name

YEAR_MIN = 1900
YEAR_MAX = 2200
DAYS_MAX = 1_000
SOURCES_MAX = 20
SOURCE_LENGTH_MAX = 2_000

Year = Annotated[int, Meta(ge=YEAR_MIN, le=YEAR_MAX)]
Source = Annotated[str, Meta(min_length=1, max_length=SOURCE_LENGTH_MAX, description="The address of a paper.")]


class CalendarsYearStatus(StrEnum):
    """Whether the official days of a year are known."""

    PUBLISHED = "published"  #: They are known.
    NOT_YET_PUBLISHED = "not_yet_published"  #: Somebody has looked, and there is no paper yet.


class CalendarsHolidaySetCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new region's official days; calendars may follow it at once."""

    code: SetCode
    name: Name
    region_code: Code


class CalendarsHolidaySetRead(Struct, frozen=True, kw_only=True):
    """A region's official days."""

    id: UUID
    code: str
    name: str
    region_code: str


class CalendarsHolidayYearCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What is known of a year.

    Args:
        sources: the addresses of the papers.
        checked_on: when somebody has looked; it alone makes no new revision.
        days: every day that is not as the weekly pattern says, the official days of rest at weekends included.
    """

    year: Year
    status: CalendarsYearStatus
    sources: Annotated[tuple[Source, ...], Meta(max_length=SOURCES_MAX)]
    checked_on: date
    days: Annotated[tuple[CalendarsHolidayDay, ...], Meta(max_length=DAYS_MAX)]


class CalendarsHolidayYearRead(Struct, frozen=True, kw_only=True):
    """What is known of a year."""

    id: UUID
    year: int
    revision: int
    status: CalendarsYearStatus
    sources: tuple[str, ...]
    checked_on: date
    days: tuple[CalendarsHolidayDay, ...]
    created_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "CalendarsHolidayYearRead":
        """Return the stored row as the API shows it."""
        return msgspec.convert(row, cls)
