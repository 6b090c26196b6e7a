"""A breaker: who fails again and again is left alone for a while."""

from msgspec import Struct

FAILURES_MAX = 5
WITHIN_SECONDS = 60.0
PAUSE_SECONDS = 30.0


class Breaker(Struct):
    """
    Counts the failures in a row of one hook of one plugin.

    It opens after five of them within a minute. After half a minute it lets one call through as a trial: if that goes
    well it closes, if not it waits again. Moments are seconds of a clock that only goes forward.
    """

    failures: int = 0
    _first_at: float = 0.0
    _opened_at: float | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether calls are refused, trials apart."""
        return self._opened_at is not None

    def lets_through(self, at: float) -> bool:
        """Return whether a call may be made now; a trial is granted to one caller only."""
        if self._opened_at is None:
            return True
        if at - self._opened_at < PAUSE_SECONDS:
            return False
        self._opened_at = at
        return True

    def succeeded(self) -> None:
        """Note a call that went well."""
        self.failures = 0
        self._opened_at = None

    def failed(self, at: float) -> None:
        """Note a call that failed."""
        if self.failures == 0 or (not self.is_open and at - self._first_at > WITHIN_SECONDS):
            self.failures, self._first_at = 0, at
        self.failures += 1
        if self.failures >= FAILURES_MAX or self.is_open:
            self._opened_at = at
