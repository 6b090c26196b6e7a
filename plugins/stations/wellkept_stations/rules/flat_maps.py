"""Polygons as GeoJSON has them (RFC 7946): cut at the antimeridian, and wound as it demands."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from wellkept_stations.rules.geometry import Point, Ring, unwrapped

_TURN: Final = 360.0
_EAST: Final = 180.0

#: A polygon: what is around it, then its holes.
Rings = list[list[Point]]


def running_on(rings: Sequence[Ring]) -> Rings:
    """Return rings without a jump at the antimeridian, unwrapped as they are for the question what lies inside."""
    near = rings[0][0].longitude
    return [[_moved(corner, unwrapped(corner.longitude, near=near)) for corner in ring] for ring in rings]


def flat_parts(rings: Rings) -> list[Rings]:
    """
    Return the polygons from -180 to 180 degrees that an area is made of: one, or one on each side of the antimeridian.

    What is around them runs counterclockwise, their holes clockwise.

    Args:
        rings: without a jump; where they lie over the antimeridian, they run on beyond 180 or -180.
    """
    if all(abs(corner.longitude) <= _EAST for ring in rings for corner in ring):
        return [_wound(rings)]
    parts = [_strip(rings, middle=turns * _TURN) for turns in (-1, 0, 1)]
    return [_wound(part) for part in parts if part and _area(part[0])]


def _strip(rings: Rings, *, middle: float) -> Rings:
    """Return what lies within half a turn of a meridian, with longitudes counted from it."""
    west, east = middle - _EAST, middle + _EAST
    clipped = (_clipped(_clipped(ring, west, side=1), east, side=-1) for ring in rings)
    moved = ([_moved(corner, corner.longitude - middle) for corner in ring] for ring in clipped)
    return [ring for ring in moved if ring]


def _clipped(ring: Ring, meridian: float, *, side: int) -> list[Point]:
    """
    Return the part of a ring on one side of a meridian (Sutherland and Hodgman); nothing if there is none.

    Several pieces stay one ring, joined along the meridian.
    """

    def depth(corner: Point) -> float:
        return side * (corner.longitude - meridian)

    found: list[Point] = []
    for here, there in pairwise(ring):
        if depth(here) >= 0:
            found.append(here)
        if (depth(here) > 0) != (depth(there) > 0) and depth(here) and depth(there):
            found.append(_between(here, there, depth))
    return [*found, found[0]] if found else []


def _between(here: Point, there: Point, depth: Callable[[Point], float]) -> Point:
    share = depth(here) / (depth(here) - depth(there))
    latitude = here.latitude + share * (there.latitude - here.latitude)
    return Point(here.longitude + share * (there.longitude - here.longitude), latitude)


def _wound(rings: Rings) -> Rings:
    outer, *holes = rings
    return [outer if _area(outer) >= 0 else outer[::-1], *(hole if _area(hole) <= 0 else hole[::-1] for hole in holes)]


def _area(ring: Ring) -> float:
    """Return twice the area in square degrees, below zero for a ring that runs clockwise."""
    return sum(a.longitude * b.latitude - b.longitude * a.latitude for a, b in pairwise(ring))


def _moved(corner: Point, longitude: float) -> Point:
    return Point(longitude, corner.latitude)
