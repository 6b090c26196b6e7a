"""What is kept of tickets: who was sent and why, and who was asked."""

from wellkept_sdk.db import OnDelete, Table, columns, core_table
from wellkept_stations.tables.people import StationsEngineer
from wellkept_stations.tables.places import StationsStation


class StationsTicket(Table, tablename="stations_ticket"):
    """
    What the plugin keeps of a ticket; its row is the lock of dispatch and offers.

    `id` is the ticket's own. `because` is `{"station": …}`: why this station.
    """

    id = columns.primary_key()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    station_id = columns.reference(StationsStation, on_delete=OnDelete.set_null, null=True)
    because = columns.document()
    required_skills = columns.document()
    required_certificates = columns.document()
    #: The wave of offers that is open, or was last; 0 before the first.
    wave = columns.integer()
    #: How many visits are planned, confirmed, under way or on site.
    visits_open = columns.integer()
    #: The window of the first of these.
    next_window_from = columns.moment(null=True)
    next_window_to = columns.moment(null=True)
    updated_at = columns.updated_at()


class StationsProposal(Table, tablename="stations_proposal"):
    """Why somebody was sent, as it was seen then; never changed."""

    id = columns.primary_key()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    computed_at = columns.moment()
    at = columns.moment()
    weights = columns.document()
    candidates = columns.document()
    chosen_engineer_id = columns.identifier(null=True)
    override_reason = columns.text(null=True)
    actor_id = columns.identifier(null=True)


class StationsOffer(Table, tablename="stations_offer"):
    """A question to one engineer whether he takes a ticket, in a wave."""

    id = columns.primary_key()
    ticket_id = columns.reference(core_table("Ticket"), on_delete=OnDelete.cascade, index=False)
    wave = columns.integer()
    engineer_id = columns.reference(StationsEngineer, on_delete=OnDelete.restrict)
    status = columns.text()
    offered_at = columns.moment()
    expires_at = columns.moment()
    answered_at = columns.moment(null=True)
    eta = columns.moment(null=True)
    reason = columns.text(null=True)
    actor_id = columns.identifier(null=True)
