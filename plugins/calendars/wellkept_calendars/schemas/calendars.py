"""Calendars and their revisions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_calendars.rules.content import (
    EXCEPTIONS_MAX,
    CalendarsException,
    CalendarsWeek,
    CalendarsWeekday,
)
from wellkept_sdk.events.calendars import ApplyTo
from wellkept_sdk.text import Name

CODE_PATTERN = r"^[a-z0-9][a-z0-9-]{0,63}\Z"
SETS_MAX = 16
REASON_LENGTH_MAX = 500

CalendarCode = Annotated[str, Meta(pattern=CODE_PATTERN, examples=["jiangnan-yard"])]
SetCode = Annotated[str, Meta(pattern=CODE_PATTERN, examples=["cn"])]
TimeZone = Annotated[str, Meta(min_length=1, max_length=64, description="An IANA name.", examples=["Asia/Shanghai"])]
Exceptions = Annotated[tuple[CalendarsException, ...], Meta(max_length=EXCEPTIONS_MAX)]
Dates = Annotated[tuple[date, ...], Meta(max_length=EXCEPTIONS_MAX)]
Sets = Annotated[
    tuple[SetCode, ...],
    Meta(max_length=SETS_MAX, description="Codes of holiday sets; where two name a date, the later one decides."),
]
Reason = Annotated[str, Meta(min_length=1, max_length=REASON_LENGTH_MAX)]


class CalendarsCalendarCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new calendar, with what its first revision says."""

    code: CalendarCode
    name: Name
    time_zone: TimeZone
    weekly: CalendarsWeek
    holiday_sets: Sets = ()
    make_up_like: CalendarsWeekday = CalendarsWeekday.MON
    exceptions: Exceptions = ()


class CalendarsCalendarPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a calendar; what it says changes by revisions."""

    name: Name | UnsetType = UNSET
    archived: bool | UnsetType = UNSET


class CalendarsRevisionCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    What a calendar says from now on; what is left out stays as it is.

    Args:
        exceptions: all of them, in place of those that there are.
        remove_exceptions: the dates of exceptions that go; done before `add_exceptions`.
        add_exceptions: exceptions that come.
        apply_to: whose time it counts.
        reason: why, for people.
    """

    time_zone: TimeZone | UnsetType = UNSET
    weekly: CalendarsWeek | UnsetType = UNSET
    holiday_sets: Sets | UnsetType = UNSET
    make_up_like: CalendarsWeekday | UnsetType = UNSET
    exceptions: Exceptions | UnsetType = UNSET
    add_exceptions: Exceptions | UnsetType = UNSET
    remove_exceptions: Dates | UnsetType = UNSET
    apply_to: ApplyTo = ApplyTo.OPEN_CLOCKS
    reason: Reason


class CalendarsRevisionRead(Struct, frozen=True, kw_only=True):
    """
    One content of a calendar.

    Args:
        published_through: until which year, without a gap, all followed sets are published; null where none is
            followed or nothing is published.
    """

    id: UUID
    number: int
    time_zone: str
    weekly: CalendarsWeek
    holiday_sets: tuple[str, ...]
    make_up_like: CalendarsWeekday
    exceptions: tuple[CalendarsException, ...]
    published_through: int | None
    apply_to: ApplyTo
    reason: str
    created_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any], *, published_through: int | None) -> "CalendarsRevisionRead":
        """Return the stored row as the API shows it."""
        sets = tuple(followed["set_code"] for followed in row["holiday_year_ids"])
        return msgspec.convert({**row, "holiday_sets": sets, "published_through": published_through}, cls)


class CalendarsCalendarRead(Struct, frozen=True, kw_only=True):
    """A calendar with its present revision; an archived one goes on serving what uses it."""

    id: UUID
    code: str
    name: str
    preset: bool
    archived_at: datetime | None
    revision: CalendarsRevisionRead
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Mapping[str, Any], *, published_through: int | None) -> "CalendarsCalendarRead":
        """Return the stored row, joined with its present revision, as the API shows it."""
        of_revision = {**row, "id": row["current_revision_id"], "created_at": row["revised_at"]}
        revision = CalendarsRevisionRead.of(of_revision, published_through=published_through)
        return msgspec.convert({**row, "revision": revision}, cls)
