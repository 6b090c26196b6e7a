"""Engineers with everything that decides whether they can be sent."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import TRUE, Clause, Row, all_of
from wellkept_sdk.period import Period
from wellkept_stations.queries.covering import point_in
from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.kinds import StationsEngineerKind, StationsEngineerStatus

_ENGINEERS: Final = (
    "SELECT engineer.id, engineer.user_id, engineer.code, engineer.name, engineer.station_id, engineer.kind,"
    " engineer.party_id, engineer.longitude, engineer.latitude, engineer.max_open_tickets, engineer.daily_minutes,"
    " engineer.status, COALESCE(engineer.calendar_code, station.calendar_code) AS calendar_code,"
    " station.code AS station_code, station.time_zone, station.longitude AS station_longitude,"
    " station.latitude AS station_latitude, account.active AS user_active, account.role AS user_role"
    " FROM stations_engineer engineer JOIN stations_station station ON station.id = engineer.station_id"
    " JOIN user_account account ON account.id = engineer.user_id"
)
_SKILLS: Final = "SELECT engineer_id, code, level FROM stations_skill"
_CERTIFICATES: Final = "SELECT engineer_id, code, number, valid_from, valid_until FROM stations_certificate"
_ABSENCES: Final = (
    "SELECT engineer_id, starts_at, ends_at FROM stations_absence WHERE starts_at < ? AND ends_at > ? AND"
)


class Certificate(Struct, frozen=True, kw_only=True):
    """What somebody is allowed to do; without a day, it has always been valid or will always be."""

    code: str
    number: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None


class EngineerFacts(Struct, frozen=True, kw_only=True):
    """
    An engineer as dispatch sees him.

    Args:
        home: where he starts from, if he has said so.
        station_point: where his station is.
        calendar_code: his own, else that of his station.
        time_zone: of his station.
        user_active: whether his account may call.
        user_role: of his account.
        skills: levels by code.
    """

    id: UUID
    user_id: UUID
    code: str
    name: str
    station_id: UUID
    station_code: str
    kind: StationsEngineerKind
    party_id: UUID | None
    home: Point | None
    station_point: Point | None
    calendar_code: str | None
    time_zone: str
    max_open_tickets: int
    daily_minutes: int
    status: StationsEngineerStatus
    user_active: bool
    user_role: str
    skills: Mapping[str, int]
    certificates: Sequence[Certificate]


async def engineers_of(
    ctx: Ctx, *, station_ids: Collection[UUID] | None = None, engineer_ids: Collection[UUID] | None = None
) -> Sequence[EngineerFacts]:
    """
    Return engineers in the order of their codes, those who have left included; three statements.

    Args:
        ctx: joins its transaction.
        station_ids: only those of these stations.
        engineer_ids: only these.
    """
    where = all_of(
        TRUE if station_ids is None else ctx.db.any_of("engineer.station_id", station_ids),
        TRUE if engineer_ids is None else ctx.db.any_of("engineer.id", engineer_ids),
    )
    rows = await ctx.db.fetch(f"{_ENGINEERS} WHERE {where.sql} ORDER BY engineer.code", *where.args)
    if not rows:
        return []
    owned = ctx.db.any_of("engineer_id", [row["id"] for row in rows])
    skills = await _skills(ctx, owned)
    certificates = await _certificates(ctx, owned)
    return [_facts(row, skills=skills.get(row["id"], {}), certificates=certificates.get(row["id"], [])) for row in rows]


async def absences_of(ctx: Ctx, engineer_ids: Collection[UUID], period: Period) -> Mapping[UUID, Sequence[Period]]:
    """Return when engineers are absent, as far as it touches a period, in order; the others are left out."""
    where = ctx.db.any_of("engineer_id", engineer_ids)
    rows = await ctx.db.fetch(
        f"{_ABSENCES} {where.sql} ORDER BY starts_at, ends_at", period.ends_at, period.starts_at, *where.args
    )
    found: defaultdict[UUID, list[Period]] = defaultdict(list)
    for row in rows:
        found[row["engineer_id"]].append(Period(starts_at=row["starts_at"], ends_at=row["ends_at"]))
    return found


async def _skills(ctx: Ctx, owned: Clause) -> Mapping[UUID, Mapping[str, int]]:
    found: defaultdict[UUID, dict[str, int]] = defaultdict(dict)
    for row in await ctx.db.fetch(f"{_SKILLS} WHERE {owned.sql} ORDER BY code", *owned.args):
        found[row["engineer_id"]][row["code"]] = row["level"]
    return found


async def _certificates(ctx: Ctx, owned: Clause) -> Mapping[UUID, Sequence[Certificate]]:
    found: defaultdict[UUID, list[Certificate]] = defaultdict(list)
    for row in await ctx.db.fetch(f"{_CERTIFICATES} WHERE {owned.sql} ORDER BY code, id", *owned.args):
        found[row["engineer_id"]].append(msgspec.convert(row, Certificate))
    return found


def _facts(row: Row, *, skills: Mapping[str, int], certificates: Sequence[Certificate]) -> EngineerFacts:
    return msgspec.convert(
        {
            **row,
            "home": point_in(row),
            "station_point": point_in(row, prefix="station_"),
            "user_active": bool(row["user_active"]),
            "skills": skills,
            "certificates": certificates,
        },
        EngineerFacts,
    )
