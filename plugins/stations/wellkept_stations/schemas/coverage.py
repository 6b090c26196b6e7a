"""Rules of the area that a station covers."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct

from wellkept_sdk.db import Row
from wellkept_sdk.text import Code

COVERAGE_MAX: Final = 200
#: Of all rings of a polygon together.
POINTS_MAX: Final = 500
RINGS_MAX: Final = 50
RADIUS_KM_MAX: Final = 20_100
_M_PER_KM: Final = 1_000

Longitude = Annotated[float, Meta(ge=-180, le=180, description="Degrees east of Greenwich.")]
Latitude = Annotated[float, Meta(ge=-90, le=90, description="Degrees north of the equator.")]
Position = Annotated[
    list[float], Meta(min_length=2, max_length=2, description="Longitude and latitude.", examples=[[121.5, 31.2]])
]
LinearRing = Annotated[list[Position], Meta(min_length=4, max_length=POINTS_MAX)]
RadiusKm = Annotated[float, Meta(ge=0.001, le=RADIUS_KM_MAX)]


class StationsPolygon(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A GeoJSON Polygon (RFC 7946); every ring ends where it begins, and it may lie over the antimeridian."""

    type: Literal["Polygon"]
    coordinates: Annotated[list[LinearRing], Meta(min_length=1, max_length=RINGS_MAX)]


class StationsRegionCoverage(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="region"
):
    """Every site whose code begins so; codes of six digits lose their trailing pairs of zeros, others are equal."""

    region_code: Code


class StationsRadiusCoverage(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="radius"
):
    """Every site that lies so near to the station."""

    radius_km: RadiusKm


class StationsPolygonCoverage(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="polygon"
):
    """Every site inside a polygon or on its border, by the even-odd rule."""

    polygon: StationsPolygon


CoverageRule = StationsRegionCoverage | StationsRadiusCoverage | StationsPolygonCoverage
CoverageRules = Annotated[tuple[CoverageRule, ...], Meta(max_length=COVERAGE_MAX)]


def radius_m_of(rule: StationsRadiusCoverage) -> int:
    """Return the whole metres of a radius, rounded half up."""
    return int(rule.radius_km * _M_PER_KM + 0.5)


def coverage_of(rows: Sequence[Row]) -> list[CoverageRule]:
    """Return stored rules as they were given."""
    return [_rule(row) for row in rows]


def _rule(row: Row) -> CoverageRule:
    match row["kind"]:
        case "region":
            return StationsRegionCoverage(region_code=row["region_code"])
        case "radius":
            return StationsRadiusCoverage(radius_km=row["radius_m"] / _M_PER_KM)
        case _:
            polygon: dict[str, Any] = row["polygon"]
            return StationsPolygonCoverage(polygon=StationsPolygon(type="Polygon", coordinates=polygon["coordinates"]))
