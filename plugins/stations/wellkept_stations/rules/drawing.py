"""What is wrong with a polygon as it was drawn."""

from collections.abc import Sequence
from typing import Final

from wellkept_sdk.errors import Invalid, invalid
from wellkept_stations.errors import CoverageInvalid

_LONGITUDE_MAX: Final = 180
_LATITUDE_MAX: Final = 90


def polygon_mistakes(
    coordinates: Sequence[Sequence[Sequence[float]]], *, pointer: str, points_max: int
) -> list[Invalid]:
    """
    Return what is wrong with the coordinates of a GeoJSON Polygon.

    Args:
        coordinates: rings of positions, each of longitude and latitude.
        pointer: where the request gave them.
        points_max: how many positions all rings may have together.
    """
    mistakes = [
        mistake
        for place, ring in enumerate(coordinates)
        for mistake in _ring_mistakes(ring, pointer=f"{pointer}/{place}")
    ]
    if sum(map(len, coordinates)) > points_max:
        mistakes.append(invalid(pointer, "too_long", f"Has more than {points_max} positions in all."))
    return mistakes


def _ring_mistakes(ring: Sequence[Sequence[float]], *, pointer: str) -> list[Invalid]:
    mistakes: list[Invalid] = []
    for place, (longitude, latitude) in enumerate(ring):
        if abs(longitude) > _LONGITUDE_MAX:
            mistakes.append(_outside(f"{pointer}/{place}/0", longitude, _LONGITUDE_MAX))
        if abs(latitude) > _LATITUDE_MAX:
            mistakes.append(_outside(f"{pointer}/{place}/1", latitude, _LATITUDE_MAX))
    if list(ring[0]) != list(ring[-1]):
        mistakes.append(CoverageInvalid.at(pointer))
    return mistakes


def _outside(pointer: str, degrees: float, limit: int) -> Invalid:
    code = "too_large" if degrees > 0 else "too_small"
    return invalid(pointer, code, f"Must lie from -{limit} to {limit}.")
