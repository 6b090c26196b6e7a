"""What is to be done on a day: from tickets to the jobs of a problem."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from wellkept_sdk import Ctx, RecordName
from wellkept_sdk.db import Row
from wellkept_sdk.ids import TicketId
from wellkept_stations.queries.engineers import EngineerFacts
from wellkept_stations.queries.sites import TicketSite, sites_of
from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.problems import Job, Span
from wellkept_stations.rules.requirements import Required, required
from wellkept_stations.schemas.plans import StationsLeftOut, StationsPlanUnassigned
from wellkept_stations.service.day_people import planned_time, span
from wellkept_stations.terms import StationsTerms

_SECONDS_PER_MINUTE: Final = 60


class Task(Struct, frozen=True, kw_only=True):
    """A ticket that is to be planned; `job` has no place yet."""

    ticket_id: TicketId
    point: Point
    job: Job


class Work(Struct, frozen=True, kw_only=True):
    """What is to be planned, and what cannot be."""

    tasks: Sequence[Task]
    left_out: Sequence[StationsPlanUnassigned]


async def work_of(
    ctx: Ctx, rows: Sequence[Row], engineers: Sequence[EngineerFacts], *, window: Span, stop_minutes: int
) -> Work:
    """
    Return what is to be done for tickets; the number of statements grows with theirs, for each has its terms.

    Args:
        ctx: of the deployment.
        rows: of `queries.plans`.
        engineers: the vehicles of the problem, in its order.
        window: in which work may begin.
        stop_minutes: how long the work of one takes.
    """
    sites = await sites_of(ctx, [row["id"] for row in rows])
    tasks, left_out = list[Task](), list[StationsPlanUnassigned]()
    for row in rows:
        site = sites[row["id"]]
        reason = _why_not(row, site)
        if reason is not None or site.site.point is None:
            left_out.append(StationsPlanUnassigned(ticket_id=row["id"], code=reason or StationsLeftOut.NO_POSITION))
            continue
        terms = (await ctx.for_record(RecordName.TICKET, row["id"])).terms(StationsTerms)
        needed = required(terms.requirements, model=site.model, fault_code=row["fault_code"], own=_own(row))
        job = Job(
            place=0,
            service=stop_minutes * _SECONDS_PER_MINUTE,
            windows=[window],
            load=stop_minutes,
            grade=row["grade"],
            skills=needed.skills,
            certificates=frozenset(needed.certificates),
            only=_team(terms, engineers),
        )
        tasks.append(Task(ticket_id=row["id"], point=site.site.point, job=job))
    return Work(tasks=tasks, left_out=left_out)


def promised(row: Row, *, vehicle: int, begins_at: datetime) -> Job:
    """Return a visit that stays as it is, as the job of its engineer."""
    planned = span(planned_time(row), begins_at=begins_at)
    return Job(
        place=0,
        service=planned.ends - planned.starts,
        windows=[Span(planned.starts, planned.starts)],
        load=(planned.ends - planned.starts) // _SECONDS_PER_MINUTE,
        only=frozenset({vehicle}),
        is_fixed=True,
    )


def _why_not(row: Row, site: TicketSite) -> StationsLeftOut | None:
    if not row["is_open"]:
        return StationsLeftOut.NOT_OPEN
    if row["visits_open"]:
        return StationsLeftOut.VISIT_OPEN
    return StationsLeftOut.NO_POSITION if site.site.point is None else None


def _own(row: Row) -> Required:
    skills: Sequence[Mapping[str, Any]] = row["required_skills"] or []
    return Required(
        {skill["code"]: skill["level"] for skill in skills},
        tuple(row["required_certificates"] or []),
    )


def _team(terms: StationsTerms, engineers: Sequence[EngineerFacts]) -> frozenset[int] | None:
    """Return who may be sent to a customer; None where that is everybody."""
    if not terms.only_engineers and not terms.never_engineers:
        return None
    return frozenset(
        vehicle
        for vehicle, engineer in enumerate(engineers)
        if engineer.code not in terms.never_engineers
        and (not terms.only_engineers or engineer.code in terms.only_engineers)
    )
