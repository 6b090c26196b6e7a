"""To which station a site belongs, and who comes after it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import FALSE, Clause, Row, one_of
from wellkept_stations.rules.covering import (
    PARENT,
    ROOT,
    Covering,
    CoveringRule,
    Site,
    nearest_covering,
    rounded_distance_m,
    upwards,
)
from wellkept_stations.rules.geometry import Point, in_boxes
from wellkept_stations.rules.regions import prefixes_of_site

__all__ = ["ChainLink", "Site", "chain", "point_in", "stations_of"]

_RULES: Final = (
    "SELECT coverage.station_id, coverage.kind, coverage.region_code, coverage.region_prefix, coverage.radius_m,"
    " coverage.polygon, station.code, station.path, station.rank, station.longitude, station.latitude"
    " FROM stations_coverage coverage JOIN stations_station station ON station.id = coverage.station_id"
    " WHERE station.status = 'active'"
)
_IN_BOX: Final = (
    "coverage.kind = '{kind}' AND coverage.latitude_min <= ? AND coverage.latitude_max >= ? AND"
    " ((coverage.longitude_min <= ? AND coverage.longitude_max >= ?)"
    " OR (coverage.longitude_min <= ? AND coverage.longitude_max >= ?)"
    " OR (coverage.longitude_min <= ? AND coverage.longitude_max >= ?))"
)
_STATIONS: Final = (
    "SELECT id, code, path, party_id, longitude, latitude, calendar_code, time_zone FROM stations_station"
    " WHERE status = 'active'"
)
_ROOT: Final = f"{_STATIONS} AND parent_id IS NULL ORDER BY rank, code LIMIT 1"


class ChainLink(Struct, frozen=True, kw_only=True):
    """
    A station that serves a site.

    Args:
        because: by which rule, `parent` of the one before, or `root` where no rule covers the site.
        specificity: how closely that rule names the site; 0 without a rule.
        distance_m: from the station to the site; None where one of the two places is not known.
        depth: how many stations come before it.
    """

    station_id: UUID
    code: str
    because: str
    specificity: int
    distance_m: int | None
    point: Point | None
    calendar_code: str | None
    time_zone: str
    depth: int
    party_id: UUID | None


async def chain(ctx: Ctx, site: Site, *, allow_parent: bool) -> Sequence[ChainLink]:
    """
    Return the station that a site belongs to and, if they are allowed, the active ones above it, the nearest first.

    Where no rule covers the site, it is the active root of the lowest rank; without any, nothing. Two statements.
    """
    chosen = nearest_covering(await _rules(ctx, _near(ctx, site)), site)
    if chosen is None:
        root = await ctx.db.fetch_one(_ROOT)
        return [] if root is None else [_link(root, site, because=ROOT, specificity=0, depth=0)]
    wanted = upwards(chosen.path) if allow_parent else [chosen.station_id]
    where = ctx.db.any_of("id", wanted)
    rows = await ctx.db.fetch(f"{_STATIONS} AND {where.sql}", *where.args)
    found = sorted(rows, key=lambda row: wanted.index(row["id"]))
    return [
        _link(row, site, because=chosen.because, specificity=chosen.specificity, depth=depth)
        if row["id"] == chosen.station_id
        else _link(row, site, because=PARENT, specificity=0, depth=depth)
        for depth, row in enumerate(found)
    ]


async def stations_of(ctx: Ctx, sites: Collection[Site]) -> Mapping[Site, Covering]:
    """Return the station that each site belongs to; nothing, where there are no stations. Two statements for all."""
    regions = _of_regions(ctx, [site.region_code for site in sites if site.region_code is not None])
    rules = await _rules(ctx, regions | Clause("coverage.kind IN ('polygon', 'radius')"))
    found = {site: nearest_covering(rules, site) for site in sites}
    root = await ctx.db.fetch_one(_ROOT) if None in found.values() else None
    fallback = None
    if root is not None:
        fallback = Covering(station_id=root["id"], path=root["path"], because=ROOT, specificity=0)
    return {site: served for site, covering in found.items() if (served := covering or fallback) is not None}


def point_in(row: Row, *, prefix: str = "") -> Point | None:
    """Return the place that a row's columns `longitude` and `latitude` tell, if they do."""
    longitude, latitude = row[f"{prefix}longitude"], row[f"{prefix}latitude"]
    return None if longitude is None or latitude is None else Point(longitude, latitude)


async def _rules(ctx: Ctx, where: Clause) -> list[CoveringRule]:
    rows = await ctx.db.fetch(f"{_RULES} AND ({where.sql})", *where.args)
    return [msgspec.convert({**row, "point": point_in(row)}, CoveringRule) for row in rows]


def _near(ctx: Ctx, site: Site) -> Clause:
    """Return the condition that every rule meets that covers a site, and few others do."""
    regions = _of_regions(ctx, [] if site.region_code is None else [site.region_code])
    if site.point is None:
        return regions
    y = site.point.latitude
    args = (y, y, *(x for x in in_boxes(site.point.longitude) for _ in range(2)))
    return one_of(regions, *(Clause(_IN_BOX.format(kind=kind), args) for kind in ("polygon", "radius")))


def _of_regions(ctx: Ctx, codes: Collection[str]) -> Clause:
    prefixes = {prefix for code in codes for prefix in prefixes_of_site(code)}
    return ctx.db.any_of("coverage.region_prefix", sorted(prefixes)) if prefixes else FALSE


def _link(row: Row, site: Site, *, because: str, specificity: int, depth: int) -> ChainLink:
    point = point_in(row)
    known: dict[str, Any] = {
        "station_id": row["id"],
        "point": point,
        "because": because,
        "specificity": specificity,
        "distance_m": rounded_distance_m(point, site.point),
        "depth": depth,
    }
    return ChainLink(
        code=row["code"],
        calendar_code=row["calendar_code"],
        time_zone=row["time_zone"],
        party_id=row["party_id"],
        **known,
    )
