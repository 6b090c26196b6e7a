"""Trips for tickets, who makes them, and every step of their lives."""

from wellkept_sdk.db import OnDelete, Table, columns, core_table
from wellkept_stations.tables.people import StationsEngineer
from wellkept_stations.tables.places import StationsStation


class StationsVisit(Table, tablename="stations_visit"):
    """One trip for a ticket; window and planned time are half-open."""

    id = columns.primary_key()
    number = columns.text()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    station_id = columns.reference(StationsStation, on_delete=OnDelete.set_null, null=True, index=False)
    status = columns.text()
    purpose = columns.text(null=True)
    window_from = columns.moment()
    window_to = columns.moment()
    planned_from = columns.moment()
    planned_to = columns.moment()
    departed_at = columns.moment(null=True)
    checked_in_at = columns.moment(null=True)
    checked_out_at = columns.moment(null=True)
    check_in_longitude = columns.double(null=True)
    check_in_latitude = columns.double(null=True)
    position_off = columns.boolean(default=False)
    outcome = columns.text(null=True)
    work_minutes = columns.integer(null=True)
    travel_m = columns.integer(null=True)
    note = columns.text(null=True)
    #: When the last transition happened; the next cannot have happened before.
    moved_at = columns.moment()
    created_at = columns.created_at()
    updated_at = columns.updated_at()
    version = columns.version()


class StationsVisitMember(Table, tablename="stations_visit_member"):
    """Who makes a visit. Planned times are repeated here while the visit lives, for the check of overlaps."""

    id = columns.primary_key()
    visit_id = columns.reference(StationsVisit, on_delete=OnDelete.cascade, index=False)
    engineer_id = columns.reference(StationsEngineer, on_delete=OnDelete.restrict, index=False)
    lead = columns.boolean(default=False)
    position = columns.integer()
    planned_from = columns.moment()
    planned_to = columns.moment()
    #: Whether the visit is planned, confirmed, under way or on site.
    living = columns.boolean(default=True)


class StationsVisitTransition(Table, tablename="stations_visit_transition"):
    """One step in the life of a visit; never changed."""

    id = columns.primary_key()
    visit_id = columns.reference(StationsVisit, on_delete=OnDelete.cascade, index=False)
    action = columns.text()
    from_status = columns.text(null=True)
    to_status = columns.text()
    occurred_at = columns.moment()
    recorded_at = columns.moment()
    actor_id = columns.identifier(null=True)
    note = columns.text(null=True)
    data = columns.document()
