"""Entering absences."""

from uuid import UUID

import msgspec

from wellkept_sdk import Ctx
from wellkept_sdk.moment import as_utc
from wellkept_stations.errors import AbsenceInvalid, EngineerNotFound
from wellkept_stations.schemas.engineers import StationsAbsenceCreate, StationsAbsenceRead
from wellkept_stations.tables import StationsAbsence, StationsEngineer


async def create(ctx: Ctx, engineer_id: UUID, draft: StationsAbsenceCreate) -> StationsAbsenceRead:
    """
    Enter a time in which an engineer cannot be sent.

    Raises:
        EngineerNotFound: there is no such engineer.
        AbsenceInvalid: it does not end after it starts.
        Invalid: a moment lies outside the years 1 to 9999.
    """
    starts_at = as_utc(draft.starts_at, pointer="/starts_at")
    ends_at = as_utc(draft.ends_at, pointer="/ends_at")
    async with ctx.db.transaction():
        # Whoever plans a visit holds the engineer too, so that it sees the absence or comes before it.
        if await ctx.db.locked(StationsEngineer, engineer_id) is None:
            raise EngineerNotFound
        if ends_at <= starts_at:
            raise AbsenceInvalid.at("/ends_at")
        row = await ctx.db.insert(
            StationsAbsence, engineer_id=engineer_id, starts_at=starts_at, ends_at=ends_at, reason=draft.reason
        )
        # Of the reason, which may be an illness, the audit keeps nothing.
        await ctx.audit(
            "stations.absence.created",
            subject=f"stations/engineers/{engineer_id}",
            after={"starts_at": starts_at, "ends_at": ends_at},
        )
        return msgspec.convert(row, StationsAbsenceRead)
