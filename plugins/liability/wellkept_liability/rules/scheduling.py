"""From when to when a warranty runs, as far as that is known, and what the law asks of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from wellkept_liability.rules.floors import Floor, StatutoryRule, floor_of, rule_on
from wellkept_liability.rules.lengths import Length, Seasons, end_of
from wellkept_liability.rules.replacing import LiabilityReplacementRule, end_after_replacement
from wellkept_liability.rules.starting import LiabilityStartRule, StartDays, start_of
from wellkept_sdk.services.liability import WarrantySide
from wellkept_sdk.services.parties import PartyScope


class LiabilityTermStatus(StrEnum):
    """Where a warranty stands today."""

    PENDING = "pending"  #: The day from which it runs is not known.
    UPCOMING = "upcoming"  #: It begins later.
    RUNNING = "running"  #: It runs.
    EXPIRED = "expired"  #: It is over.
    REVOKED = "revoked"  #: It covers nothing any more.


class TermFacts(Struct, frozen=True, kw_only=True):
    """What was said about a warranty; of one that came in the place of another, how its end follows from that one's."""

    id: UUID
    scope: PartyScope
    side: WarrantySide
    start_rule: LiabilityStartRule
    fixed_on: date | None
    length: Length
    replaces_id: UUID | None = None
    replacement_rule: LiabilityReplacementRule | None = None
    replacement_minimum: Length | None = None


class Circumstances(Struct, frozen=True, kw_only=True):
    """
    What the days of warranties hang on.

    Args:
        days: of the project and the item.
        seasons: at the site.
        rules: of the jurisdiction, by scope; empty where nobody looks at the law.
    """

    days: StartDays
    seasons: Seasons
    rules: Mapping[PartyScope, Sequence[StatutoryRule]]


class Schedule(Struct, frozen=True, kw_only=True):
    """When a warranty runs, `ends_on` exclusive, and what the law asks of it; None where there is no rule."""

    starts_on: date | None
    ends_on: date | None
    floor: Floor | None


def schedule_of(term: TermFacts, around: Circumstances, *, original_end: date | None = None) -> Schedule:
    """
    Return when a warranty runs.

    Args:
        term: which.
        around: what its days hang on.
        original_end: of the warranty that it replaces, exclusive; None where that is not known.
    """
    starts_on = start_of(term.start_rule, fixed_on=term.fixed_on, days=around.days)
    ends_on = _end(term, starts_on, around, original_end=original_end)
    accepted_on = around.days.accepted_on
    rule = None
    if term.side is WarrantySide.GIVEN:
        rule = rule_on(around.rules.get(term.scope, ()), accepted_on or starts_on)
    if rule is None:
        return Schedule(starts_on=starts_on, ends_on=ends_on, floor=None)
    floor = floor_of(
        rule,
        term.length,
        starts_on=starts_on,
        ends_on=ends_on,
        accepted_on=accepted_on,
        seasons=around.seasons,
    )
    return Schedule(starts_on=starts_on, ends_on=ends_on, floor=floor)


def status_on(today: date, *, starts_on: date | None, ends_on: date | None, is_revoked: bool) -> LiabilityTermStatus:
    """Return where a warranty stands on a local day of its site."""
    if is_revoked:
        return LiabilityTermStatus.REVOKED
    if starts_on is None or ends_on is None:
        return LiabilityTermStatus.PENDING
    if today < starts_on:
        return LiabilityTermStatus.UPCOMING
    return LiabilityTermStatus.RUNNING if today < ends_on else LiabilityTermStatus.EXPIRED


def _end(term: TermFacts, starts_on: date | None, around: Circumstances, *, original_end: date | None) -> date | None:
    if starts_on is None:
        return None
    if term.replacement_rule is None:
        return end_of(term.length, starts_on=starts_on, seasons=around.seasons)
    if original_end is None and term.replacement_rule is not LiabilityReplacementRule.RESTART:
        return None
    return end_after_replacement(
        term.replacement_rule,
        replaced_on=starts_on,
        original_end=original_end or starts_on,
        length=term.length,
        minimum=term.replacement_minimum,
        seasons=around.seasons,
    )
