"""Who comes into question for a ticket: everybody of the stations that serve its site, judged, and in order."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from wellkept_sdk import Ctx
from wellkept_sdk.actor import Role
from wellkept_sdk.errors import Invalid, invalid
from wellkept_sdk.ids import UserId
from wellkept_sdk.moment import as_utc
from wellkept_sdk.records.tickets import TicketRecord
from wellkept_stations.queries.engineers import EngineerFacts
from wellkept_stations.rules.filters import (
    Applicant,
    Demands,
    Rejection,
    later_station,
    other_station,
    rejections,
)
from wellkept_stations.rules.geometry import Point, distance_m
from wellkept_stations.rules.kinds import StationsEngineerStatus
from wellkept_stations.rules.requirements import required
from wellkept_stations.rules.scoring import Merits, Yardstick, counted, order, parts_of, score
from wellkept_stations.schemas.candidates import (
    StationsCandidate,
    StationsChosenStation,
    StationsRequired,
)
from wellkept_stations.service.surveying import Survey, survey
from wellkept_stations.terms import StationsTerms

#: How far from now the work may be: a calendar has no more years than that.
AWAY_MAX: Final = timedelta(days=3_660)
_M_PER_KM: Final = 1_000


class Choice(Struct, frozen=True, kw_only=True):
    """
    Those who come into question for a ticket, the best first, with what is known of them.

    Args:
        computed_at: when it was asked.
        at: when the work is to be done.
        station: that the ticket belongs to; None where there is no station at all.
        facts: by engineer.
    """

    computed_at: datetime
    at: datetime
    station: StationsChosenStation | None
    required: StationsRequired
    weights: Mapping[str, int]
    candidates: Sequence[StationsCandidate]
    facts: Mapping[UUID, EngineerFacts]

    @property
    def eligible(self) -> Sequence[StationsCandidate]:
        """Return those who can be sent, the best first."""
        return [candidate for candidate in self.candidates if candidate.eligible]

    def of(self, engineer_id: UUID) -> StationsCandidate | None:
        """Return an engineer as a candidate; None if he does not come into question at all."""
        return next((candidate for candidate in self.candidates if candidate.engineer_id == engineer_id), None)

    def rejections(self) -> dict[str, int]:
        """Return how many candidates each code of a filter stands against."""
        return counted([rejection.code for rejection in candidate.rejections] for candidate in self.candidates)


class _Judged(Struct, frozen=True):
    """Somebody with all that speaks against him."""

    engineer: EngineerFacts
    applicant: Applicant
    rejections: list[Rejection]


async def choose(ctx: Ctx, ticket: TicketRecord, *, at: datetime, also: UUID | None = None) -> Choice:
    """
    Return who comes into question for a ticket; on the same data always the same, in the same order.

    Args:
        ctx: of the ticket.
        ticket: for which somebody is to be sent.
        at: when the work is to be done, UTC.
        also: an engineer who is judged even if his station does not serve the site.

    Raises:
        Invalid: there is no such engineer.
    """
    terms = ctx.terms(StationsTerms)
    seen = await survey(ctx, ticket, at=at, also=also)
    needed = required(terms.requirements, model=seen.place.model, fault_code=ticket.fault_code, own=seen.matter.own)
    demands = Demands(
        required=needed,
        day=seen.day,
        only=frozenset(terms.only_engineers),
        never=frozenset(terms.never_engineers),
        distance_max_m=terms.distance_max_km * _M_PER_KM,
    )
    yardstick = Yardstick(
        weights=terms.weights,
        required=needed,
        at=at,
        first_due=seen.first_due,
        distance_max_m=demands.distance_max_m,
        speed_kmh=terms.speed_kmh,
        slack_horizon=timedelta(hours=terms.slack_horizon_hours),
    )
    candidates = [_candidate(one, seen, yardstick) for one in _judged(seen, demands)]
    candidates.sort(key=_place)
    return Choice(
        computed_at=ctx.at,
        at=at,
        station=_station(seen),
        required=StationsRequired.of(needed),
        weights=terms.weights,
        candidates=candidates,
        facts={engineer.id: engineer for engineer in seen.engineers},
    )


def moment_of(ctx: Ctx, at: datetime | None, *, pointer: str) -> datetime:
    """
    Return the moment that a caller asks about in UTC; now, if he names none.

    Raises:
        Invalid: it is too far from now.
    """
    if at is None:
        return ctx.at
    found = as_utc(at, pointer=pointer)
    if abs(found - ctx.at) > AWAY_MAX:
        raise _too_far_away(pointer, is_past=found < ctx.at)
    return found


def _too_far_away(pointer: str, *, is_past: bool) -> Invalid:
    code = "too_small" if is_past else "too_large"
    return invalid(pointer, code, f"The moment lies at most {AWAY_MAX.days} days from now.")


def _judged(seen: Survey, demands: Demands) -> list[_Judged]:
    """Return everybody with what speaks against him; the first station that has somebody rules out the later ones."""
    found = [
        _Judged(engineer, applicant, rejections(applicant, demands))
        for engineer in seen.engineers
        for applicant in [_applicant(engineer, seen)]
    ]
    depths = {link.station_id: link.depth for link in seen.links}
    serving = {
        depths[one.engineer.station_id] for one in found if not one.rejections and one.engineer.station_id in depths
    }
    first = min(serving, default=None)
    names = {link.depth: link.code for link in seen.links}
    for one in found:
        depth = depths.get(one.engineer.station_id)
        if depth is None:
            one.rejections.append(other_station(one.engineer.station_code))
        elif first is not None and depth > first:
            one.rejections.append(later_station(code=one.engineer.station_code, before=names[first]))
    return found


def _applicant(engineer: EngineerFacts, seen: Survey) -> Applicant:
    workload = seen.workloads[engineer.id]
    return Applicant(
        code=engineer.code,
        inactive=_inactive(engineer),
        party_refused=engineer.party_id in seen.refused,
        skills=engineer.skills,
        certificates=engineer.certificates,
        is_on_duty=seen.is_on_duty(engineer),
        is_absent=workload.is_absent,
        open_tickets=workload.open_tickets,
        max_open_tickets=engineer.max_open_tickets,
        busy_with=workload.busy_with,
        distance_m=_distance(workload.last_seen or engineer.home or engineer.station_point, seen.place.site.point),
        has_declined=workload.has_declined,
    )


def _inactive(engineer: EngineerFacts) -> str | None:
    """Return why somebody can never be sent as things are, in words."""
    if engineer.status is not StationsEngineerStatus.ACTIVE:
        return f"the engineer is {engineer.status}" if engineer.status is StationsEngineerStatus.AWAY else "has left"
    if not engineer.user_active or engineer.user_role not in Role.assignable():
        return "the account cannot be assigned tickets"
    return None


def _distance(start: Point | None, end: Point | None) -> int | None:
    return None if start is None or end is None else int(distance_m(start, end) + 0.5)


def _candidate(one: _Judged, seen: Survey, yardstick: Yardstick) -> StationsCandidate:
    engineer, applicant = one.engineer, one.applicant
    parts = [] if one.rejections else parts_of(_merits(one, seen), yardstick)
    return StationsCandidate(
        engineer_id=engineer.id,
        user_id=UserId(engineer.user_id),
        code=engineer.code,
        name=engineer.name,
        station_code=engineer.station_code,
        eligible=not one.rejections,
        score=None if one.rejections else score(parts),
        distance_m=applicant.distance_m,
        open_tickets=applicant.open_tickets,
        parts=parts,
        rejections=one.rejections,
    )


def _merits(one: _Judged, seen: Survey) -> Merits:
    engineer, applicant = one.engineer, one.applicant
    return Merits(
        skills=engineer.skills,
        distance_m=applicant.distance_m,
        open_tickets=applicant.open_tickets,
        max_open_tickets=engineer.max_open_tickets,
        parts_share=seen.shares.get(engineer.station_id),
        continuity=seen.matter.continuity(engineer.user_id),
    )


def _place(candidate: StationsCandidate) -> tuple[bool, int, int, float, str]:
    return order(
        score=candidate.score,
        open_tickets=candidate.open_tickets,
        distance_m=candidate.distance_m,
        code=candidate.code,
    )


def _station(seen: Survey) -> StationsChosenStation | None:
    if not seen.links:
        return None
    first = seen.links[0]
    return StationsChosenStation(id=first.station_id, code=first.code, because=first.because)
