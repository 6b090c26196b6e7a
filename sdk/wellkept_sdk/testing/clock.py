"""A clock that a test moves: everything that asks `wellkept_sdk.now.now` is told its time."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from time import monotonic
from unittest.mock import patch

from wellkept_sdk import now as reader


class Clock:
    """The real time until a test says otherwise; once it is set, it stands still until it is moved."""

    def __init__(self) -> None:
        """Begin with the real time, and count the seconds from there."""
        self._at: datetime | None = None
        self._began_at = reader.now()
        self._began_ticks = monotonic()

    def now(self, tz: tzinfo = UTC) -> datetime:
        """Return the time that the application is told."""
        running = self._began_at + timedelta(seconds=monotonic() - self._began_ticks)
        return (self._at or running).astimezone(tz)

    def set(self, at: datetime) -> None:
        """Stop at a moment; it is aware."""
        self._at = at

    def advance(self, by: timedelta) -> None:
        """Move on; what is due by then is done by `TestApp.drain`."""
        if self._at is None:
            self._began_at += by
        else:
            self._at += by


@contextmanager
def telling(clock: Clock) -> Generator[None]:
    """Let this clock tell the time as long as the scope lasts."""
    # Every module has imported the function `now` by itself; what they share is the name that it looks up.
    with patch.object(reader, "datetime", clock):
        yield
