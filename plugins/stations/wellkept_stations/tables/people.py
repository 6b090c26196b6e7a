"""Engineers, what they can do, and when they cannot be sent."""

from wellkept_sdk.db import OnDelete, Table, columns, core_table
from wellkept_stations.tables.places import StationsStation


class StationsEngineer(Table, tablename="stations_engineer"):
    """A user who can be sent."""

    id = columns.primary_key()
    user_id = columns.reference(core_table("UserAccount"), on_delete=OnDelete.cascade, index=False)
    code = columns.code()
    name = columns.text()
    station_id = columns.reference(StationsStation, on_delete=OnDelete.restrict, index=False)
    kind = columns.text()
    party_id = columns.identifier(null=True)
    #: Home.
    longitude = columns.double(null=True)
    latitude = columns.double(null=True)
    calendar_code = columns.text(null=True)
    max_open_tickets = columns.integer()
    daily_minutes = columns.integer()
    status = columns.text()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()


class StationsSkill(Table, tablename="stations_skill"):
    """What an engineer can do, at a level from 1 to 5."""

    id = columns.primary_key()
    engineer_id = columns.reference(StationsEngineer, on_delete=OnDelete.cascade, index=False)
    code = columns.text()
    level = columns.integer()


class StationsCertificate(Table, tablename="stations_certificate"):
    """What an engineer is allowed to do; `valid_until` is the last valid day."""

    id = columns.primary_key()
    engineer_id = columns.reference(StationsEngineer, on_delete=OnDelete.cascade, index=False)
    code = columns.text()
    number = columns.text(null=True)
    valid_from = columns.day(null=True)
    valid_until = columns.day(null=True)
    #: When it was told that it ends soon.
    announced_at = columns.moment(null=True)


class StationsAbsence(Table, tablename="stations_absence"):
    """A half-open time in which an engineer cannot be sent."""

    id = columns.primary_key()
    engineer_id = columns.reference(StationsEngineer, on_delete=OnDelete.cascade, index=False)
    starts_at = columns.moment()
    ends_at = columns.moment()
    reason = columns.text(null=True)
    created_at = columns.created_at()
