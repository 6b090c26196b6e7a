"""Whether facts could have happened one after the other: what a simulation tells its reader."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from wellkept_sla.rules.facts import Fact, FactKind, in_order


class Stage(StrEnum):
    """Where a ticket stands, as far as facts depend on it."""

    OPEN = "open"  #: Somebody has to resolve it.
    ON_HOLD = "on_hold"  #: It waits.
    RESOLVED = "resolved"  #: Put right in our view.
    CONFIRMED = "confirmed"  #: Put right in the customer's view too.
    CLOSED = "closed"  #: Finished.
    CANCELLED = "cancelled"  #: Withdrawn.


class _Step(Struct, frozen=True):
    """From which stages a fact can happen, and to which it leads; None leaves the stage as it is."""

    sources: frozenset[Stage]
    to: Stage | None = None


class Oddity(Struct, frozen=True, kw_only=True):
    """A fact that could not have happened where it stands."""

    position: int
    kind: FactKind
    stage: Stage


_WAITS_OR_NOT: Final = frozenset({Stage.OPEN, Stage.ON_HOLD})
_FINISHED: Final = frozenset({Stage.CONFIRMED, Stage.CLOSED, Stage.CANCELLED})
_STEPS: Final = {
    FactKind.TRIAGED: _Step(_WAITS_OR_NOT),
    FactKind.ASSIGNED: _Step(_WAITS_OR_NOT),
    FactKind.RESPONDED: _Step(_WAITS_OR_NOT),
    FactKind.STARTED: _Step(frozenset({Stage.OPEN})),
    FactKind.HELD: _Step(frozenset({Stage.OPEN}), Stage.ON_HOLD),
    FactKind.RESUMED: _Step(frozenset({Stage.ON_HOLD}), Stage.OPEN),
    FactKind.RESOLVED: _Step(_WAITS_OR_NOT, Stage.RESOLVED),
    FactKind.CONFIRMED: _Step(frozenset({Stage.RESOLVED}), Stage.CONFIRMED),
    FactKind.REJECTED: _Step(frozenset({Stage.RESOLVED}), Stage.OPEN),
    FactKind.CLOSED: _Step(frozenset({Stage.RESOLVED, Stage.CONFIRMED}), Stage.CLOSED),
    FactKind.REOPENED: _Step(_FINISHED, Stage.OPEN),
    FactKind.CANCELLED: _Step(_WAITS_OR_NOT, Stage.CANCELLED),
    FactKind.MILESTONE: _Step(frozenset(Stage) - {Stage.CANCELLED}),
    FactKind.HOLDER: _Step(frozenset(Stage) - {Stage.CANCELLED}),
}


def oddities(facts: Sequence[Fact]) -> list[Oddity]:
    """Return the facts that could not have happened where they stand; each leads on to where it would have led."""
    stage = Stage.OPEN
    found: list[Oddity] = []
    for fact in in_order(list(facts)):
        step = _STEPS.get(fact.kind)
        if step is None:
            continue
        if stage not in step.sources:
            found.append(Oddity(position=fact.position, kind=fact.kind, stage=stage))
        stage = step.to or stage
    return found
