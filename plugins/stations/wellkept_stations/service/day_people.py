"""Who is there on a day: from engineers with their calendars, absences and visits to the vehicles of a problem."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.db import Row
from wellkept_sdk.period import Period
from wellkept_sdk.services.stations import VisitStatus
from wellkept_stations.queries import board
from wellkept_stations.queries.covering import point_in
from wellkept_stations.queries.engineers import Certificate, EngineerFacts, absences_of
from wellkept_stations.rules.geometry import Point
from wellkept_stations.rules.problems import Span, Vehicle
from wellkept_stations.rules.shifts import working_time
from wellkept_stations.rules.visit_states import LIVING_STATUSES
from wellkept_stations.service.duty import duty

#: Where somebody has been, or is, or will be.
_MADE: Final = frozenset({*LIVING_STATUSES, VisitStatus.COMPLETED})


class Person(Struct, frozen=True, kw_only=True):
    """
    An engineer on the day.

    Args:
        facts: who he is.
        shifts: when he can work, from the earliest moment on.
        promised: visits that he is going to make, in order; they stay as they are.
        start: where he begins; None where nobody knows.
        is_out: whether the way from there takes working time: he has begun his day already.
    """

    facts: EngineerFacts
    shifts: Sequence[Period]
    promised: Sequence[Row]
    start: Point | None
    is_out: bool

    def vehicle(self, *, place: int, day: date, begins_at: datetime) -> Vehicle:
        """Return him as the vehicle of a problem that begins at a place; minutes of the day are what it can carry."""
        return Vehicle(
            start=place,
            shifts=[span(shift, begins_at=begins_at) for shift in self.shifts],
            load_max=self.facts.daily_minutes,
            skills=self.facts.skills,
            certificates=frozenset(held.code for held in self.facts.certificates if is_valid(held, day)),
        )


async def people_of(
    ctx: Ctx, engineers: Sequence[EngineerFacts], *, period: Period, earliest: datetime
) -> Sequence[Person]:
    """
    Return engineers on a day; three statements.

    Args:
        ctx: joins its transaction.
        engineers: who.
        period: the day.
        earliest: before this nothing is planned any more.
    """
    ids = [engineer.id for engineer in engineers]
    absences = await absences_of(ctx, ids, period)
    visits = await board.visits_on(ctx, ids, period)
    working = await duty(ctx, {engineer.calendar_code for engineer in engineers})
    return [
        person_of(
            engineer,
            on_duty=working.intervals(engineer.calendar_code, earliest, period.ends_at),
            absences=absences.get(engineer.id, []),
            visits=[row for row in visits.get(engineer.id, []) if row["status"] in _MADE],
            earliest=earliest,
            has_begun=earliest > period.starts_at,
        )
        for engineer in engineers
    ]


def span(period: Period, *, begins_at: datetime) -> Span:
    """Return a period in the seconds of a day."""
    return Span(seconds_between(begins_at, period.starts_at), seconds_between(begins_at, period.ends_at))


def seconds_between(begins_at: datetime, at: datetime) -> int:
    """Return how many seconds of a day have passed at a moment."""
    return round((at - begins_at).total_seconds())


def is_valid(held: Certificate, day: date) -> bool:
    """Return whether a certificate is valid on a day."""
    has_begun = held.valid_from is None or held.valid_from <= day
    return has_begun and (held.valid_until is None or day <= held.valid_until)


def person_of(
    engineer: EngineerFacts,
    *,
    on_duty: Sequence[Period],
    absences: Iterable[Period],
    visits: Sequence[Row],
    earliest: datetime,
    has_begun: bool,
) -> Person:
    """
    Return an engineer on the day.

    Args:
        engineer: who.
        on_duty: his working time from the earliest moment on.
        absences: of the day.
        visits: of the day that are agreed or made, in order; they begin before the day if they last into it.
        earliest: before this nothing is planned any more.
        has_begun: whether the day has.
    """
    begun = [row for row in visits if row["planned_from"] < earliest]
    living = [row for row in visits if row["status"] in LIVING_STATUSES]
    coming = [row for row in living if row["planned_from"] >= earliest]
    held = [planned_time(row) for row in living if row["planned_from"] < earliest]
    shifts = working_time(on_duty, away=[*absences, *held], promised=map(planned_time, coming))
    is_working = has_begun and bool(shifts) and shifts[0].starts_at <= earliest
    return Person(
        facts=engineer,
        shifts=shifts,
        promised=coming,
        start=point_in(begun[-1]) if begun else engineer.home or engineer.station_point,
        is_out=bool(begun) or is_working,
    )


def planned_time(row: Row) -> Period:
    """Return what a visit takes of its engineers' time."""
    return Period(starts_at=row["planned_from"], ends_at=row["planned_to"])
