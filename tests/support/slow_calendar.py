"""An oracle: the rules of calendars again, minute by minute, as plainly and as slowly as they can be told."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wellkept_calendars.rules.content import CalendarContent, CalendarsInterval, CalendarsWeekday

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class SlowCalendar:
    """
    The working time of a content between two dates, as a set of minutes.

    Every zone and year that it is asked about has offsets of whole minutes.
    """

    def __init__(self, content: CalendarContent, *, from_on: date, to_on: date) -> None:
        self.content = content
        self.zone = ZoneInfo(content.time_zone)
        self.minutes: set[datetime] = set()
        for offset in range(-3, (to_on - from_on).days + 4):
            self.minutes.update(self.minutes_of(from_on + offset * DAY))

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        total, minute = timedelta(), floor(start)
        while minute < end:
            if minute in self.minutes:
                total += min(minute + MINUTE, end) - max(minute, start)
            minute += MINUTE
        return total

    def add(self, start: datetime, length: timedelta) -> datetime:
        at, left = start, length
        while left > timedelta():
            turn = floor(at) + MINUTE
            if floor(at) in self.minutes:
                worked = min(turn - at, left)
                left -= worked
                if left == timedelta():
                    return at + worked
            at = turn
        return at

    def subtract(self, end: datetime, length: timedelta) -> datetime:
        at, left = end, length
        while left > timedelta():
            minute = floor(at) if at > floor(at) else at - MINUTE
            if minute in self.minutes:
                worked = min(at - minute, left)
                left -= worked
                if left == timedelta():
                    return at - worked
            at = minute
        return at

    def minutes_of(self, on: date) -> Iterator[datetime]:
        """Minutes of the intervals that begin on a date; a date's closed minutes are taken out by their wall time."""
        hours, closed = self.hours_of(on)
        gone = {wall for interval in closed for wall in walls(on, interval)}
        for interval in hours:
            for opens, closes in runs([wall for wall in walls(on, interval) if wall not in gone]):
                minute = self.moment(opens)
                while minute < self.moment(closes):
                    yield minute
                    minute += MINUTE

    def hours_of(self, on: date) -> tuple[tuple[CalendarsInterval, ...], tuple[CalendarsInterval, ...]]:
        """The intervals of a date, and what is closed of them."""
        [exception] = [each for each in self.content.exceptions if each.on == on] or [None]
        make_up = tuple(self.content.weekly.on(self.content.make_up_like))
        usual = tuple(self.content.weekly.on(list(CalendarsWeekday)[on.weekday()]))
        if on in self.content.holidays:
            usual = make_up if self.content.holidays[on].kind == "working" else ()
        if exception is None:
            return usual, ()
        if exception.kind == "closed":
            return (), ()
        if exception.kind == "open":
            return make_up if exception.intervals is None else exception.intervals, ()
        return usual, exception.closed or ()

    def moment(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone, fold=0).astimezone(UTC)


def walls(on: date, interval: CalendarsInterval) -> list[datetime]:
    """Every wall minute of an interval that begins on a date."""
    begins = wall_of(on, interval.opens)
    ends = wall_of(on, interval.closes)
    if ends <= begins:
        ends += DAY
    return [begins + index * MINUTE for index in range((ends - begins) // MINUTE)]


def wall_of(on: date, text: str) -> datetime:
    hours, minutes = text.split(":")
    return datetime.combine(on, time()) + timedelta(hours=int(hours), minutes=int(minutes))


def runs(minutes: list[datetime]) -> Iterator[tuple[datetime, datetime]]:
    """First minutes of unbroken runs, and the minutes after their last ones."""
    begun: datetime | None = None
    for minute in minutes:
        if begun is None:
            begun = minute
        if minute + MINUTE not in minutes:
            yield begun, minute + MINUTE
            begun = None


def floor(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
