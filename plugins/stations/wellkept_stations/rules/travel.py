"""How far places lie apart, and how long the ways take, all at once."""

from collections.abc import Sequence
from typing import Final

from wellkept_stations.rules.geometry import Point, distance_m

_SECONDS_PER_MINUTE: Final = 60
_M_PER_KM: Final = 1_000
_MINUTES_PER_HOUR: Final = 60


def ways_m(points: Sequence[Point | None]) -> list[list[int]]:
    """Return the metres from each place to each other; a place that is not known is no way from anywhere."""
    ways = [[0] * len(points) for _ in points]
    for here, one in enumerate(points):
        for there, other in enumerate(points[:here]):
            if one is not None and other is not None:
                ways[here][there] = ways[there][here] = round(distance_m(one, other))
    return ways


def travel_seconds(ways: Sequence[Sequence[int]], *, speed_kmh: int) -> list[list[int]]:
    """Return how long each way takes, rounded up to whole minutes."""
    m_per_hour = speed_kmh * _M_PER_KM
    return [[-(-way * _MINUTES_PER_HOUR // m_per_hour) * _SECONDS_PER_MINUTE for way in row] for row in ways]
