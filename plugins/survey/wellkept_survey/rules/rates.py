"""How often somebody may call: a bucket that fills again by itself."""

from collections import OrderedDict
from typing import Final

CALLERS_MAX: Final = 10_000
_SECONDS_PER_MINUTE: Final = 60


class Buckets:
    """The buckets of all callers; the one that was idle longest makes room for a new caller."""

    def __init__(self, *, per_minute: int) -> None:
        """Fill every bucket with a minute's worth of calls."""
        self._size = float(per_minute)
        self._per_second = per_minute / _SECONDS_PER_MINUTE
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str, *, at_seconds: float) -> float:
        """Take one call at a moment of a clock that only goes forward; return 0, or the seconds until there is one."""
        level, before = self._levels.pop(caller, (self._size, at_seconds))
        level = min(self._size, level + (at_seconds - before) * self._per_second)
        wait = 0.0 if level >= 1 else (1 - level) / self._per_second
        self._levels[caller] = (level if wait else level - 1, at_seconds)
        if len(self._levels) > CALLERS_MAX:
            self._levels.popitem(last=False)
        return wait
