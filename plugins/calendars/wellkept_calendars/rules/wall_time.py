"""Wall time in minutes after the midnight with which a date begins, and the moments that it names in a zone."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta, tzinfo
from datetime import datetime as wall_clock
from typing import Final, NamedTuple

from wellkept_calendars.rules.content import CalendarsInterval
from wellkept_calendars.rules.epoch import MICROSECOND, microseconds

DAY_MINUTES: Final = 24 * 60
MINUTE_MICROSECONDS: Final = 60_000_000
DAY_MICROSECONDS: Final = DAY_MINUTES * MINUTE_MICROSECONDS

_HOUR_MINUTES: Final = 60
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()


class Span(NamedTuple):
    """From `opens` until before `closes`, in minutes after midnight; the next date begins at 1440."""

    opens: int
    closes: int


def minutes_of(text: str) -> int:
    """
    Return the minutes of a wall time from `00:00` to `24:00`.

    Raises:
        ValueError: there is no such time.
    """
    hours, minutes = int(text[:2]), int(text[3:])
    total = hours * _HOUR_MINUTES + minutes
    if minutes >= _HOUR_MINUTES or total > DAY_MINUTES:
        raise ValueError(f"There is no such time: {text}")
    return total


def span_of(interval: CalendarsInterval) -> Span:
    """
    Return the minutes of an interval; what closes at or before its opening time closes on the next date.

    Raises:
        ValueError: there is no such time, or the interval is empty.
    """
    opens, closes = minutes_of(interval.opens), minutes_of(interval.closes)
    if opens in {closes, DAY_MINUTES}:
        raise ValueError(f"No interval opens at {interval.opens} and closes at {interval.closes}.")
    return Span(opens, closes if closes > opens else closes + DAY_MINUTES)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same minutes in order, in spans that neither overlap nor touch."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.opens <= found[-1].closes:
            found[-1] = Span(found[-1].opens, max(found[-1].closes, span.closes))
        else:
            found.append(span)
    return tuple(found)


def without(spans: Iterable[Span], closed: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of spans when the closed ones are taken out."""
    left = list(spans)
    for gap in closed:
        left = [part for span in left for part in _parts(span, gap)]
    return tuple(left)


def microsecond_of(on: int, after_midnight: int, zone: tzinfo) -> int:
    """
    Return the moment of a wall time, in microseconds since 1970.

    A time that a change of clocks leaves out is later by as much as the clocks jump; of a repeated time it is the
    first occurrence.

    Args:
        on: the date as its proleptic ordinal.
        after_midnight: in microseconds; a day or more lies on a later date.
        zone: whose clocks are read.
    """
    return _microsecond(wall_clock.fromordinal(on).replace(tzinfo=zone), after_midnight)


def moments_of(spans: Iterable[Span], *, on: int, zone: tzinfo) -> Iterator[tuple[int, int]]:
    """Yield the moments of a date's spans; one that lies wholly within a jump of the clocks has none."""
    midnight = wall_clock.fromordinal(on).replace(tzinfo=zone)
    for span in spans:
        opens_at = _microsecond(midnight, span.opens * MINUTE_MICROSECONDS)
        closes_at = _microsecond(midnight, span.closes * MINUTE_MICROSECONDS)
        if opens_at < closes_at:
            yield opens_at, closes_at


def _microsecond(midnight: wall_clock, after_midnight: int) -> int:
    # Within one zone Python adds to the wall time, whatever the clocks do, and fold stays 0.
    offset = (midnight + after_midnight * MICROSECOND).utcoffset() or timedelta()
    return (midnight.toordinal() - _EPOCH_ORDINAL) * DAY_MICROSECONDS + after_midnight - microseconds(offset)


def _parts(span: Span, gap: Span) -> Iterator[Span]:
    before, after = Span(span.opens, min(span.closes, gap.opens)), Span(max(span.opens, gap.closes), span.closes)
    return (part for part in (before, after) if part.opens < part.closes)
