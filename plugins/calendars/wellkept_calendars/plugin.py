"""The plugin: its manifest, and what it contributes."""

from wellkept_calendars import errors, permissions
from wellkept_calendars.commands import COMMANDS
from wellkept_calendars.jobs import JOBS
from wellkept_calendars.labels import LABELS
from wellkept_calendars.routes import MOUNTS
from wellkept_calendars.service.working_calendars import Calendars
from wellkept_calendars.settings import CalendarsSettings
from wellkept_calendars.tables import SCHEMA
from wellkept_sdk import ActivationLevel, FailurePolicy, Manifest, Plugin, provide
from wellkept_sdk.events import calendars as events
from wellkept_sdk.hooks.calendars import CalendarHooks
from wellkept_sdk.services.calendars import CALENDARS, CalendarNotFound, CalendarUnreachable


class CalendarsPlugin(Plugin):
    """Working time as data: which moments count, on which day, in which zone, by which published paper."""

    manifest = Manifest(
        name="calendars",
        version="1.0.0",
        sdk=">=1.0,<2",
        provides=(CALENDARS.name,),
        activation=ActivationLevel.DEPLOYMENT,
        failure=FailurePolicy.REQUIRED,
    )
    settings = CalendarsSettings
    schema = SCHEMA
    mounts = MOUNTS
    services = (provide(CALENDARS, Calendars),)
    hooks = (CalendarHooks,)
    permissions = (permissions.READ, permissions.WRITE)
    events = (
        events.CalendarCreated,
        events.CalendarRevised,
        events.CalendarArchived,
        events.CalendarRestored,
        events.HolidayYearPublished,
        events.HolidayYearMissed,
    )
    jobs = JOBS
    commands = COMMANDS
    errors = (
        CalendarNotFound,
        errors.CalendarArchived,
        CalendarUnreachable,
        errors.UnknownTimeZone,
        errors.IntervalInvalid,
        errors.IntervalOverlap,
        errors.ExceptionInvalid,
        errors.HolidaySetUnknown,
        errors.HolidayYearInvalid,
        errors.DurationAmbiguous,
        errors.DurationOutOfRange,
    )
    labels = LABELS


plugin = CalendarsPlugin()
