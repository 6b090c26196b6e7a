"""Whether those who are to make a visit have time for it; held until it is stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Dialect
from wellkept_sdk.errors import Invalid, invalid, refuse, unknown_reference
from wellkept_sdk.moment import as_utc
from wellkept_sdk.period import Period
from wellkept_stations.errors import EngineerBusy, EngineerLeft, OffDuty, StationClosed
from wellkept_stations.queries.engineers import EngineerFacts, absences_of, engineers_of
from wellkept_stations.queries.visits import living_visits
from wellkept_stations.rules.kinds import StationsEngineerStatus, StationsStationStatus
from wellkept_stations.rules.slots import is_on_duty
from wellkept_stations.rules.windows import planned_mistakes, window_mistakes
from wellkept_stations.schemas.visits import StationsVisitPeriod
from wellkept_stations.service.duty import Duty, duty

#: In the order of the ids, so that no two callers wait for each other.
_LOCK: Final = (
    "SELECT engineer.id, station.status AS station_status FROM stations_engineer engineer"
    " JOIN stations_station station ON station.id = engineer.station_id WHERE {where} ORDER BY engineer.id{lock}"
)


class Away(StrEnum):
    """Why somebody is not there."""

    AWAY = "away"  #: He cannot be sent for an unknown time.
    CALENDAR = "calendar"  #: It begins or ends outside his working time.
    ABSENCE = "absence"  #: He is absent.


class Times(Struct, frozen=True, kw_only=True):
    """The window of a visit and its planned time, UTC."""

    window: Period
    planned: Period

    def columns(self) -> dict[str, datetime]:
        """Return them as they are stored."""
        return {
            "window_from": self.window.starts_at,
            "window_to": self.window.ends_at,
            "planned_from": self.planned.starts_at,
            "planned_to": self.planned.ends_at,
        }


def times_of(window: StationsVisitPeriod, planned: StationsVisitPeriod | None, *, at: datetime) -> Times:
    """
    Return the times of a visit; without a planned time it is the window.

    Raises:
        Invalid: the window is empty, over, too short or too long, or the planned time does not begin in it.
    """
    starts_at, ends_at = _utc(window, "/window")
    mistakes = list[Invalid](window_mistakes(starts_at, ends_at, at=at))
    planned_from, planned_to = (starts_at, ends_at) if planned is None else _utc(planned, "/planned")
    if planned is not None:
        mistakes += planned_mistakes(planned_from, planned_to, window_from=starts_at, window_to=ends_at)
    refuse(mistakes)
    return Times(
        window=Period(starts_at=starts_at, ends_at=ends_at),
        planned=Period(starts_at=planned_from, ends_at=planned_to),
    )


def member_mistakes(engineer_ids: Sequence[UUID]) -> list[Invalid]:
    """Return which engineers are named more than once."""
    return [
        invalid(f"/engineer_ids/{place}", "duplicate", "An engineer makes a visit once.")
        for place, engineer_id in enumerate(engineer_ids)
        if engineer_id in engineer_ids[:place]
    ]


async def lock(ctx: Ctx, engineer_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    """Let nobody else plan visits of engineers before the running transaction ends; return their stations' statuses."""
    where = ctx.db.any_of("engineer.id", engineer_ids)
    suffix = " FOR NO KEY UPDATE OF engineer" if ctx.db.dialect is Dialect.POSTGRES else ""
    rows = await ctx.db.fetch(_LOCK.format(where=where.sql, lock=suffix), *where.args)
    return {row["id"]: row["station_status"] for row in rows}


async def locked_engineers(ctx: Ctx, engineer_ids: Sequence[UUID]) -> Sequence[EngineerFacts]:
    """
    Return engineers in the order given, of whom nobody else plans visits before the running transaction ends.

    Raises:
        Invalid: there is no such engineer.
        EngineerLeft: one has left, or has no account any more.
        StationClosed: the station of the first takes no visits.
    """
    stations = await lock(ctx, engineer_ids)
    refuse(
        [
            unknown_reference(f"/engineer_ids/{place}", "engineer")
            for place, engineer_id in enumerate(engineer_ids)
            if engineer_id not in stations
        ]
    )
    facts = {found.id: found for found in await engineers_of(ctx, engineer_ids=engineer_ids)}
    engineers = [facts[engineer_id] for engineer_id in engineer_ids]
    for engineer in engineers:
        if engineer.status is StationsEngineerStatus.LEFT or not engineer.user_active:
            raise EngineerLeft(engineer_id=engineer.id, engineer_code=engineer.code)
    if stations[engineer_ids[0]] == StationsStationStatus.CLOSED:
        raise StationClosed(station_id=engineers[0].station_id)
    return engineers


async def require_free(
    ctx: Ctx, engineers: Sequence[EngineerFacts], period: Period, *, except_visit: UUID | None = None
) -> None:
    """
    Make sure that no visit of the engineers, who are locked, overlaps a period.

    Raises:
        EngineerBusy: one does; the problem carries its number and the engineer's code.
    """
    busy = await living_visits(ctx, [engineer.id for engineer in engineers], period)
    for engineer in engineers:
        for other in busy[engineer.id]:
            if other.visit_id != except_visit:
                raise EngineerBusy(number=other.number, engineer_id=engineer.id, engineer_code=engineer.code)


async def require_on_duty(ctx: Ctx, engineers: Sequence[EngineerFacts], period: Period) -> None:
    """
    Make sure that a period begins and ends in the working time of engineers, and touches no absence.

    Raises:
        OffDuty: it does not; the problem names who is not there, and why.
    """
    found = await off_duty(ctx, engineers, period)
    if found:
        raise OffDuty(
            engineers=[
                {"engineer_id": engineer.id, "engineer_code": engineer.code, "because": list(found[engineer.id])}
                for engineer in engineers
                if engineer.id in found
            ]
        )


async def off_duty(ctx: Ctx, engineers: Sequence[EngineerFacts], period: Period) -> Mapping[UUID, Sequence[Away]]:
    """Return who is not there at a time, with every reason."""
    working = await duty(ctx, [engineer.calendar_code for engineer in engineers])
    absences = await absences_of(ctx, [engineer.id for engineer in engineers], period)
    reasons = {
        engineer.id: [
            *([Away.AWAY] if engineer.status is StationsEngineerStatus.AWAY else []),
            *([Away.CALENDAR] if not is_on_duty(_hours(engineer, working, period), period) else []),
            *([Away.ABSENCE] if absences.get(engineer.id) else []),
        ]
        for engineer in engineers
    }
    return {engineer_id: found for engineer_id, found in reasons.items() if found}


def _hours(engineer: EngineerFacts, working: Duty, period: Period) -> Sequence[Period]:
    return working.intervals(engineer.calendar_code, period.starts_at, period.ends_at)


def _utc(period: StationsVisitPeriod, pointer: str) -> tuple[datetime, datetime]:
    starts_at = as_utc(period.starts_at, pointer=f"{pointer}/from")
    return starts_at, as_utc(period.ends_at, pointer=f"{pointer}/to")
