"""The words of stations and engineers."""

from enum import StrEnum


class StationsStationKind(StrEnum):
    """What kind of place a station is."""

    HEADQUARTERS = "headquarters"  #: Where the whole network is run.
    REGION = "region"  #: Runs the stations of a region.
    STATION = "station"  #: People who go out to an area.
    PARTNER = "partner"  #: People of an outside organisation.


class StationsStationStatus(StrEnum):
    """Whether a station takes anything."""

    ACTIVE = "active"  #: Takes engineers, tickets and visits.
    CLOSED = "closed"  #: Takes nothing any more.


class StationsEngineerKind(StrEnum):
    """How somebody belongs to a station."""

    ENGINEER = "engineer"  #: Belongs to our house.
    RESIDENT = "resident"  #: Lives at a customer's for a delivery or a trial.
    CONSULTANT = "consultant"  #: An expert who is called for his knowledge.
    SUBCONTRACTOR = "subcontractor"  #: Belongs to an outside organisation.


class StationsEngineerStatus(StrEnum):
    """Whether somebody can be sent."""

    ACTIVE = "active"  #: Can be sent.
    AWAY = "away"  #: Cannot be sent for an unknown time.
    LEFT = "left"  #: Is not sent any more.
