"""Engineers and their absences: what callers give and see."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from wellkept_sdk.db import Row
from wellkept_sdk.moment import Moment
from wellkept_sdk.text import Code, Name
from wellkept_stations.rules.kinds import StationsEngineerKind, StationsEngineerStatus
from wellkept_stations.schemas.coverage import Latitude, Longitude
from wellkept_stations.schemas.stations import OpenTickets
from wellkept_stations.terms import Level, SkillCode

SKILLS_MAX: Final = 100
CERTIFICATES_MAX: Final = 100
NUMBER_LENGTH_MAX: Final = 64
REASON_LENGTH_MAX: Final = 500

DailyMinutes = Annotated[int, Meta(ge=1, le=1_440)]
Number = Annotated[str, Meta(min_length=1, max_length=NUMBER_LENGTH_MAX)]
Reason = Annotated[str, Meta(max_length=REASON_LENGTH_MAX)]


class StationsSkillLevel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody can do, from 1 (knows of it) to 5 (teaches it)."""

    code: SkillCode
    level: Level


class StationsCertificateEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody is allowed to do; `valid_until` is the last valid day."""

    code: SkillCode
    number: Number | None = None
    valid_from: date | None = None
    valid_until: date | None = None


class StationsPosition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place on the earth."""

    longitude: Longitude
    latitude: Latitude


class StationsPositionPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to a place on the earth."""

    longitude: Longitude | UnsetType = UNSET
    latitude: Latitude | UnsetType = UNSET


Skills = Annotated[tuple[StationsSkillLevel, ...], Meta(max_length=SKILLS_MAX)]
Certificates = Annotated[tuple[StationsCertificateEntry, ...], Meta(max_length=CERTIFICATES_MAX)]


class StationsEngineerCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A user who can be sent from now on. Account and code stay for good; `home` is where the day begins."""

    user_id: UUID
    code: Code
    name: Name
    station_id: UUID
    kind: StationsEngineerKind
    party_id: UUID | None = None
    home: StationsPosition | None = None
    calendar_code: Code | None = None
    max_open_tickets: OpenTickets = 10
    daily_minutes: DailyMinutes = 480
    skills: Skills = ()
    certificates: Certificates = ()


class StationsEngineerPatch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Changes to an engineer; the home is merged, skills and certificates are replaced as wholes."""

    name: Name | UnsetType = UNSET
    station_id: UUID | UnsetType = UNSET
    kind: StationsEngineerKind | UnsetType = UNSET
    party_id: UUID | UnsetType | None = UNSET
    home: StationsPositionPatch | UnsetType | None = UNSET
    calendar_code: Code | UnsetType | None = UNSET
    max_open_tickets: OpenTickets | UnsetType = UNSET
    daily_minutes: DailyMinutes | UnsetType = UNSET
    status: StationsEngineerStatus | UnsetType = UNSET
    skills: Skills | UnsetType = UNSET
    certificates: Certificates | UnsetType = UNSET


class StationsCertificateRead(Struct, frozen=True, kw_only=True):
    """What somebody is allowed to do, every member stated."""

    code: str
    number: str | None
    valid_from: date | None
    valid_until: date | None


class StationsEngineerRead(Struct, frozen=True, kw_only=True):
    """An engineer with skills and certificates."""

    id: UUID
    user_id: UUID
    code: str
    name: str
    station_id: UUID
    station_code: str
    kind: StationsEngineerKind
    party_id: UUID | None
    home: StationsPosition | None
    calendar_code: str | None
    max_open_tickets: int
    daily_minutes: int
    status: StationsEngineerStatus
    skills: list[StationsSkillLevel]
    certificates: list[StationsCertificateRead]
    created_at: datetime
    updated_at: datetime
    version: int

    @classmethod
    def of(cls, row: Row, *, skills: Sequence[Row], certificates: Sequence[Row]) -> "StationsEngineerRead":
        """Return a stored engineer, with the code of his station, his stored skills and certificates."""
        home = None
        if row["longitude"] is not None:
            home = {"longitude": row["longitude"], "latitude": row["latitude"]}
        known = [{"code": skill["code"], "level": skill["level"]} for skill in skills]
        return msgspec.convert({**row, "home": home, "skills": known, "certificates": certificates}, cls)


class StationsAbsenceCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A time in which an engineer cannot be sent; it ends before `ends_at`."""

    starts_at: Moment
    ends_at: Moment
    reason: Reason | None = None


class StationsAbsenceRead(Struct, frozen=True, kw_only=True):
    """A time in which an engineer cannot be sent."""

    id: UUID
    engineer_id: UUID
    starts_at: datetime
    ends_at: datetime
    reason: str | None
    created_at: datetime
