"""Circles on the earth as polygons that a map can draw."""

from math import asin, atan2, cos, degrees, pi, radians, sin
from typing import Final

from wellkept_stations.rules.geometry import EARTH_RADIUS_M, Point, unwrapped

CORNERS: Final = 64
_EAST: Final = 180.0
_NORTH: Final = 90.0


def circle(centre: Point, radius_m: float) -> list[Point]:
    """
    Return the corners around a centre, counterclockwise, the first one again at the end.

    Longitudes run on beyond 180 where the circle lies over the antimeridian. Around a pole there is no circle on a flat
    map: there it is the band of all meridians down to the latitude that it reaches.
    """
    angle = radius_m / EARTH_RADIUS_M
    if abs(centre.latitude) + degrees(angle) >= _NORTH:
        return _band(centre.latitude - degrees(angle), centre.latitude + degrees(angle))
    corners = [_corner(centre, angle, -2 * pi * place / CORNERS) for place in range(CORNERS)]
    return [*corners, corners[0]]


def _corner(centre: Point, angle: float, bearing: float) -> Point:
    south = radians(centre.latitude)
    north = asin(sin(south) * cos(angle) + cos(south) * sin(angle) * cos(bearing))
    away = atan2(sin(bearing) * sin(angle) * cos(south), cos(angle) - sin(south) * sin(north))
    longitude = unwrapped(centre.longitude + degrees(away), near=centre.longitude)
    return Point(longitude, degrees(north))


def _band(south: float, north: float) -> list[Point]:
    low, high = max(south, -_NORTH), min(north, _NORTH)
    return [Point(-_EAST, low), Point(_EAST, low), Point(_EAST, high), Point(-_EAST, high), Point(-_EAST, low)]
