"""Keeping what weather stations report."""

from datetime import timedelta
from uuid import UUID

from weather_hold.errors import ReadingInFuture, ReadingRepeated
from weather_hold.rules.wind import Wind
from weather_hold.schemas import WeatherHoldReadingCreate
from weather_hold.settings import WeatherHoldSettings
from wellkept_sdk import Ctx
from wellkept_sdk.ids import uuid7
from wellkept_sdk.moment import as_utc

#: By how much the clock of a station may be ahead of ours.
_SKEW = timedelta(seconds=60)


async def report(ctx: Ctx, project_id: UUID, draft: WeatherHoldReadingCreate) -> Wind:
    """
    Keep a reading.

    Raises:
        ReadingInFuture: it says that it was made in the future.
        ReadingRepeated: there is one of this moment already.
    """
    measured_at = as_utc(draft.measured_at, pointer="/measured_at")
    if measured_at > ctx.at + _SKEW:
        raise ReadingInFuture.at("/measured_at")
    gust_dmps = draft.wind_dmps if draft.gust_dmps is None else draft.gust_dmps
    wind = Wind(measured_at=measured_at, wind_dmps=draft.wind_dmps, gust_dmps=gust_dmps)
    stored = await ctx.db.execute(
        "INSERT INTO weather_hold_reading (id, created_at, project_id, measured_at, wind_dmps, gust_dmps)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        *(uuid7(), ctx.at, project_id, wind.measured_at, wind.wind_dmps, wind.gust_dmps),
    )
    if not stored:
        raise ReadingRepeated
    return wind


async def purge(ctx: Ctx) -> None:
    """Delete readings that are older than the deployment keeps them."""
    kept = timedelta(hours=ctx.settings(WeatherHoldSettings).reading_hours_kept)
    await ctx.db.execute("DELETE FROM weather_hold_reading WHERE measured_at < ?", ctx.at - kept)
