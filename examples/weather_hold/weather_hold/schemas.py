"""What goes over the wire."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from weather_hold.rules.wind import Wind
from wellkept_sdk.moment import Moment

_SPEED_MAX = 1_000

Speed = Annotated[int, Meta(ge=0, le=_SPEED_MAX, description="In decimetres per second: 123 is 12.3 m/s.")]
Limit = Annotated[int, Meta(ge=1, le=60, description="In metres per second.")]


class WeatherHoldReadingCreate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a weather station reports; without gusts, they were no stronger than the wind."""

    measured_at: Moment
    wind_dmps: Speed
    gust_dmps: Speed | None = None


class WeatherHoldReadingRead(Struct, frozen=True, kw_only=True):
    """The wind at a moment."""

    measured_at: datetime
    wind_dmps: int
    gust_dmps: int

    @classmethod
    def of(cls, wind: Wind) -> "WeatherHoldReadingRead":
        """Return a reading as callers see it."""
        return cls(measured_at=wind.measured_at, wind_dmps=wind.wind_dmps, gust_dmps=wind.gust_dmps)


class WeatherHoldWatchRead(Struct, frozen=True, kw_only=True):
    """A ticket that waits for the weather."""

    id: UUID
    ticket_id: UUID
    project_id: UUID
    began_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "WeatherHoldWatchRead":
        """Return a watch as callers see it."""
        return msgspec.convert(row, cls)


class WeatherHoldTicketWeather(Struct, frozen=True, kw_only=True):
    """What the weather means for the work of a ticket now; `work_possible` is null where nobody measured lately."""

    outdoor: bool
    wind_max_mps: int
    calm_minutes: int
    latest: WeatherHoldReadingRead | None
    work_possible: bool | None


class WeatherHoldTicket(Struct, frozen=True, kw_only=True):
    """What a ticket shows: whether its work is outdoors, up to which wind, and since when it waits."""

    outdoor: bool
    wind_max_mps: int
    watched_since: datetime | None


class WeatherHoldTicketWrite(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the work is outdoors; `null` instead of this object asks the project's kind again."""

    outdoor: bool


class WeatherHoldProject(Struct, frozen=True, kw_only=True):
    """The limit of a site's own."""

    wind_max_mps: int


class WeatherHoldProjectWrite(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The limit of a site's own, which counts where it is below that of the terms."""

    wind_max_mps: Limit
