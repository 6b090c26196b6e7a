"""Telling of certificates before they end."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.local_days import local_day
from wellkept_stations.events import CertificateEnding
from wellkept_stations.settings import StationsSettings

BATCH_SIZE: Final = 500
#: No zone is farther from UTC than this.
_ELSEWHERE: Final = timedelta(days=1)

_ENDING: Final = (
    "SELECT certificate.id, certificate.code AS certificate, certificate.valid_until, certificate.engineer_id,"
    " engineer.code, station.time_zone FROM stations_certificate certificate"
    " JOIN stations_engineer engineer ON engineer.id = certificate.engineer_id"
    " JOIN stations_station station ON station.id = engineer.station_id"
    " WHERE certificate.valid_until IS NOT NULL AND certificate.valid_until >= ? AND certificate.valid_until <= ?"
    " AND certificate.announced_at IS NULL AND engineer.status <> 'left' AND certificate.id > ?"
    " ORDER BY certificate.id LIMIT ?"
)
_FIRST: Final = UUID(int=0)


async def announce_ending(ctx: Ctx) -> None:
    """
    Announce certificates that end within the days that the deployment has set, on days of the station; each end once.

    Each batch is a transaction; what a run that died has left is announced by the next.
    """
    after: UUID | None = _FIRST
    while after is not None:
        after = await _announce(ctx, after=after)


async def _announce(ctx: Ctx, *, after: UUID) -> UUID | None:
    """Announce a batch, and return the last that was looked at; None where no more are left."""
    ahead = timedelta(days=ctx.settings(StationsSettings).certificate_days)
    today = ctx.at.date()
    async with ctx.db.transaction():
        found = await ctx.db.fetch(_ENDING, today - _ELSEWHERE, today + ahead + _ELSEWHERE, after, BATCH_SIZE)
        due = [row for row in found if _is_due(ctx, row, ahead=ahead)]
        where = ctx.db.any_of("id", [row["id"] for row in due])
        told = await ctx.db.fetch(
            f"UPDATE stations_certificate SET announced_at = ? WHERE announced_at IS NULL AND {where.sql} RETURNING id",
            *(ctx.at, *where.args),
        )
        # Whoever runs at the same time has told of the others.
        mine = {row["id"] for row in told}
        for row in due:
            if row["id"] in mine:
                await ctx.emit(
                    CertificateEnding(
                        engineer_id=row["engineer_id"],
                        code=row["code"],
                        certificate=row["certificate"],
                        valid_until=row["valid_until"],
                    )
                )
    return found[-1]["id"] if len(found) == BATCH_SIZE else None


def _is_due(ctx: Ctx, row: Row, *, ahead: timedelta) -> bool:
    today = local_day(ctx.at, time_zone=row["time_zone"])
    return today <= row["valid_until"] <= today + ahead
