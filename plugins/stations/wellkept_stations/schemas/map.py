"""What a map draws: GeoJSON (RFC 7946)."""

from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

FEATURES_MAX: Final = 2_000


class StationsMapLayer(StrEnum):
    """What is drawn."""

    STATIONS = "stations"  #: Where stations are.
    COVERAGE = "coverage"  #: Polygons and radii that they cover; regions have no shape here.
    TICKETS = "tickets"  #: Sites of open tickets.
    ENGINEERS = "engineers"  #: Where engineers live, for dispatchers only.


class StationsMapPoint(Struct, frozen=True, kw_only=True, tag_field="type", tag="Point"):
    """A place: longitude, latitude."""

    coordinates: list[float]


class StationsMapPolygon(Struct, frozen=True, kw_only=True, tag_field="type", tag="Polygon"):
    """An area: rings of places; the first runs around it counterclockwise, the others are holes in it."""

    coordinates: list[list[list[float]]]


class StationsMapMultiPolygon(Struct, frozen=True, kw_only=True, tag_field="type", tag="MultiPolygon"):
    """An area that lies over the antimeridian: a polygon on each side of it."""

    coordinates: list[list[list[list[float]]]]


class StationsMapProperties(Struct, frozen=True, kw_only=True):
    """
    What a feature stands for.

    Args:
        layer: in which layer it lies.
        code: of the station or engineer; the ticket's number.
        name: of the station or engineer; the ticket's title.
        kind: of the station, coverage or engineer; the ticket's status.
        grade: of the ticket.
        station_id: to which station it belongs.
    """

    layer: StationsMapLayer
    code: str
    name: str
    kind: str
    grade: int | None
    station_id: UUID | None


class StationsMapFeature(Struct, frozen=True, kw_only=True):
    """One thing on the map."""

    type: Literal["Feature"]
    id: UUID
    geometry: StationsMapPoint | StationsMapPolygon | StationsMapMultiPolygon
    properties: StationsMapProperties


class StationsMapRead(Struct, frozen=True, kw_only=True):
    """A map; `truncated` tells that there is more than the 2,000 features that are shown."""

    type: Literal["FeatureCollection"]
    features: list[StationsMapFeature]
    truncated: bool
