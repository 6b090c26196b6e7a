"""What is stored of calendars and of official days; revisions of both are never changed or deleted."""

from wellkept_sdk.db import Check, OnDelete, Table, TableSet, columns, index, unique_index


class CalendarsCalendar(Table, tablename="calendars_calendar"):
    """A named rule of working time; what it says stands in its revisions."""

    id = columns.primary_key()
    code = columns.code()
    name = columns.text()
    #: True for what the first migration has made.
    preset = columns.boolean(default=False)
    archived_at = columns.moment(null=True)
    #: No foreign key: calendar and revision name each other, and the calendar is written first.
    current_revision_id = columns.identifier()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()


class CalendarsRevision(Table, tablename="calendars_revision"):
    """
    One content of a calendar.

    `weekly` is `{weekday: [{opens, closes}]}`, `exceptions` a list by date, both as they go over the wire.
    `holiday_year_ids` names each set that the calendar follows, in order, with the years that it knew:
    `[{set_code, year_ids}]`. Who has made it is null for what Wellkept itself did.
    """

    id = columns.primary_key()
    calendar_id = columns.reference(CalendarsCalendar, on_delete=OnDelete.restrict, index=False)
    number = columns.integer()
    time_zone = columns.text()
    weekly = columns.document()
    make_up_like = columns.text()
    exceptions = columns.document()
    holiday_year_ids = columns.document()
    content_hash = columns.text()
    reason = columns.text()
    apply_to = columns.text()
    actor_id = columns.identifier(null=True)
    created_at = columns.created_at()


class CalendarsHolidaySet(Table, tablename="calendars_holiday_set"):
    """A region's official days."""

    id = columns.primary_key()
    code = columns.code()
    name = columns.text()
    region_code = columns.text()
    #: The last year of which it was announced that it is still unpublished.
    missed_year = columns.integer(null=True)


class CalendarsHolidayYear(Table, tablename="calendars_holiday_year"):
    """What was known of a year at some time; `days` is `[{on, kind, name}]`, `sources` are the papers' addresses."""

    id = columns.primary_key()
    holiday_set_id = columns.reference(CalendarsHolidaySet, on_delete=OnDelete.restrict, index=False)
    year = columns.integer()
    revision = columns.integer()
    status = columns.text()
    sources = columns.document()
    checked_on = columns.day()
    days = columns.document()
    content_hash = columns.text()
    created_at = columns.created_at()


SCHEMA = TableSet(
    tables=(CalendarsCalendar, CalendarsRevision, CalendarsHolidaySet, CalendarsHolidayYear),
    migrations="wellkept_calendars.migrations",
    indexes=(
        unique_index("calendars_calendar", "code"),
        index("calendars_calendar", "code", "id"),
        unique_index("calendars_revision", "calendar_id", "number"),
        unique_index("calendars_holiday_set", "code"),
        unique_index("calendars_holiday_year", "holiday_set_id", "year", "revision"),
    ),
    checks=(
        Check("calendars_revision", "number", "number >= 1"),
        Check("calendars_revision", "apply_to", "apply_to IN ('open_clocks', 'new_clocks')"),
        Check("calendars_revision", "content_hash", "length(content_hash) = 64"),
        Check("calendars_holiday_year", "year", "year BETWEEN 1900 AND 2200"),
        Check("calendars_holiday_year", "status", "status IN ('published', 'not_yet_published')"),
        Check("calendars_holiday_year", "content_hash", "length(content_hash) = 64"),
    ),
)
