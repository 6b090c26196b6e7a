"""Working time as data: which moments count, on which day, in which zone, by which published paper."""

from wellkept_calendars.plugin import plugin

__all__ = ["plugin"]
