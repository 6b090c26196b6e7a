"""What is in force for a ticket at a moment of its life: terms, calendars, parties, grade."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from wellkept_sdk.ids import PartyId
from wellkept_sdk.services.calendars import WorkingCalendar
from wellkept_sdk.services.sla import Measure
from wellkept_sla.rules.counting import Meter
from wellkept_sla.rules.facts import Fact, FactData, Library
from wellkept_sla.rules.reach import EARLIEST
from wellkept_sla.rules.running import Identity
from wellkept_sla.terms import ClockTerms, SlaTerms, StartsFrom, TimeZoneFrom


class Setting(Struct, frozen=True, kw_only=True):
    """
    What is in force.

    Args:
        library: has what the facts refer to.
        opening: of the ticket.
        terms: None while sla does not serve the ticket.
        revisions: of each calendar that the terms name, by code.
        parties: whom the terms name, by code.
        grade: of the ticket.
    """

    library: Library
    opening: Fact
    terms: SlaTerms | None
    revisions: Mapping[str, UUID]
    parties: Mapping[str, PartyId]
    grade: int

    @property
    def clocks(self) -> Mapping[str, ClockTerms]:
        """Return the clocks of the terms by code; none where there are no terms."""
        return {} if self.terms is None else self.terms.clocks

    @property
    def origin(self) -> datetime:
        """Return the moment from which the ticket's clocks run."""
        starts_from = StartsFrom.REPORTED_AT if self.terms is None else self.terms.starts_from
        return origin_of(self.opening, starts_from=starts_from)

    def by_measure(self) -> Mapping[Measure, Sequence[str]]:
        """Return the codes of the clocks that have a target for the grade, in order, by what they measure."""
        found: dict[Measure, list[str]] = {}
        for code, terms in sorted(self.clocks.items()):
            if terms.target(self.grade) is not None:
                found.setdefault(terms.measure, []).append(code)
        return found

    def has_target(self, code: str) -> bool:
        """Return whether there is such a clock for the grade."""
        terms = self.clocks.get(code)
        return terms is not None and terms.target(self.grade) is not None

    def promises_what(self, identity: Identity) -> bool:
        """Return whether a clock of the same code still measures the same, for the same party."""
        now = self.clocks.get(identity.code)
        if now is None or now.target(self.grade) is None:
            return False
        party_id = identity.party_id if now.party is None else self.parties.get(now.party)
        return party_id == identity.party_id and is_same_matter(now, identity.terms)

    def meter(self, code: str) -> Meter:
        """Return how a clock that has a target counts."""
        assert self.terms is not None, "A clock has terms."
        clock = self.terms.clocks[code]
        target = clock.target(self.grade)
        assert target is not None, "A clock has a target."
        return Meter(target=target, calendar=self._calendar(clock.calendar or self.terms.calendar, terms=self.terms))

    def only(self, codes: Iterable[str]) -> "Setting":
        """Return the same with some of the clocks only."""
        if self.terms is None:
            return self
        return replace(self, terms=replace(self.terms, clocks={code: self.terms.clocks[code] for code in codes}))

    def _calendar(self, code: str, *, terms: SlaTerms) -> WorkingCalendar:
        calendar = self.library.calendars[self.revisions[code]]
        time_zone = None
        if terms.time_zone_from is TimeZoneFrom.SITE:
            time_zone = self.opening.data.site_time_zone
        elif terms.time_zone_from is TimeZoneFrom.CUSTOMER:
            time_zone = self.opening.data.customer_time_zone
        return calendar if time_zone is None else calendar.in_zone(time_zone)


def in_force(library: Library, *, opening: Fact, data: FactData, grade: int) -> Setting:
    """Return what an opening or a change of the activation puts in force."""
    return Setting(
        library=library,
        opening=opening,
        terms=None if data.terms_hash is None else library.terms[data.terms_hash],
        revisions=data.calendars,
        parties=data.parties,
        grade=grade,
    )


def is_same_matter(one: ClockTerms, other: ClockTerms) -> bool:
    """Return whether two clocks run from and to the same moments."""
    return (one.measure, one.starts_on, one.stops_on) == (other.measure, other.starts_on, other.stops_on)


def origin_of(opening: Fact, *, starts_from: StartsFrom) -> datetime:
    """Return the moment from which the clocks of a ticket run; none runs from before `EARLIEST`."""
    data = opening.data
    if starts_from is StartsFrom.RECEIVED_AT:
        found = data.received_at or data.reported_at
    elif starts_from is StartsFrom.OCCURRED_AT:
        found = data.fault_at or data.reported_at
    else:
        found = data.reported_at
    return max((found or opening.occurred_at).astimezone(UTC), EARLIEST)
