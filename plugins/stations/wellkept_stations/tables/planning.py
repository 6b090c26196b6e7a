"""Day plans, and calendars that programs subscribe to."""

from wellkept_sdk.db import OnDelete, Table, columns
from wellkept_stations.tables.people import StationsEngineer
from wellkept_stations.tables.places import StationsStation


class StationsPlan(Table, tablename="stations_plan"):
    """Routes of the engineers of a station on a day of the station."""

    id = columns.primary_key()
    station_id = columns.reference(StationsStation, on_delete=OnDelete.restrict, index=False)
    day = columns.day()
    status = columns.text()
    #: What was asked for: `{"engineer_ids": …, "ticket_ids": …, "seconds": …}`.
    request = columns.document()
    solver = columns.text(null=True)
    routes = columns.document()
    unassigned = columns.document()
    #: Why it failed, in words.
    reason = columns.text(null=True)
    actor_id = columns.identifier(null=True)
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()


class StationsFeed(Table, tablename="stations_feed"):
    """A calendar that a program subscribes to by a secret address; of an engineer or of a station."""

    id = columns.primary_key()
    #: Of the token in the address, SHA-256 in hexadecimal.
    token_digest = columns.text()
    engineer_id = columns.reference(StationsEngineer, on_delete=OnDelete.cascade, null=True)
    station_id = columns.reference(StationsStation, on_delete=OnDelete.cascade, null=True)
    created_by = columns.identifier(null=True)
    created_at = columns.created_at()
