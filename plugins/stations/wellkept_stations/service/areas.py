"""The rules of a station's area: what is wrong with them, and how they are stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec.structs import asdict

from wellkept_sdk import Ctx
from wellkept_sdk.errors import Invalid
from wellkept_stations.errors import CoverageInvalid
from wellkept_stations.rules.covering import rings_of
from wellkept_stations.rules.drawing import polygon_mistakes
from wellkept_stations.rules.geometry import Box, Point, box_around, box_of
from wellkept_stations.rules.regions import prefix_of
from wellkept_stations.schemas.coverage import (
    POINTS_MAX,
    CoverageRule,
    StationsPolygonCoverage,
    StationsRadiusCoverage,
    StationsRegionCoverage,
    radius_m_of,
)
from wellkept_stations.tables import StationsCoverage

_NOTHING: Final = dict.fromkeys(("region_code", "region_prefix", "radius_m", "polygon", *Box.__struct_fields__))


def area_mistakes(rules: Iterable[CoverageRule], *, point: Point | None) -> list[Invalid]:
    """
    Return what is wrong with the rules of an area.

    Args:
        rules: as the request gives them, at `/coverage`.
        point: where the station will be; a radius needs it.
    """
    mistakes: list[Invalid] = []
    for place, rule in enumerate(rules):
        pointer = f"/coverage/{place}"
        if isinstance(rule, StationsRadiusCoverage) and point is None:
            mistakes.append(CoverageInvalid.at(f"{pointer}/radius_km"))
        if isinstance(rule, StationsPolygonCoverage):
            drawn = rule.polygon.coordinates
            mistakes += polygon_mistakes(drawn, pointer=f"{pointer}/polygon/coordinates", points_max=POINTS_MAX)
    return mistakes


def has_radius(rules: Iterable[CoverageRule]) -> bool:
    """Return whether an area needs to know where its station is."""
    return any(isinstance(rule, StationsRadiusCoverage) for rule in rules)


async def store_area(ctx: Ctx, station_id: UUID, rules: Sequence[CoverageRule], *, point: Point | None) -> None:
    """Keep these rules as the area of a station, and no others."""
    await ctx.db.execute("DELETE FROM stations_coverage WHERE station_id = ?", station_id)
    rows = [
        {**_NOTHING, **_columns(rule, point=point), "station_id": station_id, "position": position}
        for position, rule in enumerate(rules)
    ]
    await ctx.db.insert_many(StationsCoverage, rows)


def _columns(rule: CoverageRule, *, point: Point | None) -> Mapping[str, Any]:
    match rule:
        case StationsRegionCoverage():
            return {"kind": "region", "region_code": rule.region_code, "region_prefix": prefix_of(rule.region_code)}
        case StationsRadiusCoverage():
            assert point is not None, "a radius without a place is refused"
            radius_m = radius_m_of(rule)
            return {"kind": "radius", "radius_m": radius_m, **asdict(box_around(point, radius_m))}
        case StationsPolygonCoverage():
            polygon = msgspec.to_builtins(rule.polygon)
            return {"kind": "polygon", "polygon": polygon, **asdict(box_of(rings_of(polygon)))}
