"""Stations: what callers give and see."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_sdk.db import Row
from wellkept_sdk.text import Code, Name, Phone
from wellkept_stations.rules.kinds import StationsStationKind, StationsStationStatus
from wellkept_stations.schemas.coverage import CoverageRule, CoverageRules, Latitude, Longitude, coverage_of

ADDRESS_LENGTH_MAX: Final = 500
RANK_MAX: Final = 10_000
OPEN_TICKETS_MAX: Final = 10_000

Address = Annotated[str, Meta(max_length=ADDRESS_LENGTH_MAX)]
TimeZone = Annotated[str, Meta(min_length=1, max_length=64, description="An IANA name.", examples=["Asia/Shanghai"])]
Rank = Annotated[int, Meta(ge=0, le=RANK_MAX, description="Of stations alike, the lowest comes first.")]
OpenTickets = Annotated[int, Meta(ge=1, le=OPEN_TICKETS_MAX)]


class StationsLocation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a station is; longitude and latitude come together."""

    address: Address | None = None
    region_code: Code | None = None
    longitude: Longitude | None = None
    latitude: Latitude | None = None


class StationsLocationPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to where a station is; null clears a member."""

    address: Address | UnsetType | None = UNSET
    region_code: Code | UnsetType | None = UNSET
    longitude: Longitude | UnsetType | None = UNSET
    latitude: Latitude | UnsetType | None = UNSET


class StationsLocationRead(Struct, frozen=True, kw_only=True):
    """Where a station is, every member stated."""

    address: str | None
    region_code: str | None
    longitude: float | None
    latitude: float | None


class StationsStationCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new station. Its code is its own for good; without a calendar it is always on duty."""

    code: Code
    name: Name
    kind: StationsStationKind
    time_zone: TimeZone
    parent_id: UUID | None = None
    party_id: UUID | None = None
    location: StationsLocation | None = None
    calendar_code: Code | None = None
    phone: Phone | None = None
    rank: Rank = 100
    max_open_tickets: OpenTickets | None = None
    coverage: CoverageRules = ()


class StationsStationPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a station; the location is merged, the coverage is replaced as a whole."""

    name: Name | UnsetType = UNSET
    kind: StationsStationKind | UnsetType = UNSET
    time_zone: TimeZone | UnsetType = UNSET
    parent_id: UUID | UnsetType | None = UNSET
    party_id: UUID | UnsetType | None = UNSET
    location: StationsLocationPatch | UnsetType | None = UNSET
    calendar_code: Code | UnsetType | None = UNSET
    phone: Phone | UnsetType | None = UNSET
    rank: Rank | UnsetType = UNSET
    max_open_tickets: OpenTickets | UnsetType | None = UNSET
    status: StationsStationStatus | UnsetType = UNSET
    coverage: CoverageRules | UnsetType = UNSET


class StationsStationRead(Struct, frozen=True, kw_only=True):
    """A station with the rules of its area."""

    id: UUID
    code: str
    name: str
    kind: StationsStationKind
    parent_id: UUID | None
    party_id: UUID | None
    location: StationsLocationRead
    time_zone: str
    calendar_code: str | None
    phone: str | None
    rank: int
    max_open_tickets: int | None
    status: StationsStationStatus
    coverage: list[CoverageRule]
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Row, *, coverage: Sequence[Row]) -> "StationsStationRead":
        """Return a stored station with its stored rules."""
        location = msgspec.convert(row, StationsLocationRead)
        own: Row = {**row, "location": msgspec.to_builtins(location), "coverage": []}
        return msgspec.structs.replace(msgspec.convert(own, cls), coverage=coverage_of(coverage))


class StationsChainLink(Struct, frozen=True, kw_only=True):
    """
    A station that serves a site.

    Args:
        because: by which rule, `parent` of the one before, or `root` where no rule covers the site.
        specificity: how closely that rule names the site; 0 without a rule.
        distance_m: from the station to the site, where both places are known.
    """

    station_id: UUID
    code: str
    because: str
    specificity: int
    distance_m: int | None


class StationsChain(Struct, frozen=True, kw_only=True):
    """The station that a site belongs to, then those above it, the nearest first."""

    items: list[StationsChainLink]
