"""By which terms a clock has counted: those of the opening, until others came."""

from collections.abc import Sequence

from wellkept_sla.rules.clocks import CancelledBecause, Clock
from wellkept_sla.rules.facts import Fact, FactKind, Library, in_order
from wellkept_sla.terms import SlaTerms

_STATES_TERMS = {FactKind.OPENED, FactKind.ACTIVATION_CHANGED}


def terms_of(clock: Clock, *, facts: Sequence[Fact], library: Library) -> SlaTerms:
    """
    Return the terms that were in force when the clock ended, or are now; they have its code.

    Args:
        clock: one that was folded from the facts.
        facts: all of its ticket.
        library: what they refer to.
    """
    stating = [fact for fact in in_order(list(facts)) if fact.kind in _STATES_TERMS]
    known = [(fact, library.terms.get(fact.data.terms_hash or "")) for fact in stating]
    naming = [(fact, terms) for fact, terms in known if terms is not None and clock.code in terms.clocks]
    in_force = [terms for fact, terms in naming if _had_begun(fact, clock)]
    # What new terms have brought as if it had always been there may have ended before they came.
    return in_force[-1] if in_force else naming[0][1]


def _had_begun(fact: Fact, clock: Clock) -> bool:
    """Return whether the terms of a fact were in force at the end of a clock."""
    if fact.kind is FactKind.OPENED or clock.stopped_at is None:
        return True
    if clock.cancelled_because is CancelledBecause.ACTIVATION_CHANGED:
        return fact.occurred_at < clock.stopped_at
    return fact.occurred_at <= clock.stopped_at
