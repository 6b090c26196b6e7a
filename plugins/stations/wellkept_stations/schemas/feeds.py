"""Calendars to subscribe to, as callers make and see them."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class StationsFeedCreated(Struct, frozen=True, kw_only=True):
    """A new calendar; `url_path` holds its secret and is shown this once."""

    id: UUID
    url_path: str


class StationsFeedRead(Struct, frozen=True, kw_only=True):
    """A calendar of an engineer or of a station, without its secret."""

    id: UUID
    engineer_id: UUID | None
    station_id: UUID | None
    created_by: UUID | None
    created_at: datetime
