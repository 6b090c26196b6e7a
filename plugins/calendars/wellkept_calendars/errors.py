"""Every failure, with its public code."""

from wellkept_sdk.errors import Conflict, Invalid


class UnknownTimeZone(Invalid):
    """There is no such time zone."""

    code = "calendars.calendar.unknown_time_zone"


class IntervalInvalid(Invalid):
    """An interval opens from 00:00 to 23:59 and closes at another time up to 24:00."""

    code = "calendars.interval.invalid"


class IntervalOverlap(Invalid):
    """Two intervals overlap."""

    code = "calendars.interval.overlap"


class ExceptionInvalid(Invalid):
    """An exception is the only one of its date, and says what its kind asks for and nothing else."""

    code = "calendars.exception.invalid"


class DurationAmbiguous(Invalid):
    """Nobody agrees how long this is: write working time in hours, or count working days."""

    code = "calendars.duration.ambiguous"


class DurationOutOfRange(Invalid):
    """A duration is never negative, and at most 87600 hours or 3660 days."""

    code = "calendars.duration.out_of_range"


class HolidaySetUnknown(Invalid):
    """There is no such holiday set."""

    code = "calendars.holiday_set.unknown"


class HolidayYearInvalid(Invalid):
    """The official days of a year lie in it or in the year before or after, each named once."""

    code = "calendars.holiday_year.invalid"


class CalendarArchived(Conflict):
    """An archived calendar is not revised."""

    code = "calendars.calendar.archived"
