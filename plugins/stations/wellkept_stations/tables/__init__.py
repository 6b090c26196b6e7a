"""What is stored of stations, engineers, offers, visits and plans."""

from typing import Final

from wellkept_sdk.db import Check, TableSet, index, unique_index
from wellkept_stations.tables.dispatching import StationsOffer, StationsProposal, StationsTicket
from wellkept_stations.tables.people import StationsAbsence, StationsCertificate, StationsEngineer, StationsSkill
from wellkept_stations.tables.places import StationsCoverage, StationsStation
from wellkept_stations.tables.planning import StationsFeed, StationsPlan
from wellkept_stations.tables.visits import StationsVisit, StationsVisitMember, StationsVisitTransition

#: As they stand in every condition: a partial index serves no other words.
LIVING: Final = "living"
OPEN_OFFER: Final = "status = 'open'"
QUEUED_PLAN: Final = "status = 'queued'"

SCHEMA = TableSet(
    tables=(
        StationsStation,
        StationsCoverage,
        StationsEngineer,
        StationsSkill,
        StationsCertificate,
        StationsAbsence,
        StationsTicket,
        StationsProposal,
        StationsOffer,
        StationsVisit,
        StationsVisitMember,
        StationsVisitTransition,
        StationsPlan,
        StationsFeed,
    ),
    migrations="wellkept_stations.migrations",
    indexes=(
        unique_index("stations_station", "code"),
        index("stations_station", "path"),
        index("stations_station", "name", "id"),
        index("stations_coverage", "region_prefix"),
        index("stations_coverage", "kind", "longitude_min", "longitude_max", "latitude_min", "latitude_max"),
        unique_index("stations_engineer", "user_id"),
        unique_index("stations_engineer", "code"),
        index("stations_engineer", "station_id", "status"),
        unique_index("stations_skill", "engineer_id", "code"),
        index("stations_certificate", "engineer_id", "code"),
        index("stations_certificate", "valid_until", where="valid_until IS NOT NULL"),
        index("stations_absence", "engineer_id", "starts_at"),
        unique_index("stations_ticket", "ticket_id"),
        index("stations_proposal", "ticket_id", "id"),
        unique_index("stations_offer", "ticket_id", "wave", "engineer_id"),
        index("stations_offer", "expires_at", where=OPEN_OFFER),
        unique_index("stations_visit", "number"),
        index("stations_visit", "ticket_id", "id"),
        index("stations_visit", "station_id", "planned_from"),
        index("stations_visit", "status", "planned_from"),
        index("stations_visit", "planned_from", "id"),
        unique_index("stations_visit_member", "visit_id", "engineer_id"),
        index("stations_visit_member", "engineer_id", "planned_from"),
        index("stations_visit_transition", "visit_id", "id"),
        index("stations_plan", "station_id", "day", "id"),
        index("stations_plan", "id", where=QUEUED_PLAN),
        unique_index("stations_feed", "token_digest"),
    ),
    checks=(
        Check("stations_station", "kind", "kind IN ('headquarters', 'region', 'station', 'partner')"),
        Check("stations_station", "status", "status IN ('active', 'closed')"),
        Check("stations_station", "position", "(longitude IS NULL) = (latitude IS NULL)"),
        Check("stations_coverage", "kind", "kind IN ('region', 'radius', 'polygon')"),
        Check("stations_engineer", "kind", "kind IN ('engineer', 'resident', 'consultant', 'subcontractor')"),
        Check("stations_engineer", "status", "status IN ('active', 'away', 'left')"),
        Check("stations_engineer", "position", "(longitude IS NULL) = (latitude IS NULL)"),
        Check("stations_skill", "level", "level BETWEEN 1 AND 5"),
        Check("stations_absence", "period", "ends_at > starts_at"),
        Check("stations_offer", "status", "status IN ('open', 'accepted', 'declined', 'expired', 'withdrawn')"),
        Check(
            "stations_visit",
            "status",
            "status IN ('planned', 'confirmed', 'en_route', 'on_site', 'completed', 'cancelled', 'missed')",
        ),
        Check("stations_visit", "outcome", "outcome IN ('done', 'incomplete', 'no_access')"),
        Check("stations_visit", "window", "window_to > window_from"),
        Check("stations_visit", "planned", "planned_to > planned_from"),
        Check("stations_plan", "status", "status IN ('queued', 'done', 'failed', 'applied')"),
        Check("stations_feed", "whose", "(engineer_id IS NULL) <> (station_id IS NULL)"),
    ),
)

__all__ = [
    "LIVING",
    "OPEN_OFFER",
    "QUEUED_PLAN",
    "SCHEMA",
    "StationsAbsence",
    "StationsCertificate",
    "StationsCoverage",
    "StationsEngineer",
    "StationsFeed",
    "StationsOffer",
    "StationsPlan",
    "StationsProposal",
    "StationsSkill",
    "StationsStation",
    "StationsTicket",
    "StationsVisit",
    "StationsVisitMember",
    "StationsVisitTransition",
]
