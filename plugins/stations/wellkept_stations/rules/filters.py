"""Why somebody cannot be sent: every reason, each with its code."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from msgspec import Struct

from wellkept_stations.rules.requirements import Required

_M_PER_KM: Final = 1_000


class Filter(StrEnum):
    """What somebody has to pass to be sent."""

    STATUS = "status"  #: Is with us, present in general, and has an account that takes tickets.
    TEAM = "team"  #: Belongs to the team that the terms name.
    PARTY = "party"  #: Belongs to a party that may be involved.
    SKILL = "skill"  #: Can do it.
    CERTIFICATE = "certificate"  #: Is allowed to do it.
    DUTY = "duty"  #: Works at that time.
    ABSENCE = "absence"  #: Is not absent at that time.
    CAPACITY = "capacity"  #: Has room for another ticket.
    VISIT = "visit"  #: Makes no other visit at that time.
    DISTANCE = "distance"  #: Is near enough.
    OFFER = "offer"  #: Has not declined.
    STATION = "station"  #: No station that comes before has somebody.


class FilterCode(StrEnum):
    """Why somebody cannot be sent."""

    NOT_ACTIVE = "stations.filter.not_active"  #: Is away, has left, or has no account that takes tickets.
    NOT_IN_TEAM = "stations.filter.not_in_team"  #: The terms name a team without him.
    EXCLUDED = "stations.filter.excluded"  #: The terms exclude him.
    PARTY_MISMATCH = "stations.filter.party_mismatch"  #: His party may not be involved any more.
    SKILL_MISSING = "stations.filter.skill_missing"  #: He lacks a skill.
    LEVEL_TOO_LOW = "stations.filter.level_too_low"  #: He has a skill, but not well enough.
    CERTIFICATE_MISSING = "stations.filter.certificate_missing"  #: He lacks a certificate.
    CERTIFICATE_EXPIRED = "stations.filter.certificate_expired"  #: His certificate does not hold on that day.
    OFF_DUTY = "stations.filter.off_duty"  #: He does not work at that time.
    ABSENT = "stations.filter.absent"  #: He is absent at that time.
    AT_CAPACITY = "stations.filter.at_capacity"  #: He has as many open tickets as he may have.
    BUSY = "stations.filter.busy"  #: Another visit of his overlaps.
    TOO_FAR = "stations.filter.too_far"  #: He is farther away than the terms allow.
    DECLINED = "stations.filter.declined"  #: He has declined this ticket.
    LATER_STATION = "stations.filter.later_station"  #: A station that comes before has somebody, or his serves others.


class Rejection(Struct, frozen=True, gc=False):
    """One reason why somebody cannot be sent; the message is for people."""

    filter: Filter
    code: FilterCode
    message: str


class HeldCertificate(Protocol):
    """A certificate as far as it matters here."""

    @property
    def code(self) -> str:
        """Which."""
        ...

    @property
    def valid_from(self) -> date | None:
        """The first valid day; None has always been."""
        ...

    @property
    def valid_until(self) -> date | None:
        """The last valid day; None is without an end."""
        ...


class Applicant(Struct, frozen=True, kw_only=True, gc=False):
    """
    Somebody who comes into question, as he stands at the moment in question.

    Args:
        inactive: why he can never be sent now, in words; None if he can.
        party_refused: whether he belongs to a party that may not be involved any more.
        is_on_duty: whether his calendar is open, or does not matter.
        busy_with: the number of a visit of his that overlaps.
        open_tickets: that are his, without the one in question.
        distance_m: to the site; None where one of the two places is not known.
    """

    code: str
    inactive: str | None
    party_refused: bool
    skills: Mapping[str, int]
    certificates: Sequence[HeldCertificate]
    is_on_duty: bool
    is_absent: bool
    open_tickets: int
    max_open_tickets: int
    busy_with: str | None
    distance_m: int | None
    has_declined: bool


class Demands(Struct, frozen=True, kw_only=True):
    """
    What is asked of whoever is sent.

    Args:
        day: of the visit, at the site.
        only: codes of the team; without any, everybody.
        never: codes of those who are not sent.
    """

    required: Required
    day: date
    only: Collection[str]
    never: Collection[str]
    distance_max_m: int


def rejections(applicant: Applicant, demands: Demands) -> list[Rejection]:
    """Return every reason against somebody; without any, he can be sent."""
    return [found for reasons in _FILTERS for found in reasons(applicant, demands)]


def at_capacity(*, open_tickets: int, max_open_tickets: int) -> Rejection:
    """Return the reason that somebody has no room for another ticket."""
    return Rejection(
        Filter.CAPACITY, FilterCode.AT_CAPACITY, f"{open_tickets} open tickets of at most {max_open_tickets}"
    )


def later_station(*, code: str, before: str) -> Rejection:
    """Return the reason that a station which comes before has somebody."""
    return Rejection(Filter.STATION, FilterCode.LATER_STATION, f"{before} comes before {code} and has somebody")


def other_station(code: str) -> Rejection:
    """Return the reason that a station does not serve the site at all."""
    return Rejection(Filter.STATION, FilterCode.LATER_STATION, f"{code} does not serve the site")


def _status(applicant: Applicant, _: Demands) -> Iterator[Rejection]:
    if applicant.inactive is not None:
        yield Rejection(Filter.STATUS, FilterCode.NOT_ACTIVE, applicant.inactive)


def _team(applicant: Applicant, demands: Demands) -> Iterator[Rejection]:
    if demands.only and applicant.code not in demands.only:
        yield Rejection(Filter.TEAM, FilterCode.NOT_IN_TEAM, f"{applicant.code} is not in the team")
    if applicant.code in demands.never:
        yield Rejection(Filter.TEAM, FilterCode.EXCLUDED, f"{applicant.code} is excluded by the terms")


def _party(applicant: Applicant, _: Demands) -> Iterator[Rejection]:
    if applicant.party_refused:
        yield Rejection(Filter.PARTY, FilterCode.PARTY_MISMATCH, "the party may not be involved")


def _skills(applicant: Applicant, demands: Demands) -> Iterator[Rejection]:
    for code, level in demands.required.skills.items():
        has = applicant.skills.get(code)
        if has is None:
            yield Rejection(Filter.SKILL, FilterCode.SKILL_MISSING, f"{code} {level}")
        elif has < level:
            yield Rejection(Filter.SKILL, FilterCode.LEVEL_TOO_LOW, f"{code} {has} instead of {level}")


def _certificates(applicant: Applicant, demands: Demands) -> Iterator[Rejection]:
    for code in demands.required.certificates:
        held = [one for one in applicant.certificates if one.code == code]
        if not held:
            yield Rejection(Filter.CERTIFICATE, FilterCode.CERTIFICATE_MISSING, code)
        elif not any(_holds(one, demands.day) for one in held):
            yield Rejection(Filter.CERTIFICATE, FilterCode.CERTIFICATE_EXPIRED, _when(held, demands.day))


def _holds(held: HeldCertificate, day: date) -> bool:
    has_begun = held.valid_from is None or held.valid_from <= day
    return has_begun and (held.valid_until is None or day <= held.valid_until)


def _when(held: Sequence[HeldCertificate], day: date) -> str:
    """Return until when a certificate did hold, or from when on it will."""
    ended = [one.valid_until for one in held if one.valid_until is not None and one.valid_until < day]
    if ended:
        return f"{held[0].code} until {max(ended)}"
    return f"{held[0].code} from {min(one.valid_from for one in held if one.valid_from is not None)}"


def _duty(applicant: Applicant, _: Demands) -> Iterator[Rejection]:
    if not applicant.is_on_duty:
        yield Rejection(Filter.DUTY, FilterCode.OFF_DUTY, "outside the working time")


def _absence(applicant: Applicant, _: Demands) -> Iterator[Rejection]:
    if applicant.is_absent:
        yield Rejection(Filter.ABSENCE, FilterCode.ABSENT, "absent at that time")


def _capacity(applicant: Applicant, _: Demands) -> Iterator[Rejection]:
    if applicant.open_tickets >= applicant.max_open_tickets:
        yield at_capacity(open_tickets=applicant.open_tickets, max_open_tickets=applicant.max_open_tickets)


def _visits(applicant: Applicant, _: Demands) -> Iterator[Rejection]:
    if applicant.busy_with is not None:
        yield Rejection(Filter.VISIT, FilterCode.BUSY, f"visit {applicant.busy_with}")


def _distance(applicant: Applicant, demands: Demands) -> Iterator[Rejection]:
    if applicant.distance_m is not None and applicant.distance_m > demands.distance_max_m:
        far, at_most = applicant.distance_m / _M_PER_KM, demands.distance_max_m / _M_PER_KM
        yield Rejection(Filter.DISTANCE, FilterCode.TOO_FAR, f"{far:.3f} km of at most {at_most:g} km")


def _offers(applicant: Applicant, _: Demands) -> Iterator[Rejection]:
    if applicant.has_declined:
        yield Rejection(Filter.OFFER, FilterCode.DECLINED, "has declined this ticket")


_FILTERS: Final[tuple[Callable[[Applicant, Demands], Iterator[Rejection]], ...]] = (
    _status,
    _team,
    _party,
    _skills,
    _certificates,
    _duty,
    _absence,
    _capacity,
    _visits,
    _distance,
    _offers,
)
