"""From which day a promise runs."""

from datetime import date
from enum import StrEnum

from msgspec import Struct


class LiabilityStartRule(StrEnum):
    """Which day starts a warranty."""

    ACCEPTANCE = "acceptance"  #: The acceptance of the project.
    HANDOVER = "handover"  #: Its handover.
    COMMISSIONING = "commissioning"  #: The commissioning of the equipment.
    INSTALLATION = "installation"  #: Its installation.
    DELIVERY = "delivery"  #: The delivery; `fixed_on` is its day.
    REPLACEMENT = "replacement"  #: The day on which the equipment was replaced, in `fixed_on`.
    FIXED = "fixed"  #: The day in `fixed_on`.


class StartDays(Struct, frozen=True, kw_only=True):
    """The days of a project and of an item from which promises run; None where they are not known."""

    accepted_on: date | None
    handed_over_on: date | None
    installed_on: date | None
    commissioned_on: date | None


_DATED = frozenset({LiabilityStartRule.DELIVERY, LiabilityStartRule.REPLACEMENT, LiabilityStartRule.FIXED})
_OF_EQUIPMENT = frozenset({LiabilityStartRule.COMMISSIONING, LiabilityStartRule.INSTALLATION})


def takes_a_day(rule: LiabilityStartRule) -> bool:
    """Return whether a rule's day is said with the warranty, and not read from a record."""
    return rule in _DATED


def needs_equipment(rule: LiabilityStartRule) -> bool:
    """Return whether a rule reads its day from an item of equipment."""
    return rule in _OF_EQUIPMENT


def start_of(rule: LiabilityStartRule, *, fixed_on: date | None, days: StartDays) -> date | None:
    """Return the first day of a warranty; None while it is not known."""
    match rule:
        case LiabilityStartRule.ACCEPTANCE:
            return days.accepted_on
        case LiabilityStartRule.HANDOVER:
            return days.handed_over_on
        case LiabilityStartRule.COMMISSIONING:
            return days.commissioned_on
        case LiabilityStartRule.INSTALLATION:
            return days.installed_on
        case _:
            return fixed_on
