"""Which windows and planned times a visit may have."""

from datetime import UTC, datetime, timedelta
from typing import Final

from wellkept_sdk.errors import FieldError
from wellkept_stations.errors import WindowInvalid

WINDOW_MIN: Final = timedelta(minutes=30)
#: No window and no planned time is longer, so that whoever looks for overlaps need not look further back.
WINDOW_MAX: Final = timedelta(days=31)
_FIRST: Final = datetime.min.replace(tzinfo=UTC)


def window_mistakes(starts_at: datetime, ends_at: datetime, *, at: datetime) -> list[WindowInvalid]:
    """
    Return what is wrong with a window: one that has begun is still good, one that is over is not.

    Args:
        starts_at: UTC.
        ends_at: UTC, exclusive.
        at: the moment of planning.
    """
    if ends_at <= starts_at:
        return [_at("/window/to", "A window ends after it starts.")]
    if ends_at <= at:
        return [_at("/window/to", "The window is over.")]
    if not WINDOW_MIN <= ends_at - starts_at <= WINDOW_MAX:
        return [_at("/window/to", "A window lasts from 30 minutes to 31 days.")]
    return []


def planned_mistakes(
    starts_at: datetime, ends_at: datetime, *, window_from: datetime, window_to: datetime
) -> list[WindowInvalid]:
    """
    Return what is wrong with a planned time: it begins in the window, and may end after it.

    Args:
        starts_at: UTC.
        ends_at: UTC, exclusive.
        window_from: UTC.
        window_to: UTC, exclusive.
    """
    if ends_at <= starts_at:
        return [_at("/planned/to", "A planned time ends after it starts.")]
    if ends_at - starts_at > WINDOW_MAX:
        return [_at("/planned/to", "A planned time lasts 31 days at most.")]
    # Of a window that is no window the caller is told already.
    if window_from < window_to and not window_from <= starts_at < window_to:
        return [_at("/planned/from", "A visit is planned to begin in its window.")]
    return []


def earliest_overlapping(starts_at: datetime) -> datetime:
    """Return before which no planned time begins that still lasts at a moment."""
    return starts_at - WINDOW_MAX if starts_at - _FIRST > WINDOW_MAX else _FIRST


def _at(pointer: str, message: str) -> WindowInvalid:
    return WindowInvalid(errors=(FieldError(pointer, WindowInvalid.code, message),))
