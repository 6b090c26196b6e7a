"""The points of a ticket's life on which a span may start and stop."""

from collections.abc import Mapping
from typing import Final

from wellkept_sla.rules.facts import Fact, FactKind
from wellkept_sla.terms import ClockTerms

MILESTONE: Final = "milestone:"
#: In their order; a milestone may lie anywhere after the opening.
LIFE: Final = ("opened", "triaged", "assigned", "responded", "started", "resolved", "confirmed", "closed")
RESOLVED: Final = LIFE.index("resolved")
#: What an open ticket can reach, beside milestones.
WHILE_OPEN: Final = frozenset(LIFE[: RESOLVED + 1])
#: What comes with the resolution or after it, and comes again when the ticket is resolved again.
FROM_THE_RESOLUTION: Final = frozenset(LIFE[RESOLVED:])

_POINTS: Final[Mapping[FactKind, str]] = {FactKind(point): point for point in LIFE}


def point_of(fact: Fact) -> str | None:
    """Return the point that a fact reaches; None for what no span can name."""
    if fact.kind is FactKind.MILESTONE:
        return f"{MILESTONE}{fact.data.milestone}"
    return _POINTS.get(fact.kind)


def follows_resolution(terms: ClockTerms) -> bool:
    """Return whether a clock runs while its ticket is resolved; all others run while it is open."""
    return terms.starts_on in FROM_THE_RESOLUTION
