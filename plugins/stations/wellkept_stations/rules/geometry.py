"""Places on the earth: how far they lie apart, which polygon holds them, and in which box to look first."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import asin, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import Final

from msgspec import Struct

#: The mean radius of the earth (IUGG), in metres.
EARTH_RADIUS_M: Final = 6_371_008.8

_TURN: Final = 360.0
_HALF_TURN: Final = 180.0
_POLE: Final = 90.0
#: About a tenth of a millimetre: how far from a line a point still lies on it.
_TOLERANCE: Final = 1e-9
#: By how much boxes are wider than what they hold, so that no rounding loses anything.
_MARGIN: Final = 1e-7


class Point(Struct, frozen=True):
    """A place, in degrees east of Greenwich and north of the equator."""

    longitude: float
    latitude: float


class Box(Struct, frozen=True, kw_only=True):
    """
    The degrees between which an area lies.

    Longitudes are unwrapped: the least lies from -180 to 180, and the greatest may lie beyond 180.
    """

    longitude_min: float
    longitude_max: float
    latitude_min: float
    latitude_max: float


#: The corners of a line that comes back to its beginning; the first and the last are the same.
Ring = Sequence[Point]
_Line = tuple[float, float, float, float]


def distance_m(a: Point, b: Point) -> float:
    """Return the metres between two places along the surface of a sphere."""
    south, north = radians(a.latitude), radians(b.latitude)
    half = sin((north - south) / 2) ** 2
    half += cos(south) * cos(north) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def unwrapped(longitude: float, *, near: float) -> float:
    """Return the same longitude, some turns away, within 180 degrees of another one."""
    away = (longitude - near + _HALF_TURN) % _TURN - _HALF_TURN
    # What does not move keeps its exact value.
    return longitude if abs(longitude - near) <= _HALF_TURN else near + away


def is_inside(rings: Sequence[Ring], point: Point) -> bool:
    """
    Return whether a polygon holds a place: by the even-odd rule over all its rings, its border included.

    Longitudes are unwrapped near the polygon's first corner, so that it may lie over the antimeridian.
    """
    near = rings[0][0].longitude
    lines = [
        (unwrapped(a.longitude, near=near), a.latitude, unwrapped(b.longitude, near=near), b.latitude)
        for ring in rings
        for a, b in pairwise(ring)
    ]
    # Half a turn away from the first corner the same meridian lies on both sides.
    turned = (point.longitude + turn for turn in (-_TURN, 0.0, _TURN))
    return any(_holds(lines, x, point.latitude) for x in turned if abs(x - near) <= _HALF_TURN)


def box_of(rings: Sequence[Ring]) -> Box:
    """Return the box around a polygon."""
    near = rings[0][0].longitude
    longitudes = [unwrapped(corner.longitude, near=near) for ring in rings for corner in ring]
    latitudes = [corner.latitude for ring in rings for corner in ring]
    return _box(min(longitudes), max(longitudes), min(latitudes), max(latitudes))


def box_around(centre: Point, radius_m: float) -> Box:
    """Return the box around all places that lie within a radius."""
    angle = radius_m / EARTH_RADIUS_M
    south, north = centre.latitude - degrees(angle), centre.latitude + degrees(angle)
    if south <= -_POLE or north >= _POLE or angle >= pi / 2:
        # A circle over a pole meets every meridian.
        return _box(-_HALF_TURN, _HALF_TURN, south, north)
    # The circle is widest where its tangents run along meridians, not at the latitude of its centre.
    wide = degrees(asin(min(1.0, sin(angle) / cos(radians(centre.latitude)))))
    return _box(centre.longitude - wide, centre.longitude + wide, south, north)


def in_boxes(longitude: float) -> tuple[float, float, float]:
    """Return the longitudes of which one lies in every box that has a place of this longitude."""
    return longitude - _TURN, longitude, longitude + _TURN


def _box(west: float, east: float, south: float, north: float) -> Box:
    turns = _TURN if west < -_HALF_TURN else 0.0
    return Box(
        longitude_min=west + turns - _MARGIN,
        longitude_max=east + turns + _MARGIN,
        latitude_min=south - _MARGIN,
        latitude_max=north + _MARGIN,
    )


def _holds(lines: Iterable[_Line], x: float, y: float) -> bool:
    crossings = 0
    for x1, y1, x2, y2 in lines:
        if _is_on(x, y, (x1, y1, x2, y2)):
            return True
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            crossings += 1
    return crossings % 2 == 1


def _is_on(x: float, y: float, line: _Line) -> bool:
    """Return whether a point lies on the line between two others."""
    x1, y1, x2, y2 = line
    dx, dy = x2 - x1, y2 - y1
    length = hypot(dx, dy)
    if length <= _TOLERANCE:
        return hypot(x - x1, y - y1) <= _TOLERANCE
    along = ((x - x1) * dx + (y - y1) * dy) / length
    beside = abs((x - x1) * dy - (y - y1) * dx) / length
    return beside <= _TOLERANCE and -_TOLERANCE <= along <= length + _TOLERANCE
