"""When the wind forbids work, and since when it has not."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

_DMPS_PER_MPS = 10


class Wind(Struct, frozen=True, kw_only=True):
    """The wind at a moment, in decimetres per second."""

    measured_at: datetime
    wind_dmps: int
    gust_dmps: int

    def exceeds(self, limit_mps: int) -> bool:
        """Return whether the mean wind or its gusts are stronger than a limit."""
        return max(self.wind_dmps, self.gust_dmps) > limit_mps * _DMPS_PER_MPS


def forbids_work(latest: Wind | None, *, limit_mps: int, at: datetime, valid: timedelta) -> bool | None:
    """Return whether the wind is too strong at a moment; None if there is no reading recent enough to tell."""
    if latest is None or latest.measured_at < at - valid:
        return None
    return latest.exceeds(limit_mps)


def calm_since(newest_first: Iterable[Wind], *, limit_mps: int) -> datetime | None:
    """Return the moment of the first reading since which none has exceeded the limit; None if the newest one does."""
    since = None
    for wind in newest_first:
        if wind.exceeds(limit_mps):
            break
        since = wind.measured_at
    return since
