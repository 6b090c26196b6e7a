"""Stations and what they cover."""

from wellkept_sdk.db import OnDelete, Table, columns


class StationsStation(Table, tablename="stations_station"):
    """A place with people that covers an area; `path` holds the ids from the root down to itself, each with a `/`."""

    id = columns.primary_key()
    code = columns.code()
    name = columns.text()
    parent_id = columns.reference("self", on_delete=OnDelete.restrict, null=True)
    kind = columns.text()
    #: Whose station it is, of a partner's; no foreign key, for the plugin `parties` may be absent.
    party_id = columns.identifier(null=True)
    address = columns.text(null=True)
    region_code = columns.text(null=True)
    longitude = columns.double(null=True)
    latitude = columns.double(null=True)
    time_zone = columns.text()
    calendar_code = columns.text(null=True)
    phone = columns.text(null=True)
    rank = columns.integer()
    max_open_tickets = columns.integer(null=True)
    status = columns.text()
    path = columns.text()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()


class StationsCoverage(Table, tablename="stations_coverage"):
    """One rule of the area of a station; `region_prefix` has lost its trailing pairs of zeros."""

    id = columns.primary_key()
    station_id = columns.reference(StationsStation, on_delete=OnDelete.cascade)
    position = columns.integer()
    kind = columns.text()
    region_code = columns.text(null=True)
    region_prefix = columns.text(null=True)
    radius_m = columns.integer(null=True)
    #: A GeoJSON Polygon (RFC 7946).
    polygon = columns.document(null=True)
    #: The box of a polygon or radius; longitudes are unwrapped, so `longitude_max` may lie beyond 180.
    longitude_min = columns.double(null=True)
    longitude_max = columns.double(null=True)
    latitude_min = columns.double(null=True)
    latitude_max = columns.double(null=True)
