"""Which station a site belongs to: every rule of an area that covers it, and the order of those stations."""

from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from wellkept_stations.rules.geometry import Point, distance_m, is_inside
from wellkept_stations.rules.regions import covers, specificity_of

ROOT: Final = "root"
PARENT: Final = "parent"
POLYGON_SPECIFICITY: Final = 9
RADIUS_SPECIFICITY: Final = 1
_M_PER_KM: Final = 1_000


class Site(Struct, frozen=True):
    """Where the work is, as far as it is known."""

    region_code: str | None
    point: Point | None


class CoveringRule(Struct, frozen=True, kw_only=True):
    """One rule of an area with the station that it belongs to; what its kind has not is None."""

    station_id: UUID
    code: str
    path: str
    rank: int
    point: Point | None
    kind: str
    region_code: str | None
    region_prefix: str | None
    radius_m: int | None
    polygon: Mapping[str, Any] | None


class Covering(Struct, frozen=True, kw_only=True):
    """A station that serves a site, and by which rule; `path` holds the ids from its root down to itself."""

    station_id: UUID
    path: str
    because: str
    specificity: int


def nearest_covering(rules: Iterable[CoveringRule], site: Site) -> Covering | None:
    """
    Return the station that a site belongs to; None where no rule covers it.

    The most specific rule decides, then the nearest station, then the lowest rank, then the code.
    """
    best: tuple[tuple[object, ...], Covering] | None = None
    for rule in rules:
        far = _distance_m(rule, site)
        found = _covering(rule, site, far=far)
        if found is None:
            continue
        order = (-found.specificity, far, rule.rank, rule.code, found.because)
        if best is None or order < best[0]:
            best = (order, found)
    return None if best is None else best[1]


def rings_of(polygon: Mapping[str, Any]) -> list[list[Point]]:
    """Return the rings of a GeoJSON Polygon."""
    return [[Point(position[0], position[1]) for position in ring] for ring in polygon["coordinates"]]


def upwards(path: str) -> Sequence[UUID]:
    """Return the ids that a station's path names, from itself up to its root."""
    return [UUID(step) for step in reversed(path.split("/")[:-1])]


def rounded_distance_m(a: Point | None, b: Point | None) -> int | None:
    """Return the metres between two places, rounded half up; None where one of them is not known."""
    return None if a is None or b is None else int(distance_m(a, b) + 0.5)


def _distance_m(rule: CoveringRule, site: Site) -> float:
    return inf if rule.point is None or site.point is None else distance_m(rule.point, site.point)


def _covering(rule: CoveringRule, site: Site, *, far: float) -> Covering | None:
    """Return how a rule covers a site, if it does."""
    match rule.kind:
        case "region" if rule.region_code is not None and rule.region_prefix is not None:
            holds = site.region_code is not None and covers(rule.region_code, site.region_code)
            because, specificity = f"region {rule.region_prefix}", specificity_of(rule.region_prefix)
        case "polygon" if rule.polygon is not None:
            holds = site.point is not None and is_inside(rings_of(rule.polygon), site.point)
            because, specificity = "polygon", POLYGON_SPECIFICITY
        case _:
            radius_m = rule.radius_m or 0
            holds = far <= radius_m
            because, specificity = f"radius {radius_m / _M_PER_KM:g} km", RADIUS_SPECIFICITY
    if not holds:
        return None
    return Covering(station_id=rule.station_id, path=rule.path, because=because, specificity=specificity)
